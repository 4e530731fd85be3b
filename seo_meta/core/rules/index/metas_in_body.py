from collections.abc import Iterator

from seo_meta.core import robots
from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts

# Those that steer crawlers and browsers. Description, canonical and title have rules of their own.
NAMES = frozenset(
    (*robots.AGENTS, "viewport", "referrer", "google-site-verification", "refresh", "content-security-policy")
)


@page_rules.register
class IndexMetasInBody(PageRule):
    id = "index.metas-in-body"
    kind = Kind.SPEC
    severity = Severity.WARNING
    summary = "A meta element that belongs into the head stands in the body"
    remedy = "Move the element into the head, before anything that does not belong there."
    source = "https://html.spec.whatwg.org/multipage/semantics.html#the-meta-element"
    # Crawlers differ in whether they obey a noindex in the body, so a page that seems to have one is looked at too.
    requires = Gate.HTML

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for meta in page.metas:
            name = meta.name or meta.http_equiv
            if name in NAMES and not meta.in_head:
                yield Failure(f"<meta> {name} stands in the body.", f"{name}: {meta.content or ''}", meta.line)
