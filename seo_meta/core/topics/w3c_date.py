"""Dates as sitemaps write them: https://www.w3.org/TR/NOTE-datetime"""

import re
from datetime import date, time

FORM = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2})"
    r"(?:T(?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)(?:Z|[+-][0-9]{2}:[0-9]{2}))?)?)?"
)


def read(text: str) -> date | None:
    """The day, where it was written; the first of the month or year when that is all it says. None for another form
    and for what is in no calendar."""
    match = FORM.fullmatch(text)
    if match is None:
        return None
    try:
        if match["time"]:
            time.fromisoformat(match["time"][:5])
        return date(int(match["year"]), int(match["month"] or 1), int(match["day"] or 1))
    except ValueError:
        return None
