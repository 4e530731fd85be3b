import re
from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.host import is_loopback
from seo_meta.core.types import PageFacts

STATIC = ("image/", "font/", "video/", "audio/", "text/css", "text/javascript", "application/javascript")
MAX_SAMPLES = 20
LIFETIME = re.compile(r"(?:s-)?max-?age\s*=\s*\"?(\d+)", re.IGNORECASE)


@site_rules.register
class PerfCache(SiteRule):
    id = "perf.cache"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "Browsers may keep static files for less than a day"
    remedy = "Send static files with Cache-Control: max-age=31536000, and change their name when their content changes."
    source = "https://developer.chrome.com/docs/lighthouse/performance/uses-long-cache-ttl"

    def applies(self, site: Site) -> bool:
        return not site.inventory and not is_loopback(site.base_url)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        looked_at = 0
        short: list[tuple[int, PageFacts]] = []
        for id, file in _static_files(site):
            looked_at += 1
            if _seconds(file) < limits.cache_min_seconds:
                short.append((id, file))
        if short:
            id, file = short[0]
            message = f"{len(short)} of {looked_at} static files that were looked at, among them {file.url}."
            yield SiteFailure(id, message, file.headers.get("cache-control", "no Cache-Control"))


def _static_files(site: Site) -> Iterator[tuple[int, PageFacts]]:
    """The first files that are not pages. Of what pages load only that to which a link leads was asked for."""
    ids = [page.id for page in site.pages() if page.status == 200 and not page.is_html]
    for id in ids[:MAX_SAMPLES]:
        facts = site.facts(id)
        if facts.content_type.startswith(STATIC):
            yield id, facts


def _seconds(file: PageFacts) -> int:
    """How long a browser may keep the file without asking; without Cache-Control it guesses, which counts as 0."""
    control = file.headers.get("cache-control", "").lower()
    if "no-store" in control or "no-cache" in control:
        return 0
    lifetime = LIFETIME.search(control)
    return int(lifetime[1][:12]) if lifetime else 0
