from collections.abc import Iterator
from urllib.parse import unquote

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site, unpack
from seo_meta.core.topics.anchors import by_target


@site_rules.register
class LinkUnslashedDirectory(SiteRule):
    id = "link.unslashed-directory"
    kind = Kind.HEURISTIC
    severity = Severity.WARNING
    # It opens every page that links to a folder, which is most pages of most sites.
    on = False
    summary = "A link to a folder lacks the slash at its end"
    remedy = "Write the slash, so that the host need not redirect."
    source = "https://developers.google.com/search/blog/2010/04/to-slash-or-not-to-slash"

    def applies(self, site: Site) -> bool:
        # A live host shows by its redirects what it wants, which link.redirect-internal tells.
        return site.inventory

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        keys: set[int] = set()
        unslashed: set[str] = set()
        for page in site.pages():
            if page.url.endswith("/"):
                keys.update(unpack(page.key))
                unslashed.add(unquote(page.url[:-1]))
        for page in site.pages():
            # Keys do not tell the spellings apart, so that the links themselves must be asked.
            if page.status == 200 and not keys.isdisjoint(unpack(page.links)):
                faulty = (anchor for anchor in site.anchors(page.id) if _address(anchor.url) in unslashed)
                for anchor, repeated in by_target(faulty):
                    message = f"The link leads to {anchor.url}, which hosts redirect to {anchor.url}/{repeated}."
                    yield SiteFailure(page.id, message, anchor.href or "", anchor.line)


def _address(url: str | None) -> str:
    return unquote((url or "").partition("?")[0])
