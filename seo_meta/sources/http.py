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
"""Seconds between two requests, unless robots.txt asks for more."""
MAX_PAGES = 10_000
"""Where reading ends without a limit: a site can make up pages for ever."""
MAX_URL_LENGTH = 2048
MAX_SITEMAPS = 1_000
MAX_MOVES = 5
MAX_SKIPPED = 1_000
MAX_FAILURES = 10
"""So many failures in a row mean that the site is down; each may cost a whole deadline."""
HTML_TYPES = ("", "text/html", "application/xhtml+xml")


class HttpSource:
    """The pages of one origin (scheme, host, port): the start, those in its sitemaps, then what they link to.

    Whoever reads `documents` hands the links of each page to `add_links` before asking for the next page. At the end
    `complete`, `stop_reason`, `skipped` and `filtered` say what was left out.
    """

    def __init__(
        self, start_url: str, scope: Scope | None = None, limit: int | None = None, delay: float = DELAY
    ) -> None:
        """Asks the site for robots.txt and the start page. `limit` is in pages, `delay` in seconds.

        Raises SourceError when the site cannot be read: no answer, forbidden by robots.txt, moved elsewhere.
        """
        self.scope = scope or Scope()
        self.limit = MAX_PAGES if limit is None else limit
        self.skipped: list[dict[str, str]] = []
        """Objects with `url` and `reason`: the first thousand."""
        self.filtered = False
        self.complete = False
        self.stop_reason = ""
        self._delay = delay
        self._next_request = 0.0
        with Fetcher() as fetcher:
            self.base_url, self._robots, self._first = self._open(fetcher, _checked(start_url))
        self._delay = max(delay, self._robots.crawl_delay)
        # The start is read even when the scope leaves it out: its links lead to what is in.
        self._queue = deque([(self._first.url, 0)])
        """(URL, hops of redirects that led to it)"""
        self._known = {self._first.url}
        self._requested = 1
        self._failures = 0
        self._links_count = False
        """Whether the links of the page that was yielded last are followed."""
        self._whole = True

    def _open(self, fetcher: Fetcher, url: str) -> tuple[str, Robots, Fetched]:
        """(base URL, rules, start page), after moves between http and https, with and without `www.`"""
        for _ in range(MAX_MOVES):
            base_url = _base_of(url)
            robots = read_robots(fetcher, base_url)
            if not robots.allows(url):
                raise SourceError(f"{base_url}robots.txt forbids {url}. Allow SiteAgent there, or start elsewhere.")
            try:
                first = self._get_page(fetcher, url)
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
        """Every page that answers, once. Errors and redirects are pages too, known by status; only HTML has a body."""
        with Fetcher() as fetcher:
            for url in self._listed_urls(fetcher):
                self._add(url)
            while self._queue:
                url, hops = self._queue.popleft()
                answer = self._first if url == self._first.url else self._fetch(fetcher, url)
                if answer is None:
                    continue
                if answer.location:
                    self._add(answer.location, hops + 1)
                self._links_count = 200 <= answer.status < 300
                self._whole &= not answer.truncated
                yield Document(url, answer.body, answer.status, answer.headers, truncated=answer.truncated)
        self.complete = self._whole and not self.stop_reason

    def add_links(self, links: Iterable[str]) -> None:
        """What the page that came last links to, as absolute URLs. Those of an error page are not followed."""
        if self._links_count:
            for link in links:
                self._add(link)

    def _add(self, link: str, hops: int = 0) -> None:
        url = (urls.join(self.base_url, link) or "").partition("#")[0]
        if url in self._known or not urls.in_scope(url, self.base_url):
            return
        if not self.scope.allows(unquote(url.removeprefix(self.base_url).partition("?")[0])):
            self.filtered = True
        elif len(url) > MAX_URL_LENGTH:
            self._miss(url, f"is longer than {MAX_URL_LENGTH} characters")
        elif hops > MAX_REDIRECTS:
            self._miss(url, f"comes after more than {MAX_REDIRECTS} redirects in a row")
        elif not self._robots.allows(url):
            self._skip(url, "forbidden by robots.txt")
        elif self._requested >= self.limit:
            self.stop_reason = f"limit of {self.limit} pages"
        else:
            self._known.add(url)
            self._queue.append((url, hops))
            self._requested += 1

    def _skip(self, url: str, reason: str) -> None:
        if len(self.skipped) < MAX_SKIPPED:
            self._known.add(url)
            self.skipped.append({"url": url[:MAX_URL_LENGTH], "reason": reason})

    def _miss(self, url: str, reason: str) -> None:
        """Skip a page that should have been read: the run is then partial."""
        self._whole = False
        self._skip(url, reason)

    def _fetch(self, fetcher: Fetcher, url: str) -> Fetched | None:
        """The answer, or None when there is none; reading ends when the site is down or asks for a pause."""
        try:
            answer = self._get_page(fetcher, url)
        except FetchError as error:
            self._miss(url, str(error))
            self._failures += 1
            if self._failures == MAX_FAILURES:
                self._give_up(f"{MAX_FAILURES} requests in a row failed")
            return None
        self._failures = 0
        if answer.status != TOO_MANY_REQUESTS:
            return answer
        self._miss(url, "too many requests (429)")
        self._give_up("the site answered 429, too many requests")
        return None

    def _give_up(self, reason: str) -> None:
        self.stop_reason = reason
        self._queue.clear()

    def _get_page(self, fetcher: Fetcher, url: str) -> Fetched:
        """One request. Redirects are not followed but queued, so that each hop is known and robots.txt holds for it."""
        self._wait()
        return fetcher.fetch(url, follow=_never, wants_body=_is_html)

    def _wait(self) -> None:
        sleep(max(0.0, self._next_request - monotonic()))
        self._next_request = monotonic() + self._delay

    def _listed_urls(self, fetcher: Fetcher) -> Iterator[str]:
        """The URLs of the sitemaps that robots.txt names, or else of /sitemap.xml if there is one."""
        named = self._robots.sitemaps
        waiting = dict.fromkeys(named or (f"{self.base_url}sitemap.xml",))
        read: set[str] = set()
        while waiting and not self.stop_reason:
            url = next(iter(waiting))
            del waiting[url]
            read.add(url)
            try:
                found = self._read_sitemap(fetcher, url)
            except (FetchError, ValueError) as error:
                if named:
                    self._skip(url, str(error))
                continue
            waiting.update(dict.fromkeys(child for child in found.sitemaps if child not in read))
            if len(read) + len(waiting) > MAX_SITEMAPS:
                self.stop_reason = f"limit of {MAX_SITEMAPS} sitemaps"
            yield from found.urls

    def _read_sitemap(self, fetcher: Fetcher, url: str) -> sitemap.Sitemap:
        """Raises FetchError, and ValueError with a sentence for what is no sitemap."""
        if not same_site(url, self.base_url):
            raise FetchError("lies on another site")
        if not self._robots.allows(url):
            raise FetchError("forbidden by robots.txt")
        self._wait()
        answer = fetcher.fetch(url, max_bytes=sitemap.MAX_BYTES)
        if answer.status != 200:
            raise FetchError(f"answers {answer.status}")
        if answer.truncated:
            raise ValueError(f"The sitemap is cut off or larger than {sitemap.MAX_BYTES // 2**20} MB.")
        packed = answer.body.startswith(GZIP_MAGIC)
        return sitemap.parse(gunzip(answer.body, sitemap.MAX_BYTES) if packed else answer.body)


def _checked(start_url: str) -> str:
    url = urls.join("about:blank", start_url)
    if url is None or not urls.is_http(url):
        raise SourceError(f"{start_url!r} is no http(s) URL. Write it as https://www.example.com/")
    if "@" in url.split("/", 3)[2]:
        raise SourceError("The URL carries a user name or password, which are not sent. Leave them out.")
    return url.partition("#")[0]


def _base_of(url: str) -> str:
    return f"{ada_url.URL(url).origin}/"


def _never(url: str, target: str) -> bool:
    return False


def _is_html(headers: Mapping[str, str]) -> bool:
    return headers.get("content-type", "").partition(";")[0].strip().lower() in HTML_TYPES
