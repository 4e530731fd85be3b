from collections.abc import Iterator

from seo_meta.core import open_graph, urls
from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class OgUrlVsCanonical(PageRule):
    id = "og.url-vs-canonical"
    kind = Kind.SPEC
    severity = Severity.WARNING
    summary = "The og:url is not the canonical URL"
    remedy = "Write the same URL in og:url and in the canonical link."
    source = "https://ogp.me/#metadata"

    def applies(self, page: PageFacts) -> bool:
        return page.canonical is not None and "og:url" in open_graph.names(page)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for name, meta in open_graph.properties(page):
            address = (meta.content or "").strip()
            if name != "og:url" or not address:
                continue
            url = urls.join(page.base_url, address)
            if _place(url) != _place(page.canonical):
                yield Failure(f"og:url is not the canonical URL, {page.canonical}.", address, meta.line)
            return


def _place(url: str | None) -> str:
    """Without scheme: a site that moved to https may keep the old URL here, and with it the counts of its shares."""
    return (url or "").partition("#")[0].partition("://")[2]
