"""The vectors of a site's chunks as a generation of its store."""

import numpy as np
from django.db.models import Count, Max
from django.utils import timezone

from ml_search.encoders import Encoder
from ml_search.models import Chunk
from ml_search.page_vectors import vectors_of
from ml_search.stores import Generation, Store

BATCH = 500


def publish(site: int, encoder: Encoder, store: Store) -> Generation | None:
    """Write, verify and activate a generation of all chunks; None when the active one has just these.

    Raises IndexUnreadable when it does not read back; the one before then stays active.
    """
    chunks = Chunk.objects.filter(page__site=site)
    found = chunks.aggregate(count=Count("id"), newest=Max("id"))
    count, newest = found["count"], found["newest"] or 0
    active = store.active()
    if active and (active.encoder, active.count, active.newest) == (encoder.fingerprint, count, newest):
        return None
    ids = np.empty(count, np.int64)
    vectors = np.empty((count, encoder.dimensions), np.float32)
    rows = list(chunks.order_by("id").values_list("id", "hash"))
    for start in range(0, count, BATCH):
        batch = rows[start : start + BATCH]
        known = vectors_of((bytes(hash) for _, hash in batch), encoder.fingerprint)
        for place, (id, hash) in enumerate(batch, start):
            ids[place] = id
            vectors[place] = known[bytes(hash)]
    now = timezone.now()
    written = store.write(
        Generation(
            name=now.strftime("%Y%m%dT%H%M%S%f"),
            encoder=encoder.fingerprint,
            model=encoder.name,
            dimensions=encoder.dimensions,
            count=count,
            created=now.isoformat(timespec="seconds"),
            kind="",
            newest=newest,
        ),
        ids,
        vectors,
    )
    store.activate(written.name)
    store.prune()
    return written
