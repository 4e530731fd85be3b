import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts

WORD = re.compile(r"\w+")
EXTENSION = re.compile(r"\.\w{1,5}$")


@page_rules.register
class UrlSlugKeywords(PageRule):
    id = "url.slug-keywords"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    on = False
    summary = "The slug shares no word with the title"
    remedy = "Take the slug of new pages from the words of the title."
    requires = Gate.CANONICAL

    def applies(self, page: PageFacts) -> bool:
        return bool(page.title)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        slug = unquote(urlsplit(page.url).path).rstrip("/").rpartition("/")[2]
        words = {word for word in WORD.findall(EXTENSION.sub("", slug).lower()) if len(word) > 2}
        said = set(WORD.findall(" ".join((page.title, *(heading.text for heading in page.headings[:1]))).lower()))
        if words and said and words.isdisjoint(said):
            yield Failure("No word of the slug is in the title or the first heading.", page.url)
