from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.page_types import samples
from seo_meta.core.types import Link, PageFacts
from seo_meta.core.urls import host_of

STYLES = "fonts.googleapis.com"
FONTS = "fonts.gstatic.com"
HINTS = ("preconnect", "preload")


@site_rules.register
class PerfPreconnect(SiteRule):
    id = "perf.preconnect"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "Web fonts come from a host that the browser learns of late"
    remedy = 'Add <link rel="preconnect" href="https://fonts.gstatic.com" crossorigin> above the style sheet.'
    source = "https://web.dev/articles/font-best-practices"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        told: set[str | None] = set()
        for id, page in samples(site):
            styles = _styles(page)
            if styles is not None and not _is_hinted(page) and styles.url not in told:
                told.add(styles.url)
                message = f"The fonts of {STYLES} come from {FONTS}, and nothing names it before the style sheet does."
                yield SiteFailure(id, message, styles.href or "", styles.line)


def _styles(page: PageFacts) -> Link | None:
    """The first style sheet of Google Fonts: it is small, and the fonts that it names lie on another host."""
    return next((link for link in page.linked("stylesheet") if link.url and host_of(link.url) == STYLES), None)


def _is_hinted(page: PageFacts) -> bool:
    return any(link.url and host_of(link.url) == FONTS for hint in HINTS for link in page.linked(hint))
