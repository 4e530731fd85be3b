"""A site that is indexed, without having been read: pages of given text, their keywords and their vectors."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from django.apps import apps
from django.utils import timezone

from ml_search.core.chunking import WORDS
from ml_search.keyword import keyword_of
from ml_search.models import Chunk, IndexedPage
from ml_search.stores import Generation, store_of

from .hashing import HashingEncoder

if TYPE_CHECKING:
    from seo_meta.models import Site

BASE = "https://kestrel.example/"
ENCODER = HashingEncoder()


def site_of(base_url: str = BASE) -> "Site":
    return apps.get_model("seo_meta", "Site").objects.get_or_create(base_url=base_url)[0]


def indexed_page(path: str, title: str, *passages: str, site: "Site | None" = None, **fields: str) -> IndexedPage:
    """A page with its passages, each below a heading of its own: the first at the top, the others at `#part-1` on."""
    site = site or site_of()
    url = f"{site.base_url}{path}"
    key = url.encode()[-8:].rjust(8)
    page = IndexedPage.objects.create(site=site, key=key, url=url, title=title, source="test", **fields)
    chunks = [
        Chunk(
            page=page,
            ordinal=ordinal,
            headings=f"Part {ordinal}" if ordinal else "",
            anchor=f"part-{ordinal}" if ordinal else "",
            text=text,
            words=min(len(text.split()), WORDS),
            hash=bytes(16),
        )
        for ordinal, text in enumerate(passages)
    ]
    keyword_of().add(Chunk.objects.bulk_create(chunks))
    return page


def publish(site: "Site | None" = None, name: str = "", *, among: Iterable[Chunk] | None = None) -> Generation:
    """A generation of all chunks of the site, by the hashing encoder, which is then searched."""
    site = site or site_of()
    chunks = list(Chunk.objects.filter(page__site=site).select_related("page") if among is None else among)
    vectors = ENCODER.encode([f"{chunk.page.title} {chunk.text}" for chunk in chunks])
    ids = np.array([chunk.pk for chunk in chunks], np.int64)
    now = timezone.now()
    store = store_of(site.pk)
    written = store.write(
        Generation(
            name=name or now.strftime("%Y%m%dT%H%M%S%f"),
            encoder=ENCODER.fingerprint,
            model=ENCODER.name,
            dimensions=ENCODER.dimensions,
            count=len(chunks),
            created=now.isoformat(timespec="seconds"),
            kind="",
        ),
        ids,
        vectors,
    )
    store.activate(written.name)
    return written
