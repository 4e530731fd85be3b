import re
from collections.abc import Iterator
from datetime import date, timedelta

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.json_ld import graph
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts

# Two clocks may stand on two days at one moment.
TOLERANCE = timedelta(days=1)
YEAR, MONTH, DAY = r"((?:19|20)\d\d)", "(0[1-9]|1[0-2])", r"(0[1-9]|[12]\d|3[01])"
URL_DATE = re.compile(rf"/{YEAR}/{MONTH}(?:/{DAY})?/|/{YEAR}-{MONTH}-{DAY}\b")
PUBLISHED = ("datePublished", "article:published_time")
MODIFIED = ("dateModified", "article:modified_time")


@page_rules.register
class ContentDatesDisagree(PageRule):
    id = "content.dates-disagree"
    kind = Kind.DOCUMENTED
    severity = Severity.INFO
    summary = "The dates of the page contradict each other"
    remedy = "Fill all dates of a page from the same two values: when it was published and when it was last changed."
    source = "https://developers.google.com/search/docs/appearance/publication-dates"

    def applies(self, page: PageFacts) -> bool:
        return bool(_dates(page, *PUBLISHED) or _dates(page, *MODIFIED))

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        published, modified = _dates(page, *PUBLISHED), _dates(page, *MODIFIED)
        for names, dates in ((PUBLISHED, published), (MODIFIED, modified)):
            if dates and max(dates) - min(dates) > TOLERANCE:
                told = f"{min(dates)} and {max(dates)}"
                yield Failure(f"{names[0]} and {names[1]} give different days: {told}.", told)
        if published and modified and min(published) - max(modified) > TOLERANCE:
            told = f"{max(modified)} before {min(published)}"
            yield Failure(f"The page was changed before it was published: {told}.", told)
        if published and (wrong := _wrong_url_date(page.url, published)):
            yield Failure(f"The address says {wrong}, the page says {min(published)}.", wrong)


def _dates(page: PageFacts, name: str, property: str) -> list[date]:
    """The days that the page gives for one event; none when its structured data speaks of several pages."""
    things = graph(page)
    articles = [node for node in things.of_type("Article", "WebPage") if node.is_main]
    written = {text for node in articles for text in things.texts(node, name)}
    if len({text[:10] for text in written}) > 1:
        return []
    metas = [meta.content for meta in page.meta_property(property) if meta.content]
    return [day for text in (*written, *metas[:1]) if (day := _day(text))]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def _wrong_url_date(url: str, published: list[date]) -> str:
    """The date in the path when the page was published on another day, or in another month if it names no day."""
    found = URL_DATE.search(url)
    if found is None:
        return ""
    told = "-".join(part for part in found.groups() if part)
    days = (day + offset for day in published for offset in (-TOLERANCE, timedelta(), TOLERANCE))
    return "" if any(day.isoformat().startswith(told) for day in days) else told
