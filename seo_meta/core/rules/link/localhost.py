import re
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.anchors import external_anchors
from seo_meta.core.types import PageFacts

# Hosts as the URL parser writes them: lower case, IPv4 addresses in four decimal parts.
LOCAL = re.compile(
    r"https?://(?:[^/?#@]*@)?("
    r"(?:[\w-]+\.)*localhost|(?:[\w-]+\.)+local"
    r"|(?:127|10)\.\d+\.\d+\.\d+|0\.0\.0\.0|192\.168\.\d+\.\d+|172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+"
    r"|\[::1\])(?=[:/?#]|$)"
)


@page_rules.register
class LinkLocalhost(PageRule):
    id = "link.localhost"
    kind = Kind.SPEC
    severity = Severity.ERROR
    summary = "The page points to a development or private host"
    remedy = "Build the site with its public base URL, or write the public URL."
    source = "https://www.rfc-editor.org/rfc/rfc6761#section-6.3"

    def applies(self, page: PageFacts) -> bool:
        return not LOCAL.match(page.url)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if LOCAL.match(page.base_url):
            yield Failure("The <base> leads every relative URL to a host that only its owner reaches.", page.base_url)
            return
        reported = set()
        for url, text, line in _local_urls(page):
            # A manual that says "open http://localhost:8000/" means the reader's own machine.
            if url not in reported and LOCAL.findall(url)[0] not in text:
                reported.add(url)
                yield Failure("The page points to a host that only its owner reaches.", url, line)


def _local_urls(page: PageFacts) -> Iterator[tuple[str, str, int | None]]:
    """(URL, text shown for it, line) of what the page links, embeds or names for sharing on such hosts."""
    is_local = LOCAL.match
    yield from [(each.url or "", each.text, each.line) for each in external_anchors(page) if is_local(each.url or "")]
    yield from [(each.url, "", each.line) for each in page.links if each.url and is_local(each.url)]
    yield from [(each.url, "", each.line) for each in page.images if each.url and is_local(each.url)]
    shared = [(meta.content.strip(), meta.line) for meta in page.metas if meta.content and meta.property]
    yield from [(content, "", line) for content, line in shared if is_local(content)]
