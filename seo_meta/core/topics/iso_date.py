"""Dates as structured data writes them: ISO 8601, whole or with the time of day (https://schema.org/DateTime)."""

import re
from datetime import date

DAY = re.compile(r"\d{4}(?:-?\d\d(?:-?\d\d)?)?")
TIME = re.compile(r"T\d\d(?::?\d\d(?::?\d\d(?:[.,]\d+)?)?)?(?P<zone>Z|[+-]\d\d(?::?\d\d)?)?")


def fault_of(text: str, *, zoned: bool) -> str:
    """What is wrong with a date, to be put behind its name; empty for a good one. White space around it is ignored.
    `zoned` asks for the time zone of a time."""
    value = text.strip()
    day = DAY.match(value)
    if day is None or not _exists(day[0]):
        return "is not a date in ISO 8601"
    if day.end() == len(value):
        return ""
    time = TIME.fullmatch(value, day.end())
    if time is None:
        return "is not a date and time in ISO 8601"
    return "has a time without a time zone" if zoned and not time["zone"] else ""


def _exists(day: str) -> bool:
    """Whether the calendar has the day."""
    digits = f"{day.replace('-', '')}0101"[:8]
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True
