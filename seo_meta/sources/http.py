"""A live site as a source: opened politely, asked for its robots.txt, llms.txt and sitemaps. `services.read_site` then
crawls it."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from time import monotonic, sleep

import ada_url
import msgspec

from seo_meta.core import robots_txt, sitemap, url_list, urls
from seo_meta.core.answers import TOO_MANY_REQUESTS
from seo_meta.core.site import SitemapFile, TextFile
from seo_meta.core.types import HTML_TYPES
from seo_meta.errors import FetchError, SourceError
from seo_meta.fetch.client import Fetched, Fetcher, same_site
from seo_meta.fetch.reach import Reach
from seo_meta.fetch.robots import LastGood, Robots, as_text_file, read_robots

from .sitemaps import READ_BYTES, SitemapWalk, unpack

PUBLIC = Reach()
MAX_MOVES = 5
LIST_TYPES = ("application/xml", "text/xml", "text/plain", "application/gzip", "application/x-gzip")
"""What a start that is no page may be: a sitemap or a list of URLs."""


def fetcher_of(reach: Reach) -> Fetcher:
    return Fetcher(reach.deadline, access=reach.access, credentials=reach.credentials)


def none(base_url: str) -> None:
    """Nothing was ever read."""


class HttpSource:
    """One origin (scheme, host, port), opened: what its crawl starts from and is bound by.

    A sitemap or a list of URLs as the start names all pages that are wanted: then `follow` is false.
    """

    def __init__(
        self, start: str, reach: Reach = PUBLIC, delay: float = 0.2, last_good: Callable[[str], LastGood | None] = none
    ) -> None:
        """`start` is a URL, or the path of a file with URLs; `delay` is in seconds, between two requests;
        `last_good` gives the robots.txt of a base URL that was last read.

        Asks the site for robots.txt, for the start if it is a URL, and for llms.txt. Raises SourceError when the site
        cannot be read: no answer, forbidden by robots.txt, moved elsewhere.
        """
        self._reach = reach
        self._last_good = last_good
        self.delay = delay
        """Ours, or the longer one that robots.txt asks for."""
        self.starts: tuple[str, ...] = ()
        self.first: Fetched | None = None
        """The answer to the start, when that is a page."""
        self.follow = True
        self.sitemaps: list[SitemapFile] = []
        """Known when `entries` is used up, like `cut`."""
        self.cut = ""
        """Why `entries` ended early, if it did."""
        self._listing = ""
        """The sitemap that is the start."""
        self._next_request = 0.0
        with fetcher_of(reach) as fetcher:
            if urls.is_http(start):
                self._open(fetcher, _checked(start))
            else:
                self._open_file(fetcher, Path(start))
            self.robots: TextFile = self._robots.file
            self.delay = max(delay, self._robots.crawl_delay)
            self.llms = self._read_llms(fetcher, TextFile(f"{self.base_url}llms.txt"))

    def _open(self, fetcher: Fetcher, url: str) -> None:
        """Take the start, after moves between http and https, with and without `www.`"""
        for _ in range(MAX_MOVES):
            self._enter(fetcher, url)
            if not self._robots.allows(url):
                raise SourceError(
                    f"{self.base_url}robots.txt forbids {url}. Allow SiteAgent there, or start elsewhere."
                )
            first = self._get_start(fetcher, url)
            if first.location is None or urls.in_scope(first.location, self.base_url):
                self._take(first)
                return
            if not same_site(url, first.location):
                raise SourceError(f"{url} redirects to {first.location}, another site. Give that URL instead.")
            url = first.location
        raise SourceError(f"{url} redirects in a circle. Mend the redirects between http, https and www.")

    def _enter(self, fetcher: Fetcher, url: str) -> None:
        self.base_url = f"{ada_url.URL(url).origin}/"
        self._robots: Robots = read_robots(fetcher, self.base_url, self._last_good(self.base_url))

    def _get_start(self, fetcher: Fetcher, url: str) -> Fetched:
        self._wait()
        try:
            first = fetcher.fetch(url, follow=never, wants_body=_may_be_start)
        except FetchError as error:
            raise SourceError(f"{url} cannot be read: {error}. Is the address right and the site up?") from error
        if first.status == TOO_MANY_REQUESTS:
            raise SourceError(f"{url} answers 429, too many requests. Try again later.")
        return first

    def _take(self, first: Fetched) -> None:
        if first.status != 200 or media_type(first.headers) not in LIST_TYPES:
            self.first = first
            self.starts = (first.url,)
            return
        self.follow = False
        if _is_xml(first.body):
            self._listing = first.url
        else:
            self.starts = self._listed(first.body, first.url)

    def _open_file(self, fetcher: Fetcher, path: Path) -> None:
        try:
            with path.open("rb") as file:
                body = file.read(READ_BYTES)
        except OSError as error:
            raise SourceError(f"{path} cannot be read: {error.strerror}.") from error
        self.follow = False
        self.starts = self._listed(body, str(path))
        self._enter(fetcher, self.starts[0])

    def _listed(self, body: bytes, name: str) -> tuple[str, ...]:
        """The URLs of a list, or of a sitemap that was saved as a file: all of one site. Raises SourceError."""
        try:
            if _is_xml(body):
                found = sitemap.parse(unpack(body))
                if found.error:
                    raise ValueError(found.error)
                locs = (entry.loc for entry in found.entries)
                wanted = tuple(dict.fromkeys(loc for loc in locs if sitemap.is_listable(loc)))
            else:
                wanted = url_list.parse(body.decode("utf-8-sig", "replace"))
        except ValueError as error:
            raise SourceError(f"{name} is no list of URLs: {error}") from error
        if not wanted:
            raise SourceError(f"{name} names no page. Write one http(s) URL a line.")
        origin = ada_url.URL(wanted[0]).origin
        if stray := next((url for url in wanted if not url.startswith(f"{origin}/")), ""):
            raise SourceError(f"{name} names pages of two sites, {wanted[0]} and {stray}. Make a list for each.")
        return wanted

    def entries(self) -> Iterator[tuple[str, str, str]]:
        """(URL of the sitemap, loc, lastmod) of every entry, read as they are asked for."""
        if not self.follow and not self._listing:
            return
        with fetcher_of(self._reach) as fetcher:
            declared = (self._listing,) if self._listing else self._robots.sitemaps
            walk = SitemapWalk(self.base_url, declared, lambda url: self._read_sitemap(fetcher, url), self._refusal)
            self.sitemaps = walk.files
            yield from walk.entries()
        if walk.cut:
            self.cut = f"limit of {len(walk.files)} sitemaps"

    def _wait(self) -> None:
        sleep(max(0.0, self._next_request - monotonic()))
        self._next_request = monotonic() + self.delay

    def _read_llms(self, fetcher: Fetcher, llms: TextFile) -> TextFile:
        """An HTML page in its place is an error page with the wrong status."""
        if not self._robots.allows(llms.url):
            return llms
        self._wait()
        try:
            answer = fetcher.fetch(llms.url, wants_body=_is_no_html, max_bytes=robots_txt.MAX_BYTES)
        except FetchError:
            return msgspec.structs.replace(llms, state="unreachable")
        if answer.status >= 500:
            return msgspec.structs.replace(llms, state="unreachable", status=answer.status)
        if answer.status == 200 and not _is_no_html(answer.headers):
            return llms
        return as_text_file(llms, answer)

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


def _is_xml(body: bytes) -> bool:
    start = next(iter(unpack(body)), b"")[:1024]
    return start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"<", *sitemap.UTF16_MARKS))


def never(url: str, target: str) -> bool:
    """Redirects are not followed but queued, so that each hop is known and robots.txt holds for it."""
    return False


def is_page(headers: Mapping[str, str]) -> bool:
    """Whether an answer may be HTML, whose body alone is read."""
    return media_type(headers) in ("", *HTML_TYPES)


def _may_be_start(headers: Mapping[str, str]) -> bool:
    return is_page(headers) or media_type(headers) in LIST_TYPES


def _is_no_html(headers: Mapping[str, str]) -> bool:
    return media_type(headers) not in HTML_TYPES


def media_type(headers: Mapping[str, str]) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()
