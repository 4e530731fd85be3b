from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.external_links import ExternalLink
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.external_links import failures_at, last_answer, select_links


@site_rules.register
class LinkExternalSuspect(SiteRule):
    id = "link.external-suspect"
    kind = Kind.HEURISTIC
    severity = Severity.REVIEW
    timeless = False
    summary = "A link leads to an address of another site that seems to be gone"
    remedy = "Open the address; the next checks will tell whether it was a bad day."

    def applies(self, site: Site) -> bool:
        return bool(site.external_links())

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        suspect = select_links(site, lambda link: 0 < link.strikes < limits.external_strikes)
        yield from failures_at(site, suspect, _message)


def _message(link: ExternalLink) -> str:
    times = "the last check" if link.strikes == 1 else f"{link.strikes} checks in a row"
    return f"which {times} found broken{last_answer(link)}"
