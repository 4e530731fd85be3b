import re
from collections.abc import Iterator
from urllib.parse import unquote

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.anchors import by_target
from seo_meta.core.types import PageFacts

ADDRESS = re.compile(r"(?:[^\s@<>]+|[^<>]*<[^\s@<>]+)@[^\s@<>.]+(?:\.[^\s@<>.]+)*>?")
# RFC 3966, and the spaces that people write; digits may be few, as in short numbers.
TELEPHONE = re.compile(r"tel:(?=[^;]*\d)[\d+\-.()#*\s/]+(?:;.*)?", re.IGNORECASE)


@page_rules.register
class LinkMailtoTelInvalid(PageRule):
    id = "link.mailto-tel-invalid"
    kind = Kind.SPEC
    severity = Severity.INFO
    summary = "A mail or telephone link has no valid address"
    remedy = "Write mailto:name@example.com, or tel: and the number with its country code."
    source = "https://www.rfc-editor.org/rfc/rfc6068"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.anchors)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        personal = (anchor for anchor in page.anchors if anchor.url and anchor.url.startswith(("mailto:", "tel:")))
        for anchor, repeated in by_target(personal):
            url = anchor.url or ""
            if url.startswith("mailto:") and not _is_mail(url):
                yield Failure(f"The link names no valid mail address{repeated}.", anchor.href or "", anchor.line)
            if url.startswith("tel:") and not TELEPHONE.fullmatch(unquote(url)):
                yield Failure(f"The link names no valid telephone number{repeated}.", anchor.href or "", anchor.line)


def _is_mail(url: str) -> bool:
    """Whether every address looks like one. Without any, the query must have something to write in the mail."""
    addresses, _, headers = url.removeprefix("mailto:").partition("?")
    if not addresses:
        return bool(headers)
    return all(ADDRESS.fullmatch(unquote(address).strip()) for address in addresses.split(","))
