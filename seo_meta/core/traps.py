"""Addresses without end: what a crawler should not follow, and what it should follow only so far.

`reason` names a single address that no page has; `shape` puts those together that one template makes, so that a crawler
can stop after `BUDGET` of a shape that `is_endless`. The thresholds are those of Heritrix (TooManyPathSegments,
PathologicalPath) and of the sitemap protocol (2,048 characters).
"""

import re
from collections import Counter

MAX_LENGTH = 2048
MAX_SEGMENTS = 20
MAX_REPEATS = 2
LONGEST_RUN = 4
"""Segments of a run. Real cases repeat one to three."""
BUDGET = 1_000
"""Pages of one endless shape."""

CERTAIN_SESSION = r"phpsessid|jsessionid|aspsessionid\w*|cfid|cftoken"
POSSIBLE_SESSION = r"session_?id|sess_?id|sid"
"""Names of parameters that carry a session on most sites, and on others the number of a story or a seat."""
SESSION = re.compile(
    rf"[?&;](?:({CERTAIN_SESSION})=|({POSSIBLE_SESSION})=(?=[a-z_-]*\d)[\w-]{{16,}})|/(\([a-z]\([a-z0-9]{{24}}\)\))/",
    re.IGNORECASE,
)
"""The last is ASP.NET's, which puts sessions into the path."""
DIGITS = re.compile(r"(%[0-9a-f]{2})|\d+", re.IGNORECASE)
YEAR = r"(?<!\d)(?:1[89]|2\d)\d\d"
CALENDAR = re.compile(
    rf"(?:{YEAR}([-/_.])\d\d?(?:\1\d\d?)?|(?<!\d)(?:\d\d?([-/_.]))(?:\d\d?\2)?(?:1[89]|2\d)\d\d"
    rf"|{YEAR}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]))/?(?:\.\w{{3,5}})?/?$"
)
"""A path that ends with a date. That of an article goes on with its name."""


def reason(url: str) -> str:
    """Why an absolute URL looks like one that a fault of the site makes without end; empty when it does not."""
    if len(url) > MAX_LENGTH:
        return f"longer than {MAX_LENGTH:,} characters"
    segments = [segment for segment in re.split("[?#]", url, maxsplit=1)[0].split("/")[3:] if segment]
    if len(segments) > MAX_SEGMENTS:
        return f"more than {MAX_SEGMENTS} path segments"
    if run := repeated_run(segments, one=MAX_REPEATS + 1, several=MAX_REPEATS + 1) or _frequent(segments):
        return f"the path repeats {'/'.join(run)}"
    if found := SESSION.search(url):
        return f"carries a session id ({found[1] or found[2] or found[3]})"
    return ""


def repeated_run(segments: list[str], *, one: int, several: int) -> list[str]:
    """The first run of segments that follows itself: so many times a single one, so many times a run of several.
    Numbers repeat themselves by chance, in dates such as `/2011/11/11/`."""
    for size in range(1, LONGEST_RUN + 1):
        times = one if size == 1 else several
        for start in range(len(segments) - size * times + 1):
            run = segments[start : start + size]
            if segments[start : start + size * times] == run * times and not "".join(run).isdigit():
                return run
    return []


def _frequent(segments: list[str]) -> list[str]:
    """The first segment that stands in too many places."""
    counts = Counter(segments)
    return next(([one] for one in segments if counts[one] > MAX_REPEATS and not one.isdigit()), [])


def shape(url: str) -> str:
    """The URL with every number as `0` and of its query only the names of the parameters, sorted, each once."""
    address, _, query = url.partition("#")[0].partition("?")
    names = sorted({part.partition("=")[0] for part in query.split("&") if part})
    return _without_numbers("?".join((address, "&".join(names))) if names else address)


def is_endless(url: str) -> bool:
    """Whether a script can make URLs of this shape for ever: it has a query, or its path ends with a date."""
    path, _, query = url.partition("#")[0].partition("?")
    return bool(query or CALENDAR.search(path))


def _without_numbers(text: str) -> str:
    return DIGITS.sub(lambda found: found[1] or "0", text)
