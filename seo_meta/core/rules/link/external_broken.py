from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.external_links import ExternalLink
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.external_links import failures_at, last_answer, select_links


@site_rules.register
class LinkExternalBroken(SiteRule):
    id = "link.external-broken"
    kind = Kind.SPEC
    severity = Severity.WARNING
    timeless = False
    summary = "A link leads to an address of another site that is gone"
    remedy = "Link to where the content is now, to an archived copy, or to nothing."
    source = "https://www.rfc-editor.org/rfc/rfc9110#section-15.5"

    def applies(self, site: Site) -> bool:
        return bool(site.external_links())

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        broken = select_links(site, lambda link: link.strikes >= limits.external_strikes)
        yield from failures_at(site, broken, _message)


def _message(link: ExternalLink) -> str:
    return f"which {link.strikes} checks in a row found broken{last_answer(link)}"
