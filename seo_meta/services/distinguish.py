"""The drafts of a run told apart over the whole site, pages that nobody drafted anything for included."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from seo_meta.core.distinct import Asked, Normal, distinct, normal_text, normal_title, owners
from seo_meta.core.propose import MAX_CANDIDATES, Candidate, Field
from seo_meta.core.site import SitePage
from seo_meta.core.topics.repeated import family
from seo_meta.selectors import KnownProposals, KnownRejections, StoredSite

from .draft import Draft, Drafted

Settled = tuple[tuple[Candidate, ...], str]
"""(candidates, or why there are none)"""

TEXTS: dict[Field, Callable[[SitePage], str]] = {
    Field.TITLE: lambda page: page.title,
    Field.DESCRIPTION: lambda page: page.description,
}
"""The fields that no two pages may have alike, and what a page has of them."""


def told_apart(
    site: StoredSite,
    known: KnownProposals,
    rejected: KnownRejections,
    drafted: Sequence[Drafted],
    keys: Mapping[int, bytes],
    brand: str,
) -> dict[tuple[int, Field], Settled]:
    """By page and field what is left of its draft: up to MAX_CANDIDATES candidates that the page does not have, that no
    reviewer rejected and, of a text, that no other page has or waits for. `keys` are those of the drafted pages by
    their ids; titles count without the site's `brand`."""
    settled: dict[tuple[int, Field], Settled] = {}
    for field in Field:
        drafts = {page.page: draft for page in drafted for draft in page.drafts if draft.field is field}
        if field in TEXTS and drafts:
            normal = normal_title(brand) if field is Field.TITLE else normal_text
            found = _distinct(site, known, rejected, field, drafts, normal)
        else:
            found = _unlike(keys, rejected, field, drafts)
        settled |= {(page, field): what for page, what in found}
    return settled


def _distinct(
    site: StoredSite,
    known: KnownProposals,
    rejected: KnownRejections,
    field: Field,
    drafts: dict[int, Draft],
    normal: Normal,
) -> Iterator[tuple[int, Settled]]:
    asked: dict[int, Asked] = {}
    values: list[tuple[str, str]] = []
    for page in site.pages():
        kin = family(site, page)
        place = bytes(page.key), field
        own = [known.approved.get(place, ""), *known.pending.get(place, ())]
        if page.indexable and page.self_canonical:
            own.append(TEXTS[field](page))
        values += ((value, kin or page.url) for value in own)
        if page.id in drafts:
            draft = drafts[page.id]
            refused = tuple(rejected.values.get(place, ()))
            asked[page.id] = Asked(page.url, draft.candidates, draft.current, refused, kin)
    answers = distinct(asked.values(), owners(values, normal), normal)
    for id, one in asked.items():
        answer = answers[one.url]
        yield id, ((), drafts[id].reason or answer) if isinstance(answer, str) else (answer, "")


def _unlike(
    keys: Mapping[int, bytes], rejected: KnownRejections, field: Field, drafts: dict[int, Draft]
) -> Iterator[tuple[int, Settled]]:
    for id, draft in drafts.items():
        yield id, _left(draft, rejected.values.get((keys[id], field), ()))


def _left(draft: Draft, rejected: Iterable[str]) -> Settled:
    barred = {draft.current, *rejected}
    kept = tuple(candidate for candidate in draft.candidates if candidate.value not in barred)
    if kept:
        return kept[:MAX_CANDIDATES], ""
    return (), draft.reason or "What the page offers is there already, or a reviewer rejected it."
