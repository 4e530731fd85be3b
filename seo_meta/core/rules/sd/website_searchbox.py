from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.json_ld import graph
from seo_meta.core.limits import Limits
from seo_meta.core.topics.rich_results import RICH_RESULTS
from seo_meta.core.types import PageFacts


@page_rules.register
class SdWebsiteSearchbox(PageRule):
    id = "sd.website-searchbox"
    kind = Kind.DOCUMENTED
    severity = Severity.INFO
    on = False
    summary = "The structured data asks for a search box that Google no longer shows"
    remedy = "Nothing needs to be done; the action may be removed."
    source = RICH_RESULTS["SearchAction"].source

    def applies(self, page: PageFacts) -> bool:
        return any(graph(page).of_type("WebSite"))

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        things = graph(page)
        for site in things.of_type("WebSite"):
            if any(action.is_a("SearchAction") for action in things.nodes_of(site, "potentialAction")):
                ended = RICH_RESULTS["SearchAction"].retired
                yield Failure(
                    f"The WebSite has a SearchAction; Google ended its search box on {ended}.", line=site.line
                )
                return
