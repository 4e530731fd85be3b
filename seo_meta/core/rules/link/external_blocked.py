from collections import Counter
from collections.abc import Iterator

from seo_meta.core.answers import AnswerClass
from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.external_links import ExternalLink
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.external_links import select_links
from seo_meta.core.urls import host_of


@site_rules.register
class LinkExternalBlocked(SiteRule):
    id = "link.external-blocked"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    timeless = False
    summary = "A site that is linked to turns programs away, so links to it cannot be checked"
    remedy = "Open the links yourself now and then, or waive the finding."

    def applies(self, site: Site) -> bool:
        return bool(site.external_links())

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        walls = select_links(site, _is_wall)
        hosts = Counter(host_of(url) for url in walls)
        for page, targets in site.outbound() if walls else ():
            if hosts.keys().isdisjoint(host_of(url) for url in walls.keys() & set(targets)):
                continue
            for anchor in site.anchors(page):
                host = host_of(anchor.url or "")
                if anchor.url in walls and (links := hosts.pop(host, 0)):
                    yield SiteFailure(page, _message(host, walls[anchor.url], links), host, anchor.line)


def _is_wall(link: ExternalLink) -> bool:
    return link.answer is AnswerClass.BLOCKED and not link.too_many_requests


def _message(host: str, link: ExternalLink, addresses: int) -> str:
    count = "1 address" if addresses == 1 else f"{addresses:,} addresses"
    return f"{host} turns programs away ({link.status}), so {count} there could not be checked."
