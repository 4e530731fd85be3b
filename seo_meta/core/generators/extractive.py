from collections.abc import Iterable, Mapping

from seo_meta.core.extractive.descriptions import descriptions
from seo_meta.core.extractive.titles import titles
from seo_meta.core.propose import Candidate, Field, Generator, SiteProfile, Subject, generators


@generators.register
class Extractive(Generator):
    """Titles and descriptions out of the page's own words."""

    id = "extractive"
    mends: Mapping[Field, frozenset[str]] = {
        Field.TITLE: frozenset(
            (
                *("title.missing", "title.boilerplate-only", "title.placeholder", "title.duplicate"),
                *("title.too-long-px", "title.too-long-chars", "title.too-short-px", "title.too-short-chars"),
                *("title.pattern-outlier",),
            )
        ),
        Field.DESCRIPTION: frozenset(
            (
                *("description.missing", "description.duplicate", "description.same-as-title"),
                *("description.too-long-px", "description.too-long-chars", "description.too-short-px"),
                *("description.too-short-chars", "description.truncated-sentence", "description.contains-html"),
            )
        ),
    }

    def candidates(self, field: Field, page: Subject, site: SiteProfile) -> Iterable[Candidate]:
        return titles(page, site) if field is Field.TITLE else descriptions(page, site)
