import re
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts

# A template expression that nobody filled in. One in quotation marks is what the page is about.
EXPRESSION = re.compile(r"(?<![\"'`“‘„«])(?:\{\{\s*+[\w$.][^{}]*+\}\}|\$\{[a-z_][\w.]*+\}|%%\w++%%)")
# What stands for a missing value when it is all that is between two separators, in the case that programs print.
MISSING_VALUE = re.compile(r"(?:undefined|null|NaN)(?: (?:undefined|null|NaN))*+")
UNFILLED = re.compile(r"\[object Object\]|%[sd]|%\d\$s|%\w++%|\{\w*+\}|\{\{\s?\}\}|\$\{[^{}]*+\}|\{%.*%\}|<%.*%>")
FILLER = re.compile(r"lorem ipsum", re.IGNORECASE)
FILLER_TEXT = re.compile(r"lorem ipsum dolor", re.IGNORECASE)
SEPARATOR = re.compile(r" ?\| ?| [-–—·•»/](?: |$)")


@page_rules.register
class TitlePlaceholder(PageRule):
    id = "title.placeholder"
    kind = Kind.HEURISTIC
    severity = Severity.ERROR
    summary = "The title holds an unfilled placeholder"
    remedy = "Give the template the value that it lacks, or a fallback for pages that have none."
    source = "https://developers.google.com/search/docs/appearance/title-link"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.title)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        title = page.title
        parts = SEPARATOR.split(title)
        if EXPRESSION.search(title) or FILLER_TEXT.search(title) or any(_is_unfilled(part, page) for part in parts):
            yield Failure("The title holds text that should have been replaced.", title, page.titles[0].line)


def _is_unfilled(part: str, page: PageFacts) -> bool:
    """Whether the part stands for a value. A word that is also the name of the page's address is its subject."""
    if UNFILLED.fullmatch(part):
        return True
    return bool(MISSING_VALUE.fullmatch(part) or FILLER.fullmatch(part)) and part.casefold() != _slug(page.url)


def _slug(url: str) -> str:
    """The last segment of the path as words: "lorem ipsum" of /wiki/Lorem_ipsum.html."""
    segment = url.partition("?")[0].rstrip("/").rpartition("/")[2]
    return segment.partition(".")[0].replace("_", " ").replace("-", " ").casefold()
