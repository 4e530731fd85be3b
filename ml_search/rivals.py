"""How well a text finds its page among the pages of its site: what a snippet that is shown for it must do."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, Protocol

import msgspec

from .errors import IndexUnreadable
from .models import IndexedPage
from .page_vectors import index_stamp, page_vectors, site_encoder

if TYPE_CHECKING:
    from .encoders import Encoder, Vectors


class Standing(NamedTuple):
    """Where the page stands among the pages that a text finds, from 1, and by how much it is ahead of the best other
    page (a difference of cosines, below 0 when it is behind)."""

    place: int
    ahead: float


class Rivals(Protocol):
    def standings(self, url: str, texts: Sequence[str]) -> list[Standing]:
        """Of the page with that URL, for each of the texts. Raises IndexUnreadable or EncoderError."""
        ...


class PagesOfSite(msgspec.Struct, frozen=True):
    """The vectors of pages, by their URLs, and the encoder that made them."""

    places: dict[str, int]
    vectors: "Vectors"
    encoder: "Encoder"

    def standings(self, url: str, texts: Sequence[str]) -> list[Standing]:
        place = self.places.get(url)
        if place is None:
            raise IndexUnreadable("The search index does not have the page. Run: ml_index")
        found = self.encoder.encode(texts) @ self.vectors.T
        own = found[:, place].copy()
        found[:, place] = -1
        best = found.max(axis=1)
        above = (found > own[:, None]).sum(axis=1)
        return [
            Standing(int(before) + 1, float(mine - other)) for before, mine, other in zip(above, own, best, strict=True)
        ]


class IndexedSites:
    """The sites of the database, each as its index has it."""

    def standings(self, url: str, texts: Sequence[str]) -> list[Standing]:
        page = IndexedPage.objects.filter(url=url).order_by("-id").values_list("site", flat=True).first()
        if page is None:
            raise IndexUnreadable("The search index does not have the page. Run: ml_index")
        return _site(page, index_stamp(page)).standings(url, texts)


@lru_cache(maxsize=1)
def _site(site: int, stamp: tuple[int, int]) -> PagesOfSite:
    """Kept by the process until the index changes: proposals are made for one site after the other."""
    from .encoders import query_encoder

    encoder = query_encoder()
    if site_encoder(site) != encoder.fingerprint:
        raise IndexUnreadable("The search index was made by another encoder. Run: ml_index")
    ids, vectors = page_vectors(site, encoder.fingerprint)
    urls = dict(IndexedPage.objects.filter(site=site).values_list("id", "url"))
    return PagesOfSite({urls[id]: place for place, id in enumerate(ids.tolist())}, vectors, encoder)
