import re
from collections.abc import Iterator

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts

# `langtag` of RFC 5646, section 2.1. Its primary languages of four to eight letters are left out: none is registered,
# and what is found in their place are names such as "english".
LANGUAGE_TAG = re.compile(
    r"""
    [a-z]{2,3} (?:-[a-z]{3}){0,3}                          # language, extended language
    (?:-[a-z]{4})?                                         # script
    (?:-(?:[a-z]{2}|[0-9]{3}))?                            # region
    (?>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)           # variants
    (?>(?:-[0-9a-wy-z](?>(?:-[a-z0-9]{2,8})+))*)           # extensions
    (?:-x(?>(?:-[a-z0-9]{1,8})+))?                         # private use
    | x(?>(?:-[a-z0-9]{1,8})+)                             # private use alone
    | en-gb-oed | sgn-(?:be-fr|be-nl|ch-de)                # registered before the grammar, and outside it
    | i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)
    """,
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)


@page_rules.register
class LangInvalid(PageRule):
    id = "lang.invalid"
    kind = Kind.SPEC
    severity = Severity.WARNING
    summary = "The page's language is not a language tag"
    remedy = "Write the language as a BCP 47 tag with hyphens, such as en, en-GB or zh-Hans-CN."
    source = "https://www.rfc-editor.org/rfc/rfc5646#section-2.1"
    requires = Gate.HTML

    def applies(self, page: PageFacts) -> bool:
        return bool(page.lang and page.lang.strip())

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if page.lang and not LANGUAGE_TAG.fullmatch(page.lang):
            yield Failure("The lang attribute is not a well-formed language tag.", page.lang, page.html_line)
