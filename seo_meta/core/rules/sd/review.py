import re
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.json_ld import Graph, Node, graph, shown
from seo_meta.core.limits import Limits
from seo_meta.core.topics.rich_results import RICH_RESULTS, incomplete
from seo_meta.core.types import PageFacts

NUMBER = re.compile(r"-?\d{1,12}(?:\.\d{1,12})?")
COMMA = re.compile(r"\d+,\d+")


@page_rules.register
class SdReview(PageRule):
    id = "sd.review"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "A review or rating in structured data is incomplete"
    remedy = (
        "Give a review its author and rating, an average its value and count, and both the scale if it is not 1 to 5."
    )
    source = RICH_RESULTS["Review"].source

    def applies(self, page: PageFacts) -> bool:
        return any(graph(page).of_type("Review", "Rating"))

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        things = graph(page)
        reviews = (node for node in things.of_type("Review") if not node.is_a("ClaimReview", "MediaReview"))
        yield from incomplete(things, reviews, RICH_RESULTS["Review"].required)
        yield from incomplete(things, things.of_type("AggregateRating"), RICH_RESULTS["AggregateRating"].required)
        seen: set[str] = set()
        for rating in things.of_type("Rating"):
            problem = _problem(things, rating)
            if problem and problem not in seen:
                seen.add(problem)
                yield Failure(f"{rating.label}.ratingValue {problem}.", problem, rating.line)


def _problem(things: Graph, rating: Node) -> str:
    """Google also takes fractions (6/10) and percentages (60%), which carry their scale with them."""
    value = _first(things, rating, "ratingValue")
    if COMMA.fullmatch(value):
        return f'is "{shown(value)}", with a comma for the point'
    number = _number(value)
    best = _number(_first(things, rating, "bestRating") or "5")
    worst = _number(_first(things, rating, "worstRating") or "0")
    if number is None or best is None or worst is None or worst <= number <= best:
        return ""
    return f"is {value}, outside the scale from {worst:g} to {best:g}"


def _first(things: Graph, rating: Node, name: str) -> str:
    return next(iter(things.texts(rating, name)), "")


def _number(value: str) -> float | None:
    return float(value) if NUMBER.fullmatch(value) else None
