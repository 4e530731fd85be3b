from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.external_links import ExternalLink
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.external_links import failures_at, select_links


@site_rules.register
class LinkExternalRedirect(SiteRule):
    id = "link.external-redirect"
    kind = Kind.SPEC
    severity = Severity.INFO
    timeless = False
    summary = "A link leads to an address of another site that has moved for good"
    remedy = "Link to the new address."
    source = "https://www.rfc-editor.org/rfc/rfc9110#section-15.4.2"

    def applies(self, site: Site) -> bool:
        return bool(site.external_links())

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        moved = select_links(site, lambda link: link.moved_to not in ("", link.url))
        yield from failures_at(site, moved, _message)


def _message(link: ExternalLink) -> str:
    return f"which has moved to {link.moved_to}"
