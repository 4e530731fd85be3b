from collections.abc import Iterator

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts, RobotsToken

MEANS = {"all": ("index", "follow"), "none": ("noindex", "nofollow")}


@page_rules.register
class IndexRobotsMultiple(PageRule):
    id = "index.robots-multiple"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "Robots directives contradict each other"
    remedy = "Decide for one of the two directives and remove the other."
    source = "https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag"
    requires = Gate.HTML

    def applies(self, page: PageFacts) -> bool:
        return len(page.robots) > 1

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        decided: dict[tuple[str, str], tuple[str, RobotsToken]] = {}
        for token in page.robots:
            for directive in MEANS.get(token.token, (token.token,)):
                subject, value = _setting(directive)
                earlier, first = decided.setdefault((token.agent, subject), (value, token))
                if earlier != value:
                    pair = f"{first.token}, {token.token}"
                    message = f"Crawlers are told both {first.token} and {token.token}; the stricter one counts."
                    yield Failure(message, pair, token.line or first.line)


def _setting(directive: str) -> tuple[str, str]:
    """What a directive decides, and how: noindex is (index, no), max-snippet:50 is (max-snippet, 50)."""
    if directive.startswith("no"):
        return directive[2:], "no"
    subject, _, value = directive.partition(":")
    return subject, value
