from collections.abc import Callable, Iterable

from seo_meta.core.audit import Gate, stop_at
from seo_meta.core.copied import MAX_REASON, as_json
from seo_meta.core.defang import clip
from seo_meta.core.json_ld import graph
from seo_meta.core.propose import (
    Abstain,
    Candidate,
    Confidence,
    Field,
    Generator,
    SiteProfile,
    Subject,
    Treatment,
    generators,
)
from seo_meta.core.structured import article, breadcrumb, faq, organization, product, website
from seo_meta.core.structured.thing import Thing
from seo_meta.core.types import PageFacts

Describe = Callable[[Subject, SiteProfile], Thing | None]

TYPES: dict[str, Describe] = {
    "WebSite": website.describe,
    "Organization": organization.describe,
    "BreadcrumbList": breadcrumb.describe,
    "Article": article.describe,
    "Product": product.describe,
}


@generators.register
class JsonLd(Generator):
    """The types of schema.org whose facts are on the page, and which it does not describe yet. Never a repair."""

    id = "json-ld"
    mends = {Field.JSON_LD: frozenset(("sd.missing",))}

    def candidates(self, field: Field, page: Subject, site: SiteProfile) -> Iterable[Candidate]:
        if stop := stop_at(Gate.CANONICAL, page.facts):
            raise Abstain(clip(f"Structured data is for the canonical page; {stop.reason}.", MAX_REASON))
        _refuse_unreadable(page.facts)
        things: list[Thing] = []
        left_out: dict[str, None] = {}
        for type, describe in TYPES.items():
            try:
                thing = _lacking(page.facts, type) and describe(page, site)
            except Abstain as reason:
                left_out[str(reason)] = None
            else:
                things += [thing] if thing else []
        questions = faq.describe(page, site) if _lacking(page.facts, "FAQPage") else None
        if not things and not questions:
            raise Abstain(" ".join(left_out) or "The page states nothing that it does not describe already.")
        found = [_candidate(things, left_out)] if things else []
        # Apart, since little is gained by it today.
        return [*found, _candidate([*things, questions], left_out)] if questions else found


def _refuse_unreadable(page: PageFacts) -> None:
    """What the page describes already must be known, or a second description might contradict it. Raises Abstain."""
    if any(block.error and block.text.strip() for block in page.json_ld):
        raise Abstain("A JSON-LD block of the page is broken; mend that first.")
    if page.has_microdata or page.has_rdfa:
        raise Abstain("The page describes itself in microdata or RDFa, beside which a second description may differ.")


def _lacking(page: PageFacts, type: str) -> bool:
    return not any(graph(page).of_type(type))


def _candidate(things: list[Thing], left_out: Iterable[str]) -> Candidate:
    copied = all(thing.copied for thing in things)
    nodes = [thing.properties for thing in things]
    document = {"@context": "https://schema.org", **(nodes[0] if len(nodes) == 1 else {"@graph": nodes})}
    return Candidate(
        as_json(document),
        Confidence.HIGH if copied else Confidence.MEDIUM,
        (*(thing.reason for thing in things), *left_out),
        tuple(dict.fromkeys(evidence for thing in things for evidence in thing.evidence)),
        Treatment.AUTO if copied else Treatment.PROPOSED,
    )
