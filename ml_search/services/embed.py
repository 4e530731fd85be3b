"""Texts of chunks encoded, each once for all sites: what has a vector by this encoder is not encoded again."""

from collections.abc import Iterator

import numpy as np
from django.db.models import Exists, OuterRef

from ml_search.core.chunking import Passage, encoded_text
from ml_search.encoders import Encoder
from ml_search.models import Chunk, Embedding

from .progress import Progress

BATCH = 256
"""Texts of one transaction: half a minute's work at most is lost to a kill."""


def embed(site: int, encoder: Encoder, progress: Progress) -> int:
    """Encode the texts of a site that have no vector by this encoder; how many there were.

    The shortest come first, so that texts of one length are encoded together over the whole job.
    """
    missing = dict(texts_without_vector(site, encoder.fingerprint))
    if not missing:
        return 0
    progress.start("Encoding", len(missing))
    hashes = list(missing)
    for start in range(0, len(hashes), BATCH):
        batch = hashes[start : start + BATCH]
        texts = _texts([missing[hash] for hash in batch])
        vectors = encoder.encode([texts[missing[hash]] for hash in batch])
        Embedding.objects.bulk_create(
            [
                Embedding(hash=hash, encoder=encoder.fingerprint, vector=vector.astype("<f2").tobytes())
                for hash, vector in zip(batch, np.asarray(vectors), strict=True)
            ],
            ignore_conflicts=True,  # another site may have the same text
        )
        progress.advance(len(batch))
    return len(hashes)


def texts_without_vector(site: int, fingerprint: str) -> Iterator[tuple[bytes, int]]:
    """(hash, a chunk with that text), the shortest first. A hash may come more than once."""
    known = Embedding.objects.filter(encoder=fingerprint, hash=OuterRef("hash"))
    rows = Chunk.objects.filter(~Exists(known), page__site=site).order_by("words", "id").values_list("hash", "id")
    return ((bytes(hash), id) for hash, id in rows.iterator())


def _texts(ids: list[int]) -> dict[int, str]:
    rows = Chunk.objects.filter(pk__in=ids).values_list("id", "page__title", "headings", "anchor", "text", "words")
    return {
        id: encoded_text(title, Passage(tuple(headings.split("\n")) if headings else (), anchor, text, words))
        for id, title, headings, anchor, text, words in rows
    }
