"""A live site as a source, read politely: one request at a time, as robots.txt allows, and nothing on another host."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from time import monotonic, sleep
from urllib.parse import unquote

import ada_url
import msgspec

from seo_meta.core import robots_txt, urls
from seo_meta.core.scope import Scope
from seo_meta.core.site import SitemapFile, TextFile
from seo_meta.core.sitemap import is_listable
from seo_meta.core.types import HTML_TYPES, Document
from seo_meta.errors import FetchError, SourceError
from seo_meta.fetch.client import MAX_REDIRECTS, Fetched, Fetcher, same_site
from seo_meta.fetch.guard import PUBLIC_ONLY, Access
from seo_meta.fetch.robots import TOO_MANY_REQUESTS, Robots, as_text_file, read_robots

from .sitemaps import READ_BYTES, SitemapWalk

DELAY = 0.2
"""Seconds between two requests, unless robots.txt asks for more."""
MAX_PAGES = 10_000
"""Where reading ends without a limit: a site can make up pages for ever."""
MAX_URL_LENGTH = 2048
MAX_MOVES = 5
MAX_SKIPPED = 1_000
MAX_FAILURES = 10
"""So many failures in a row mean that the site is down; each may cost a whole deadline."""


class HttpSource:
    """The pages of one origin (scheme, host, port): the start, those in its sitemaps, then what they link to.

    Whoever reads `documents` hands the links of each page to `add_links` before asking for the next page. At the end
    `complete`, `stop_reason`, `skipped` and `filtered` say what was left out.
    """

    def __init__(
        self,
        start_url: str,
        scope: Scope | None = None,
        limit: int | None = None,
        delay: float = DELAY,
        access: Access = PUBLIC_ONLY,
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
        self._access = access
        with Fetcher(access=access) as fetcher:
            self.base_url, self._robots, self._first = self._open(fetcher, _checked(start_url))
        self._delay = max(delay, self._robots.crawl_delay)
        self.robots: TextFile = self._robots.file
        self.llms = TextFile(f"{self.base_url}llms.txt")
        self.sitemaps: list[SitemapFile] = []
        self.sitemap_entries = self._read_sitemaps()
        """(URL of the sitemap, loc, lastmod), read as they are asked for; `documents` reads what is left of them.
        `llms` and `sitemaps` are known afterwards."""
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
        for _ in self.sitemap_entries:
            pass
        with Fetcher(access=self._access) as fetcher:
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

    def _read_sitemaps(self) -> Iterator[tuple[str, str, str]]:
        with Fetcher(access=self._access) as fetcher:
            self.llms = self._read_llms(fetcher)
            walk = SitemapWalk(
                self.base_url, self._robots.sitemaps, lambda url: self._read_sitemap(fetcher, url), self._refusal
            )
            self.sitemaps = walk.files
            for file, loc, lastmod in walk.entries():
                if is_listable(loc):
                    self._add(loc)
                yield file, loc, lastmod
                if self.stop_reason:
                    break
        if walk.cut:
            self.stop_reason = f"limit of {len(walk.files)} sitemaps"
        for sitemap in walk.files:
            if sitemap.error:
                self._skip(sitemap.url, sitemap.error)

    def _read_llms(self, fetcher: Fetcher) -> TextFile:
        """An HTML page in its place is an error page with the wrong status."""
        if not self._robots.allows(self.llms.url):
            return self.llms
        self._wait()
        try:
            answer = fetcher.fetch(self.llms.url, wants_body=_is_no_html, max_bytes=robots_txt.MAX_BYTES)
        except FetchError:
            return msgspec.structs.replace(self.llms, state="unreachable")
        if answer.status >= 500:
            return msgspec.structs.replace(self.llms, state="unreachable", status=answer.status)
        if answer.status == 200 and not _is_no_html(answer.headers):
            return self.llms
        return as_text_file(self.llms, answer)

    def _refusal(self, sitemap: str) -> str:
        if not same_site(sitemap, self.base_url):
            return "lies on another site"
        return "" if self._robots.allows(sitemap) else "forbidden by robots.txt"

    def _read_sitemap(self, fetcher: Fetcher, url: str) -> bytes:
        """Raises FetchError, and ValueError with a sentence for what was cut."""
        self._wait()
        answer = fetcher.fetch(url, max_bytes=READ_BYTES)
        if answer.status != 200:
            raise FetchError(f"answers {answer.status}")
        if answer.truncated and len(answer.body) < READ_BYTES:
            raise ValueError("The sitemap is cut off.")
        return answer.body


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
    return _media_type(headers) in ("", *HTML_TYPES)


def _is_no_html(headers: Mapping[str, str]) -> bool:
    return _media_type(headers) not in HTML_TYPES


def _media_type(headers: Mapping[str, str]) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()
