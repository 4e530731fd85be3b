"""Which answers are worth asking for again, and after how long. The caller has the clock, the dice and the patience."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

RETRYABLE = (408, 429, 500, 502, 503, 504, 522, 524)
"""522 and 524 are Cloudflare's word for a site that does not answer it in time."""
MAX_TRIES = 3
"""The first one counts."""
MAX_WAIT = 60.0
FIRST_WAIT = 1.0


def is_retryable(status: int) -> bool:
    return status in RETRYABLE


def wait_seconds(attempt: int, retry_after: str | None, now: datetime, jitter: float) -> float:
    """Seconds to wait after the try number `attempt`, at most 60.

    What Retry-After asks for (RFC 9110, section 10.2.3), unless it is past or makes no sense. Else up to 1, 2, 4 …
    seconds, of which `jitter` (0 to 1) takes a part, so that clients do not all return at once
    (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/). `now` has a time zone.
    """
    asked = _asked_seconds((retry_after or "").strip(), now)
    if asked is not None:
        return min(asked, MAX_WAIT)
    return jitter * min(FIRST_WAIT * 2.0 ** (attempt - 1), MAX_WAIT)


def _asked_seconds(retry_after: str, now: datetime) -> float | None:
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after)
    try:
        date = parsedate_to_datetime(retry_after)
    except (ValueError, OverflowError):
        return None
    seconds = ((date if date.tzinfo else date.replace(tzinfo=UTC)) - now).total_seconds()
    return seconds if seconds >= 0 else None
