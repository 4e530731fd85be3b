from collections.abc import Iterator

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.images import is_unseen
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class ContentNearEmpty(PageRule):
    id = "content.near-empty"
    kind = Kind.HEURISTIC
    severity = Severity.WARNING
    summary = "The page has hardly any text"
    remedy = "Put the content into the HTML, or keep the page out of search with noindex until it has some."
    source = "https://developers.google.com/search/docs/crawling-indexing/javascript/javascript-seo-basics"
    requires = Gate.CANONICAL

    def applies(self, page: PageFacts) -> bool:
        return not _shows_something_else(page)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if page.word_count < limits.near_empty_min_words:
            scripts = ", unless scripts add more" if page.script_count else ""
            yield Failure(f"The main text has {page.word_count} words{scripts}.", page.text)


def _shows_something_else(page: PageFacts) -> bool:
    """Whether pictures, a film, an embedded page or a form to log in may be what readers come for."""
    pictures = any(image.alt and not image.only_in_link and not is_unseen(image) for image in page.images)
    return pictures or bool(page.media or page.frames) or any(form.has_password for form in page.forms)
