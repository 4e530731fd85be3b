import re
from collections.abc import Iterator
from html.entities import html5

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts

# Tags that touch a word, as they do in marked-up text. A text about "the <br> tag" keeps them apart.
TAG = re.compile(r"(?<=[\w.,:;!?])<(?:/[a-z][a-z0-9]*+|br\s?/?|p)>|<(?:br\s?/?|p)>(?=\w)", re.IGNORECASE)
ENTITY = re.compile(r"&(?:#(?:x[0-9a-f]{1,6}|[0-9]{1,7})|([a-z][a-z0-9]{1,30}));", re.IGNORECASE)


@page_rules.register
class DescriptionContainsHtml(PageRule):
    id = "description.contains-html"
    kind = Kind.HEURISTIC
    severity = Severity.WARNING
    summary = "The meta description shows HTML code"
    remedy = "Write the description as plain text, and let the template escape it once."
    source = "https://html.spec.whatwg.org/multipage/semantics.html#meta-description"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.description)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        description = page.description
        line = page.meta("description")[0].line
        if TAG.search(description):
            yield Failure("The meta description contains HTML tags.", description, line)
        if any(_is_entity(match) for match in ENTITY.finditer(description)):
            yield Failure(
                "The meta description contains character references that were escaped twice.", description, line
            )


def _is_entity(match: re.Match[str]) -> bool:
    """Whether HTML knows the reference: `&amp;` and `&#8217;` are, the end of "R&Ds;" is not."""
    return match[1] is None or f"{match[1]};" in html5
