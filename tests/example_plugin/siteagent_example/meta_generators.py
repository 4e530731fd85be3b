from collections.abc import Iterable

from seo_meta.plugins import (
    Abstain,
    Candidate,
    Confidence,
    Evidence,
    Field,
    Generator,
    SiteProfile,
    Subject,
    generators,
)


@generators.register
class FileName(Generator):
    """A title out of the name of the file, which somebody must have thought of."""

    id = "example-file-name"
    mends = {Field.TITLE: frozenset(("title.missing",))}

    def candidates(self, field: Field, page: Subject, site: SiteProfile) -> Iterable[Candidate]:
        if not page.facts.file:
            raise Abstain("The page has no file.")
        name = page.facts.file.rpartition("/")[2].partition(".")[0]
        evidence = Evidence("file", page.facts.file)
        return [Candidate(name.replace("-", " ").capitalize(), Confidence.LOW, ("The file's name.",), (evidence,))]
