import re
from collections.abc import Iterator
from datetime import date

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.json_ld import graph
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts
from seo_meta.core.vocabulary import schema_org

ISO_DATE = re.compile(r"\d{4}(?:-?\d\d(?:-?\d\d)?)?")
ISO_TIME = re.compile(r"T\d\d(?::?\d\d(?::?\d\d(?:[.,]\d+)?)?)?(?P<zone>Z|[+-]\d\d(?::?\d\d)?)?")
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
                    problem = _problem(name, value.strip()) if isinstance(value, str) else ""
                    if problem and (name, value) not in seen:
                        seen.add((name, value))
                        yield Failure(f"{node.label}.{name} {problem}.", value, node.line)


def _is_date(expected: frozenset[str]) -> bool:
    return bool(expected & DATES) and "Text" not in expected


def _problem(name: str, value: str) -> str:
    day = ISO_DATE.match(value)
    if day is None or not _exists(day[0]):
        return "is not a date in ISO 8601"
    if day.end() == len(value):
        return ""
    time = ISO_TIME.fullmatch(value, day.end())
    if time is None:
        return "is not a date and time in ISO 8601"
    return "has a time without a time zone" if name in NEEDS_ZONE and not time["zone"] else ""


def _exists(day: str) -> bool:
    """Whether the calendar has the day."""
    digits = f"{day.replace('-', '')}0101"[:8]
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True
