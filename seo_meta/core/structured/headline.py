from seo_meta.core.copied import words
from seo_meta.core.propose import Evidence
from seo_meta.core.types import PageFacts


def headline(page: PageFacts) -> Evidence | None:
    """The h1 that names the page: the only one with words, or of several, as where the site's name is one too, the one
    that the title begins with."""
    found = [heading for heading in page.headings if heading.level == 1 and words(heading.text)]
    if len(found) > 1:
        found = [heading for heading in found if page.title.startswith(heading.text)]
    return Evidence("h1", found[0].text, found[0].line) if found and not found[0].from_alt else None
