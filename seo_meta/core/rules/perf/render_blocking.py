from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.page_types import samples
from seo_meta.core.types import Script

# Any other type is data to a browser. https://html.spec.whatwg.org/multipage/scripting.html#attr-script-type
SCRIPT_TYPES = ("", "text/javascript", "application/javascript", "application/x-javascript", "text/ecmascript")


@site_rules.register
class PerfRenderBlocking(SiteRule):
    id = "perf.render-blocking"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "Scripts in the head keep pages from being shown"
    remedy = "Add defer to scripts that can wait for the page, and async to those that stand alone."
    source = "https://web.dev/learn/performance/optimize-resource-loading"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        told: set[str | None] = set()
        for id, page in samples(site):
            blocking = [script for script in page.scripts if _blocks(script)]
            first = next((script for script in blocking if script.url not in told), None)
            if first:
                told.update(script.url for script in blocking)
                message = f"The page waits for {len(blocking)} scripts in its head, among them {first.src}."
                yield SiteFailure(id, message, first.src, first.line)


def _blocks(script: Script) -> bool:
    return script.blocking and script.in_head and script.type in SCRIPT_TYPES
