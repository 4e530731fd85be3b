"""Descriptions chosen by search: of what the page offers, the one that finds the page."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from seo_meta.plugins import Abstain, Candidate, Confidence, Field, Generator, SiteProfile, Subject, generators

from .errors import MlSearchError
from .rivals import IndexedSites, Rivals, Standing

SOURCE = "extractive"
"""The generator whose candidates are put into another order."""


@generators.register
class Retrieving(Generator):
    """The sentences of a page that find it first among the pages of its site, as the built-in generator quotes them.

    Unlike other generators it reads the database, for the search index. It must be asked for by name: what finds a page
    is further from what people write than what the built-in one takes (docs/explanation/measurements.md).
    """

    id = "retrieving"
    on = False
    mends: Mapping[Field, frozenset[str]] = {
        Field.DESCRIPTION: frozenset(
            (
                *("description.missing", "description.duplicate", "description.same-as-title"),
                *("description.too-long-px", "description.too-long-chars", "description.too-short-px"),
                *("description.too-short-chars", "description.truncated-sentence", "description.contains-html"),
            )
        )
    }
    rivals: Rivals = IndexedSites()

    def candidates(self, field: Field, page: Subject, site: SiteProfile) -> Iterable[Candidate]:
        offered = list(generators[SOURCE].candidates(field, page, site))
        try:
            standings = self.rivals.standings(page.facts.url, [candidate.value for candidate in offered])
        except MlSearchError as error:
            raise Abstain(f"Search cannot tell the sentences of the page apart. {error}") from error
        return _ordered(offered, standings)


def _ordered(offered: Sequence[Candidate], standings: Sequence[Standing]) -> list[Candidate]:
    """Those that find the page first before the others, both as they were ordered: what is furthest ahead of other
    pages is mostly the oddest sentence."""
    judged = [(standing.place > 1, _judged(one, standing)) for one, standing in zip(offered, standings, strict=True)]
    return [candidate for _, candidate in sorted(judged, key=lambda one: one[0])]


def _judged(candidate: Candidate, standing: Standing) -> Candidate:
    if standing.place == 1:
        reason, confidence = "A search of the site for it finds this page first.", candidate.confidence
    else:
        before = "another page" if standing.place == 2 else f"{standing.place - 1} other pages"
        reason, confidence = f"A search of the site for it finds {before} first.", Confidence.LOW
    return msgspec.structs.replace(
        candidate, confidence=confidence, reasons=(*candidate.reasons, reason), score=round(standing.ahead, 3)
    )
