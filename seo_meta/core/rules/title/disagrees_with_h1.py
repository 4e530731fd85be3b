from collections.abc import Iterator
from urllib.parse import urlsplit

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.title_words import main_headings, stems
from seo_meta.core.types import PageFacts


@page_rules.register
class TitleDisagreesWithH1(PageRule):
    id = "title.disagrees-with-h1"
    kind = Kind.HEURISTIC
    severity = Severity.REVIEW
    summary = "The title and the main heading have no word in common"
    remedy = "Make sure that both name the subject of this page; Google may show the heading in place of the title."
    source = "https://developers.google.com/search/docs/appearance/title-link"

    def applies(self, page: PageFacts) -> bool:
        """The heading of a home page is more often a slogan."""
        return bool(stems(page.title)) and urlsplit(page.url).path not in ("", "/", "/index.html")

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        title = stems(page.title)
        headings = {heading: found for heading in main_headings(page) if (found := stems(heading))}
        if headings and all(title.isdisjoint(found) for found in headings.values()):
            heading = next(iter(headings))
            yield Failure(f'The title does not share a word with the H1 "{heading}".', page.title, page.titles[0].line)
