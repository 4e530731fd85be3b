"""What robots.txt allows us (RFC 9309): https://www.rfc-editor.org/rfc/rfc9309

A site without one allows everything. One that cannot be read forbids everything: it may well forbid us.
"""

import msgspec

from seo_meta.core import robots_txt
from seo_meta.core.site import TextFile
from seo_meta.errors import FetchError, SourceError

from .client import AGENT, Fetched, Fetcher, RedirectError

MAX_CRAWL_DELAY = 10.0
TOO_MANY_REQUESTS = 429


class Robots:
    """The rules for us in one robots.txt."""

    def __init__(self, file: TextFile, final_url: str = "") -> None:
        """`final_url` is where redirects led to: what relative URLs in the file resolve against."""
        self.file = file
        delay = robots_txt.parse_rules(file.text).crawl_delay(AGENT) or 0.0
        self.crawl_delay: float = min(max(delay, 0.0), MAX_CRAWL_DELAY)
        """Seconds between two requests, at most 10; 0 when nothing is said."""
        self.sitemaps = robots_txt.sitemaps(file.text, final_url or file.url)

    def allows(self, url: str) -> bool:
        return robots_txt.allows(self.file.text, url, AGENT)


def read_robots(fetcher: Fetcher, base_url: str) -> Robots:
    """Read the robots.txt at `base_url`, which ends with a slash. Raises SourceError when it is unreachable."""
    file = TextFile(f"{base_url}robots.txt")
    try:
        answer = fetcher.fetch(file.url, max_bytes=robots_txt.MAX_BYTES + 1)
    except RedirectError:  # section 2.3.1.2: as if there were none
        return Robots(file)
    except FetchError as error:
        raise SourceError(
            f"{base_url} cannot be read: {error} ({file.url}). Is the address right and the site up?"
        ) from error
    if answer.status >= 500 or answer.status == TOO_MANY_REQUESTS or answer.location:
        raise SourceError(_forbidden(file.url, answer))
    return Robots(as_text_file(file, answer), answer.final_url)


def _forbidden(url: str, answer: Fetched) -> str:
    if answer.location:
        return (
            f"{url} redirects to {answer.location}, another site, so nothing may be read. Serve it on the site itself."
        )
    return f"{url} answers {answer.status}, so nothing may be read (RFC 9309). Try again when it answers 200 or 404."


def as_text_file(file: TextFile, answer: Fetched) -> TextFile:
    """What came of asking for `file`: its text when the answer is 2xx."""
    if not 200 <= answer.status < 300:
        return msgspec.structs.replace(file, status=answer.status)
    text = robots_txt.decode(answer.body, cut=answer.truncated)
    return msgspec.structs.replace(file, state="ok", status=answer.status, text=text, byte_size=len(answer.body))
