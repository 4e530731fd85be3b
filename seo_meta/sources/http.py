"""A live site as a source, read politely: one request at a time, as robots.txt allows, and nothing on another host."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from time import monotonic, sleep
from urllib.parse import unquote

import ada_url

from seo_meta.core import sitemap, urls
from seo_meta.core.scope import Scope
from seo_meta.core.types import Document
from seo_meta.errors import FetchError, SourceError
from seo_meta.fetch.client import MAX_REDIRECTS, Fetched, Fetcher, same_site
from seo_meta.fetch.inflate import GZIP_MAGIC, gunzip
from seo_meta.fetch.robots import TOO_MANY_REQUESTS, Robots, read_robots

DELAY = 0.2
"""Seconds between two requests when robots.txt says nothing."""
MAX_PAGES = 10_000
"""Where reading ends without a limit: a site can make up pages for ever."""
MAX_SITEMAPS = 1_000
MAX_MOVES = 5
MAX_SKIPPED = 1_000
"""How many skipped URLs are remembered and listed."""
MAX_FAILURES = 10
"""So many failures in a row mean that the site is down, and each may cost a whole deadline."""
HTML_TYPES = ("", "text/html", "application/xhtml+xml")


class HttpSource:
    """The pages of one origin (scheme, host and port): those in its sitemaps, then what they link to, breadth first.

    Whoever reads `documents` gives the links of each page back through `add_links` before asking for the next one.
    After that `complete`, `stop_reason`, `skipped` and `filtered` say what was left out.
    """

    def __init__(self, start_url: str, scope: Scope | None = None, limit: int | None = None, delay: float = DELAY) -> None:
        """Asks the site: robots.txt and the first page. `limit` is in pages, `delay` in seconds.

        Raises SourceError when it cannot be read: no answer, forbidden by robots.txt, moved to another site.
        """
        self.scope = scope or Scope()
        self.limit = MAX_PAGES if limit is None else limit
        self.skipped: list[dict[str, str]] = []
        """Objects with `url` and `reason`, the first thousand."""
        self.filtered = False
        self.complete = False
        self.stop_reason = ""
        self._delay = delay
        self._next_request = 0.0
        self._queue: deque[tuple[str, int]] = deque()
        """(URL, hops of redirects that led to it)"""
        self._known: set[str] = set()
        self._unread = 0
        self._follows_links = False
        with Fetcher() as fetcher:
            self.base_url, self._robots, self._first = self._open(fetcher, _start(start_url))
        self._delay = max(delay, self._robots.crawl_delay)

    def _open(self, fetcher: Fetcher, url: str) -> tuple[str, Robots, Fetched]:
        """(base URL, robots.txt, first page), after moves between http and https, with and without `www.`"""
        for _ in range(MAX_MOVES):
            base_url = _base_of(url)
            robots = read_robots(fetcher, base_url)
            if not robots.allows(url):
                raise SourceError(f"{base_url}robots.txt forbids {url}. Allow SiteAgent there, or start elsewhere.")
            try:
                first = self._get(fetcher, url)
            except FetchError as error:
                raise SourceError(f"{url} cannot be read: {error}. Is the address right and the site up?") from error
            if first.status == TOO_MANY_REQUESTS:
                raise SourceError(f"{url} answers 429, too many requests. Try again later.")
            if first.location is None or urls.in_scope(first.location, base_url):
                return base_url, robots, first
            if not same_site(url, first.location):
                raise SourceError(f"{url} redirects to {first.location}, another site. Give that URL instead.")
            url = first.location
        raise SourceError(f"{url} redirects in a circle. Mend the redirects between http, https and www.")

    def documents(self) -> Iterator[Document]:
        """Every page that answers, once. Errors and redirects too, by status; only HTML has a body."""
        self._known.add(self._first.url)
        self._queue.append((self._first.url, 0))
        with Fetcher() as fetcher:
            for url in self._listed_urls(fetcher):
                self._add(url)
            while self._queue and not self._has_given_up():
                url, hops = self._queue.popleft()
                answer = self._first if url == self._first.url else self._fetch(fetcher, url)
                if answer is None:
                    continue
                if answer.location:
                    self._add(answer.location, hops + 1)
                self._unread += answer.truncated
                self._follows_links = 200 <= answer.status < 300
                yield Document(url, answer.body, answer.status, answer.headers, truncated=answer.truncated)
        ...
