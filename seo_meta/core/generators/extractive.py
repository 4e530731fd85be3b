from collections.abc import Iterable, Mapping

from seo_meta.core.extractive.descriptions import descriptions
from seo_meta.core.propose import Abstain, Candidate, Field, Generator, SiteProfile, Subject, generators


@generators.register
class Extractive(Generator):
    """Values out of the page's own words, without a model."""

    id = "extractive"
    mends: Mapping[Field, frozenset[str]] = {
        Field.DESCRIPTION: frozenset(
            (
                "description.missing",
                "description.duplicate",
                "description.same-as-title",
                "description.contains-html",
                "description.truncated-sentence",
                *("description.too-short-px", "description.too-short-chars"),
                *("description.too-long-px", "description.too-long-chars"),
            )
        ),
    }

    def candidates(self, field: Field, page: Subject, site: SiteProfile) -> Iterable[Candidate]:
        if field is Field.DESCRIPTION:
            return descriptions(page, site)
        raise Abstain(f"Nothing is proposed for {field} from the page's own words.")
