from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.json_ld import graph, shown
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts
from seo_meta.core.vocabulary import schema_org


@page_rules.register
class SdUnknownType(PageRule):
    id = "sd.unknown-type"
    kind = Kind.SPEC
    severity = Severity.WARNING
    summary = "A type of structured data is not in schema.org"
    remedy = "Write the type as schema.org spells it, or take the nearest one that it has."
    source = "https://schema.org/docs/full.html"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.json_ld)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        vocabulary = schema_org()
        lines = {type: node.line for node in reversed(graph(page).nodes) if node.strict for type in node.types}
        for type, line in sorted(lines.items()):
            if not vocabulary.knows((type,)):
                spelling = vocabulary.spelling(type)
                meant = f", but {spelling} is" if spelling in vocabulary.types else ""
                yield Failure(f'"{shown(type)}" is no type of schema.org {vocabulary.version}{meant}.', type, line)
