from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.json_ld import graph
from seo_meta.core.limits import Limits
from seo_meta.core.topics import iso_date
from seo_meta.core.types import PageFacts
from seo_meta.core.vocabulary import schema_org

NEEDS_ZONE = ("datePublished", "dateModified", "uploadDate")
"""Google takes the time zone of its crawler where these have none. Events are in the time of their place."""
DATES = frozenset(("Date", "DateTime"))


@page_rules.register
class SdDateFormat(PageRule):
    id = "sd.date-format"
    kind = Kind.SPEC
    severity = Severity.WARNING
    summary = "A date in structured data is not written as ISO 8601"
    remedy = "Write 2026-11-23, or 2026-11-23T09:30:00+01:00 with the time and its distance from UTC."
    source = "https://schema.org/DateTime"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.json_ld)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        properties = schema_org().properties
        things = graph(page)
        seen: set[tuple[str, str]] = set()
        for node in things.nodes:
            for name in node.properties:
                if name not in properties or not _is_date(properties[name].range):
                    continue
                for value in things.values(node, name):
                    problem = iso_date.fault_of(value, zoned=name in NEEDS_ZONE) if isinstance(value, str) else ""
                    if problem and (name, value) not in seen:
                        seen.add((name, value))
                        yield Failure(f"{node.label}.{name} {problem}.", value, node.line)


def _is_date(expected: frozenset[str]) -> bool:
    return bool(expected & DATES) and "Text" not in expected
