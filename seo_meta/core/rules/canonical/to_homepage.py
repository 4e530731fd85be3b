import re
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.pagination import place_of
from seo_meta.core.types import PageFacts

# Other addresses of a home page, and copies of it for phones.
HOME_TWIN = re.compile(r"/(?:(?:index|default|home)(?:\.\w{2,5})?|amp|m|mobile)/?", re.IGNORECASE)


@page_rules.register
class CanonicalToHomepage(PageRule):
    id = "canonical.to-homepage"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "The canonical URL is that of the home page"
    remedy = "Name the page's own URL, or that of the page with the same content."
    source = "https://developers.google.com/search/blog/2013/04/5-common-mistakes-with-relcanonical"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.canonical)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        path = _path(page.url)
        place = place_of(page.url)
        if path == "/" or HOME_TWIN.fullmatch(path) or (place.number > 1 and _path(place.series) == "/"):
            return
        for link in page.canonicals:
            if link.in_head and link.url and _origin(link.url) == _origin(page.url) and _path(link.url) == "/":
                yield Failure("The page names the home page as its canonical.", link.url, link.line)
                return


def _path(url: str) -> str:
    return "/" + "/".join(url.partition("?")[0].partition("#")[0].split("/")[3:])


def _origin(url: str) -> str:
    return "/".join(url.split("/", 3)[:3])
