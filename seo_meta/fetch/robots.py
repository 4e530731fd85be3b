"""What robots.txt allows us (RFC 9309): https://www.rfc-editor.org/rfc/rfc9309

A site without one allows everything. One that cannot be read forbids everything: it may well forbid us.
"""

from protego import Protego

from seo_meta.core import urls
from seo_meta.errors import FetchError, SourceError

from .client import AGENT, Fetched, Fetcher, RedirectError

MAX_BYTES = 500 * 1024
"""What the RFC asks a crawler to read at least, and what Google reads."""
MAX_CRAWL_DELAY = 10.0
TOO_MANY_REQUESTS = 429


class Robots:
    """The rules for us in one robots.txt."""

    def __init__(self, url: str, text: str) -> None:
        self._rules = Protego.parse(text)
        delay = self._rules.crawl_delay(AGENT) or 0.0
        self.crawl_delay: float = min(max(delay, 0.0), MAX_CRAWL_DELAY)
        """Seconds between two requests, at most 10; 0 when nothing is said."""
        joined = (urls.join(url, line) for line in self._rules.sitemaps)
        self.sitemaps: tuple[str, ...] = tuple(dict.fromkeys(sitemap for sitemap in joined if sitemap))

    def allows(self, url: str) -> bool:
        return bool(self._rules.can_fetch(url, AGENT))


def read_robots(fetcher: Fetcher, base_url: str) -> Robots:
    """Read the robots.txt at `base_url`, which ends with a slash. Raises SourceError when it is unreachable."""
    url = f"{base_url}robots.txt"
    try:
        answer = fetcher.fetch(url, max_bytes=MAX_BYTES)
    except RedirectError:  # section 2.3.1.2: as if there were none
        return Robots(url, "")
    except FetchError as error:
        raise SourceError(
            f"{base_url} cannot be read: {error} ({url}). Is the address right and the site up?"
        ) from error
    if answer.status >= 500 or answer.status == TOO_MANY_REQUESTS or answer.location:
        raise SourceError(_forbidden(url, answer))
    found = 200 <= answer.status < 300
    return Robots(answer.final_url, _text(answer) if found else "")


def _forbidden(url: str, answer: Fetched) -> str:
    if answer.location:
        return (
            f"{url} redirects to {answer.location}, another site, so nothing may be read. Serve it on the site itself."
        )
    return f"{url} answers {answer.status}, so nothing may be read (RFC 9309). Try again when it answers 200 or 404."


def _text(answer: Fetched) -> str:
    """A rule that was cut in two would forbid or allow something else, so it goes."""
    body = answer.body.rpartition(b"\n")[0] if answer.truncated else answer.body
    return body.decode("utf-8-sig", "replace")
