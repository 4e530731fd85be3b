import re
from collections.abc import Iterator

from seo_meta.core import robots
from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts

KNOWN = frozenset(
    (
        *("all", "none", "index", "noindex", "follow", "nofollow"),
        *("archive", "noarchive", "nocache", "snippet", "nosnippet", "imageindex", "noimageindex"),
        *("translate", "notranslate", "indexifembedded", "nositelinkssearchbox"),
        # Retired, or read by others than search engines: useless at worst, and no slip of the pen.
        *("noodp", "noydir", "noyaca", "noai", "noimageai"),
    )
)
VALUED = re.compile(
    r"max-snippet:(?:-1|\d+)|max-video-preview:(?:-1|\d+)|max-image-preview:(?:none|standard|large)|unavailable_after:.+"
)


@page_rules.register
class IndexRobotsMetaInvalidToken(PageRule):
    id = "index.robots-meta-invalid-token"
    kind = Kind.DOCUMENTED
    severity = Severity.INFO
    summary = "A robots directive is not one that search engines know"
    remedy = "Correct the directive, with commas between several, or remove it."
    source = "https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag"
    requires = Gate.HTML

    def applies(self, page: PageFacts) -> bool:
        return bool(page.robots)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for token in page.robots:
            # A header may name any crawler, and what that one knows is its own affair.
            if token.agent in robots.AGENTS and token.token not in KNOWN and not VALUED.fullmatch(token.token):
                yield Failure(f'Search engines ignore the unknown directive "{token.token}".', token.token, token.line)
