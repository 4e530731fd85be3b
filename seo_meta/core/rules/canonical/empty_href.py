from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class CanonicalEmptyHref(PageRule):
    id = "canonical.empty-href"
    kind = Kind.SPEC
    severity = Severity.WARNING
    summary = "A canonical link names no URL"
    remedy = "Give the canonical link the URL of the preferred page, or remove the element."
    source = "https://html.spec.whatwg.org/multipage/semantics.html#attr-link-href"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.canonicals)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for link in page.canonicals:
            if link.in_head and not (link.href or "").strip():
                state = "no href" if link.href is None else "an empty href"
                yield Failure(f"The canonical link has {state}.", line=link.line)
