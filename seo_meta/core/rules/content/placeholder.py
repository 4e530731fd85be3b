import re
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts

# With the quotes looked for behind the braces, the expression begins with plain characters and is searched for fast.
EXPRESSION = re.compile(r"\{\{(?<![\"'`“‘„«]\{\{)\s*+[a-z_$][\w.$]*+(?:\s*+\|[^{}]{0,60}+)?\s*+\}\}", re.IGNORECASE)
FILLER = re.compile(r"lorem(?<![\"'`“‘„«]lorem) ipsum dolor sit amet", re.IGNORECASE)
# A page that holds code, or speaks of templates and sample texts, shows these on purpose.
CODE = re.compile(r"</|/>|\{%|\(\)|=>|==|>>>|::|\{\{[{#/]|;\s*\}")
SUBJECT = re.compile(
    r"\b(?:templates?|templating|variables?|placeholders?|expressions?|syntax|snippets?|interpolat\w+|dummy text"
    r"|filler|html|css|yaml|json|api|jinja2?|liquid|handlebars|mustache|angular|vue|django|twig|helm|ansible)\b",
    re.IGNORECASE,
)
# These fill in expressions when the page is shown.
FRAMEWORK = re.compile(r"\b(?:angular|vue|alpine|handlebars|mustache|knockout|ractive)", re.IGNORECASE)
CONTEXT = 40


@page_rules.register
class ContentPlaceholder(PageRule):
    id = "content.placeholder"
    kind = Kind.HEURISTIC
    severity = Severity.WARNING
    summary = "The text holds an unfilled placeholder"
    remedy = "Give the template the value that it lacks, and replace filler by text."
    source = "https://developers.google.com/search/docs/fundamentals/creating-helpful-content"

    def applies(self, page: PageFacts) -> bool:
        return "{{" in page.text or "orem ipsum dolor" in page.text

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        text = page.text
        expression = None if _fills_in(page) else EXPRESSION.search(text)
        if expression and not _is_about_code(EXPRESSION.sub("", text)):
            yield Failure("The text holds a template expression that was not replaced.", _around(text, expression))
        filler = FILLER.search(text)
        if filler and not _is_about_code(text) and "lorem" not in f"{page.title} {page.description} {page.url}".lower():
            yield Failure(
                "The text holds lorem ipsum, which fills a design before there is text.", _around(text, filler)
            )


def _fills_in(page: PageFacts) -> bool:
    return any(FRAMEWORK.search(script.src) for script in page.scripts)


def _is_about_code(text: str) -> bool:
    return bool(SUBJECT.search(text) or CODE.search(text))


def _around(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - CONTEXT) : match.end() + CONTEXT]
