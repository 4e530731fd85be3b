"""What the index knows of the pages of a site, for rules, services and generators."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

import msgspec
from django.db.models import Count, Max

from seo_meta.plugins import Inconclusive, Site, SitePage, primary

from .core.findable import findable
from .models import Chunk, Embedding, IndexedPage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from .encoders import Vectors
    from .stores import Ids

HASHES_AT_ONCE = 500
T = TypeVar("T")


class Indexed(msgspec.Struct, frozen=True):
    """A page of a run with its row in the index."""

    page: SitePage
    id: int
    """Of its IndexedPage."""

    @property
    def language(self) -> str:
        """The primary subtag."""
        return primary(self.page.language)


class RunIndex(msgspec.Struct, frozen=True):
    """The pages of a run as the index has them, in the order of URLs."""

    site: int
    pages: list[Indexed]


def run_index(site: Site) -> RunIndex:
    """The pages of a run that search engines may show, with their rows in the index.

    Raises Inconclusive unless the index has all of them with the text and title that they have in this run.
    """
    rows = IndexedPage.objects.filter(site__base_url=site.base_url).order_by()
    columns = ("key", "id", "site_id", "page_id", "page__content_hash", "page__title")
    known = {bytes(row[0]): row for row in rows.values_list(*columns).iterator()}
    found: list[Indexed] = []
    missing = number = 0
    for page in findable(site):
        _, id, of_site, stored, content_hash, title = known.get(bytes(page.key), (b"", 0, 0, None, "", ""))
        if id and (stored == page.id or (content_hash, title) == (page.content_hash, page.title)):
            found.append(Indexed(page, id))
            number = of_site
        else:
            missing += 1
    if missing:
        raise Inconclusive(
            f"The search index lacks {missing:,} of {missing + len(found):,} pages as they are in this run. "
            f"Run: ml_index --site {site.base_url}, and then seo_audit again."
        )
    return RunIndex(number, found)


def index_stamp(site: int) -> tuple[int, int]:
    """Another one once passages of the site were added or removed: so long may a process keep what it read."""
    found = Chunk.objects.filter(page__site=site).aggregate(last=Max("id"), count=Count("id"))
    return found["last"] or 0, found["count"]


def site_encoder(site: int) -> str:
    """The fingerprint of the encoder that last encoded a text of the site; empty when none did."""
    hashes = Chunk.objects.filter(page__site=site).order_by().values("hash")
    return Embedding.objects.filter(hash__in=hashes).order_by("-id").values_list("encoder", flat=True).first() or ""


def page_vectors(site: int, encoder: str, pages: Sequence[int] | None = None) -> "tuple[Ids, Vectors]":
    """(ids, matrix) of the indexed pages of a site, or of those with these ids: a row of unit length each, the mean of
    its chunks weighted by their words. Pages with a chunk that the encoder did not encode are left out."""
    import numpy as np

    chunks = Chunk.objects.filter(page__site=site)
    if pages is not None:
        chunks = chunks.filter(page__in=pages)
    sums: dict[int, NDArray[np.float32]] = {}
    partial: set[int] = set()
    rows = chunks.order_by("page_id").values_list("page_id", "hash", "words").iterator()
    for some in batches(rows, HASHES_AT_ONCE):
        known = vectors_of((bytes(hash) for _, hash, _ in some), encoder)
        for page, hash, words in some:
            if (vector := known.get(bytes(hash))) is None:
                partial.add(page)
            else:
                sums[page] = sums.get(page, 0) + vector * max(words, 1)
    ids = [page for page in sums if page not in partial]
    matrix = np.stack([sums[page] for page in ids]) if ids else np.empty((0, 0), np.float32)
    return np.array(ids, np.int64), unit(matrix)


def chunk_vectors(page: int, encoder: str) -> "tuple[list[Chunk], Vectors]":
    """The chunks of an indexed page that the encoder encoded, in their order, and their vectors."""
    import numpy as np

    chunks = list(Chunk.objects.filter(page=page).order_by("ordinal"))
    known = vectors_of((bytes(chunk.hash) for chunk in chunks), encoder)
    chunks = [chunk for chunk in chunks if bytes(chunk.hash) in known]
    return chunks, np.stack([known[bytes(chunk.hash)] for chunk in chunks]) if chunks else np.empty((0, 0), np.float32)


def vectors_of(hashes: Iterable[bytes], encoder: str) -> "dict[bytes, NDArray[np.float32]]":
    """The vectors that the encoder gave the texts with these hashes, as far as it did."""
    import numpy as np

    rows = Embedding.objects.filter(encoder=encoder).order_by()
    found: dict[bytes, NDArray[np.float32]] = {}
    for some in batches(dict.fromkeys(hashes), HASHES_AT_ONCE):
        for hash, vector in rows.filter(hash__in=some).values_list("hash", "vector"):
            found[bytes(hash)] = np.frombuffer(bytes(vector), "<f2").astype(np.float32)
    return found


def unit(vectors: "Vectors") -> "Vectors":
    """The rows, at unit length."""
    import numpy as np

    lengths = np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
    scaled: Vectors = (vectors / lengths).astype(np.float32)
    return scaled


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    source = iter(items)
    while some := list(islice(source, size)):
        yield some
