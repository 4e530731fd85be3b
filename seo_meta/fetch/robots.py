"""What robots.txt allows us (RFC 9309): https://www.rfc-editor.org/rfc/rfc9309

A site without one allows everything. One that cannot be read forbids everything: it may well forbid us.
"""

import msgspec

from seo_meta.core import robots_txt
from seo_meta.core.answers import TOO_MANY_REQUESTS
from seo_meta.core.site import TextFile
from seo_meta.errors import FetchError, SourceError

from .client import AGENT, Fetched, Fetcher, RedirectError, anywhere
from .guard import RefusedError

MAX_CRAWL_DELAY = 10.0
MAX_HOPS = 5
FRESH_HOURS = 24
LONG_DAYS = 30


class LastGood(msgspec.Struct, frozen=True):
    """The last copy of a robots.txt that could be read."""

    file: TextFile
    age_hours: float
    unreachable_days: float = 0.0
    """How long it has not been readable, as far as is known."""

    @property
    def holds(self) -> bool:
        """Whether it stands in for one that is unreachable: for a day (RFC 9309, section 2.4), and again when that has
        lasted so long that it may be taken for unavailable (2.3.1.4)."""
        return self.age_hours < FRESH_HOURS or self.unreachable_days > LONG_DAYS


class Robots:
    """The rules for us in one robots.txt."""

    def __init__(self, file: TextFile) -> None:
        self.file = file
        delay = robots_txt.crawl_delay(file.text, AGENT) or 0.0
        self.crawl_delay: float = min(max(delay, 0.0), MAX_CRAWL_DELAY)
        """Seconds between two requests, at most 10; 0 when nothing is said."""
        self.sitemaps = robots_txt.sitemaps(file.text, file.url)

    def allows(self, url: str) -> bool:
        return robots_txt.allows(self.file.text, url, AGENT)


def read_robots(fetcher: Fetcher, base_url: str, known: LastGood | None = None) -> Robots:
    """Read the robots.txt at `base_url`, which ends with a slash; redirects to other hosts are followed, and what is
    there holds for `base_url`. Raises SourceError when it is unreachable and no `known` copy stands in for it.
    """
    file = TextFile(f"{base_url}robots.txt")
    try:
        return Robots(_read(fetcher, file, base_url))
    except RefusedError as error:
        raise SourceError(
            f"{base_url} may not be read: {error} ({file.url}). Start at a private site of yours with --allow-private."
        ) from error
    except SourceError:
        if known is None or not known.holds:
            raise
        # Nobody is to take it for the answer of today, least of all the run after this one.
        return Robots(msgspec.structs.replace(known.file, state="unreachable"))


def _read(fetcher: Fetcher, file: TextFile, base_url: str) -> TextFile:
    try:
        answer = fetcher.fetch(file.url, follow=anywhere, max_redirects=MAX_HOPS, max_bytes=robots_txt.MAX_BYTES + 1)
    except RedirectError:  # section 2.3.1.2: as if there were none
        return file
    except RefusedError:
        raise
    except FetchError as error:
        raise SourceError(
            f"{base_url} cannot be read: {error} ({file.url}). Is the address right and the site up?"
        ) from error
    if answer.status >= 500 or answer.status == TOO_MANY_REQUESTS:
        raise SourceError(
            f"{file.url} answers {answer.status}, so nothing may be read (RFC 9309). "
            "Try again when it answers 200 or 404."
        )
    if answer.truncated and len(answer.body) <= robots_txt.MAX_BYTES:
        raise SourceError(f"{file.url} is cut off, so nothing may be read. Mend its Content-Encoding.")
    return as_text_file(file, answer)


def as_text_file(file: TextFile, answer: Fetched) -> TextFile:
    """What came of asking for `file`: its text when the answer is 2xx."""
    if not 200 <= answer.status < 300:
        return msgspec.structs.replace(file, status=answer.status)
    text = robots_txt.decode(answer.body, cut=answer.truncated)
    return msgspec.structs.replace(file, state="ok", status=answer.status, text=text, byte_size=len(answer.body))
