from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site, unpack
from seo_meta.core.topics.pagination import neighbours, paginated_pages


@site_rules.register
class PageNon200(SiteRule):
    id = "page.non-200"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "The next or previous page of a list does not answer 200"
    remedy = "Name the page that exists, and none after the last or before the first page."
    source = "https://developers.google.com/search/docs/crawling-indexing/http-network-errors"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        listed = paginated_pages(site)
        statuses = {unpack(page.key)[0]: page.status for page in site.pages()} if listed else {}
        statuses |= dict.fromkeys(site.files() if listed else (), 200)
        # Outside a folder, what was not read may well exist.
        unknown = 404 if site.inventory else 200
        for page in listed:
            for rel in ("next", "prev"):
                for link in neighbours(site, page.id, rel):
                    key = site.key(link.url or "")
                    status = statuses.get(unpack(key)[0], unknown) if key else 200
                    if status != 200:
                        message = f"rel={rel} names {link.url}, which answers {status}."
                        yield SiteFailure(page.id, message, link.url or "", link.line)
