import re
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.anchors import addresses, anchors_with, by_target
from seo_meta.core.types import PageFacts

MISTYPED = re.compile(
    r"(?P<scheme>(?!https?://[^/:;])h{0,2}t{1,4}p{1,2}s{0,2}(?:[:;]|//))"
    r"|(?P<twice>https?://https?(?::|//))"
    r"|(?P<host>www\.[\w-]+\.)"
    r"|(?P<mail>[^/?#:@\s]+@(?!\dx\.)[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}$)"
    r"|(?P<backslash>(?!javascript:|data:|mailto:)[^?#\\]*\\)",
    re.IGNORECASE,
)
FAULTS = {
    "scheme": "does not begin with https://, but nearly",
    "twice": "has its scheme twice",
    "host": "lacks https://, which makes it a path of this site",
    "mail": "lacks mailto:, which makes it a path of this site",
    "backslash": "has a backslash",
}


@page_rules.register
class LinkMalformed(PageRule):
    id = "link.malformed"
    kind = Kind.HEURISTIC
    severity = Severity.WARNING
    summary = "The address of a link is mistyped"
    remedy = "Write the whole address: https:// and the host, or mailto: and the mail address."
    source = "https://url.spec.whatwg.org/#valid-url-string"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.anchors)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        faulty = {href for href in addresses(page) if _fault(href)}
        for anchor, repeated in by_target(anchors_with(page, faulty)):
            yield Failure(f"The address {_fault(anchor.href or '')}{repeated}.", anchor.href or "", anchor.line)


def _fault(href: str) -> str:
    # Every fault needs one of these signs, and most addresses are relative and have none.
    plain = ":" not in href and "//" not in href and ";" not in href and "@" not in href and "\\" not in href
    if plain and href.lstrip()[:4].lower() != "www.":
        return ""
    match = MISTYPED.match(href.strip())
    return FAULTS[match.lastgroup or ""] if match else ""
