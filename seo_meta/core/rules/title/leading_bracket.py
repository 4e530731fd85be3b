import re
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts

# A whole remark, as in "[Solved] ..." and "(2024) ..."; "(Not) lost" and "[a-z]+" go on without a space.
REMARK = re.compile(r"(?:\([^()]{2,40}\)|\[[^\[\]]{2,40}\]|\{[^{}]{2,40}\})[ :]|【[^】]{1,40}】")
NEGATION = re.compile(r"\((?:not|un|re|in|nicht|non|no|pas)\) ?", re.IGNORECASE)


@page_rules.register
class TitleLeadingBracket(PageRule):
    id = "title.leading-bracket"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "The title begins with a remark in brackets"
    remedy = "Begin with the subject of the page, and put the remark behind it if it must be there."
    source = "https://zyppy.com/seo/title-tags/google-title-rewrite-study/"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.title)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if REMARK.match(page.title) and not NEGATION.match(page.title):
            yield Failure("The title begins with a remark in brackets.", page.title, page.titles[0].line)
