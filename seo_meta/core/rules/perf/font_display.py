import re
from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.page_types import samples
from seo_meta.core.urls import host_of

STYLES = "fonts.googleapis.com"
DISPLAY = re.compile(r"[?&]display=(?:swap|fallback|optional)\b")
# Without the icon font its names would show as words, so waiting for it is right.
ICONS = re.compile(r"[?&]family=Material(?:\+|%20)(?:Icons|Symbols)")


@site_rules.register
class PerfFontDisplay(SiteRule):
    id = "perf.font-display"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "Text stays invisible until its web font has come"
    remedy = "Add &display=swap to the address of the style sheet."
    source = "https://developer.chrome.com/docs/lighthouse/performance/font-display"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        told: set[str] = set()
        for id, page in samples(site):
            for link in page.linked("stylesheet"):
                if link.url and link.url not in told and _hides_text(link.url):
                    told.add(link.url)
                    message = "The style sheet of Google Fonts does not ask for display=swap."
                    yield SiteFailure(id, message, link.href or "", link.line)


def _hides_text(url: str) -> bool:
    return host_of(url) == STYLES and not DISPLAY.search(url) and not ICONS.search(url)
