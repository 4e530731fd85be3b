from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.host import is_loopback
from seo_meta.core.topics.page_types import samples
from seo_meta.core.types import PageFacts


@site_rules.register
class PerfNoCompression(SiteRule):
    id = "perf.no-compression"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "The server sends HTML uncompressed"
    remedy = "Let the server compress text with gzip or Brotli."
    source = "https://developer.chrome.com/docs/lighthouse/performance/uses-text-compression"

    def applies(self, site: Site) -> bool:
        return not site.inventory and not is_loopback(site.base_url)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        large = [(id, facts) for id, facts in samples(site) if facts.byte_size >= limits.compression_min_bytes]
        plain = [(id, facts) for id, facts in large if not _is_compressed(facts)]
        if plain:
            id, facts = plain[0]
            message = (
                f"{len(plain)} of {len(large)} pages that were looked at come uncompressed, among them {facts.url}."
            )
            yield SiteFailure(id, message, facts.url)


def _is_compressed(page: PageFacts) -> bool:
    return page.headers.get("content-encoding", "identity").strip().lower() != "identity"
