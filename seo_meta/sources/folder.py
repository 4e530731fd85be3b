"""A built folder as a source: every HTML file becomes a page under the base URL, as the host will serve it."""

import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

import msgspec

from seo_meta.core import robots_txt, urls
from seo_meta.core.extract import extract
from seo_meta.core.scope import Scope
from seo_meta.core.site import TextFile
from seo_meta.core.types import Document
from seo_meta.errors import FetchError, SourceError

from .sitemaps import READ_BYTES, SitemapWalk

HTML_SUFFIXES = (".html", ".htm")
INDEX_NAMES = ("index.html", "index.htm")
NOT_FOUND_NAMES = ("404.html", "404.htm")
LEFT_OUT = ("node_modules", "bower_components", "__pycache__", "_build")
"""Folders of packages and build tools, which no host serves; hidden ones are left out too, but for `.well-known`."""
SERVED_HIDDEN = ".well-known"
MAX_FILE_BYTES = 15 * 1024 * 1024
FRESH_NS = 2_000_000_000
"""The coarsest time stamps of file systems in use are two seconds."""
UNKNOWN_BASE_URL = "https://folder.invalid/"
"""Stands in when nothing says where the folder will be served; `.invalid` can never be a real host (RFC 2606)."""


class Entry(msgspec.Struct, frozen=True, gc=False):
    """A page to be read. `path` opens the file, in bytes, which need not be UTF-8; `file` is its name relative to the
    root, for people."""

    path: bytes
    file: str
    url: str


class FolderSource:
    """The pages and other files of a folder. Nothing is read until `read` is called."""

    def __init__(self, root: Path, base_url: str = "", scope: Scope | None = None, limit: int | None = None) -> None:
        """Raises SourceError when `root` is no folder that can be listed, or holds no HTML."""
        if not root.is_dir():
            raise SourceError(f"{root} is not a folder. Give the folder that your build writes, or an http(s) URL.")
        self.root = root.resolve()
        self.scope = scope or Scope()
        self.skipped: list[dict[str, str]] = []
        self.filtered = False
        self.stop_reason = ""
        self.base_url = with_slash(base_url) if base_url else self._inferred_base_url()
        self.entries: list[Entry] = []
        self.files: list[str] = []
        """URLs of what is served besides the pages in scope."""
        self._list()
        if not self.entries:
            raise SourceError(f"{root} holds no .html or .htm file in scope. Is it the folder that your build writes?")
        if limit is not None and len(self.entries) > limit:
            self.stop_reason = f"limit of {limit} pages"
            self.files += [entry.url for entry in self.entries[limit:]]
            self.entries = self.entries[:limit]
        self.robots = self._read_robots()
        self.llms = self._read_text("llms.txt")
        walk = SitemapWalk(
            self.base_url,
            robots_txt.sitemaps(self.robots.text, self.robots.url),
            self._read_sitemap,
            self._sitemap_refusal,
        )
        self.sitemaps = walk.files
        self.sitemap_entries = walk.entries()
        """(URL of the sitemap, loc, lastmod), read as they are asked for; `sitemaps` is known afterwards."""

    @property
    def complete(self) -> bool:
        return not self.skipped and not self.stop_reason

    def _list(self) -> None:
        taken: dict[str, str] = {}
        for path, file in self._walk(self.root, "", ()):
            url = self.url_of(file)
            name = printable(file)
            if not file.lower().endswith(HTML_SUFFIXES):
                self.files.append(url)
            elif not self.scope.allows(name):
                self.filtered = True
                self.files.append(url)
            elif url in taken:
                self.skipped.append({"file": name, "reason": f"has the same URL as {taken[url]}"})
            else:
                taken[url] = name
                self.entries.append(Entry(os.fsencode(path), name, url))

    def _walk(self, folder: Path, prefix: str, above: tuple[Path, ...]) -> Iterator[tuple[str, str]]:
        """(path, name relative to the root) of each file that a host would serve, in the order of names."""
        above = (*above, folder.resolve())
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            self.skipped.append({"file": printable(prefix) or ".", "reason": f"cannot be listed: {error.strerror}"})
            return
        for entry in entries:
            if entry.name in LEFT_OUT or (entry.name.startswith(".") and entry.name != SERVED_HIDDEN):
                continue
            name = prefix + entry.name
            if entry.is_symlink() and (refusal := self._refusal(entry, above)):
                self.skipped.append({"file": printable(name), "reason": refusal})
            elif entry.is_dir():
                yield from self._walk(Path(entry.path), f"{name}/", above)
            else:
                yield entry.path, name

    def _refusal(self, link: "os.DirEntry[str]", above: tuple[Path, ...]) -> str:
        """Why a symbolic link is not followed; empty for one that stays inside and cannot go in circles.

        Empty too for a link to a style sheet or image, wherever it is: such files are known by name and never opened.
        """
        target = Path(os.path.realpath(link.path))
        if not link.is_dir() and not link.name.lower().endswith(HTML_SUFFIXES):
            return ""
        if not target.is_relative_to(self.root):
            return "is a symbolic link out of the folder"
        if target in above:
            return "is a symbolic link to a folder above it"
        return "" if target.exists() else "is a symbolic link to nothing"

    def _read_robots(self) -> TextFile:
        """Crawlers read it at the root of the host alone (RFC 9309, section 2.3)."""
        url = urls.join(self.base_url, "/robots.txt") or ""
        return self._read_text("robots.txt") if url == f"{self.base_url}robots.txt" else TextFile(url)

    def _read_text(self, name: str) -> TextFile:
        file = TextFile(f"{self.base_url}{name}")
        try:
            body = self._served_bytes(file.url, robots_txt.MAX_BYTES + 1)
        except FetchError:
            return file
        return msgspec.structs.replace(file, state="ok", text=robots_txt.decode(body), byte_size=len(body))

    def _sitemap_refusal(self, sitemap: str) -> str:
        return "" if urls.in_scope(sitemap, self.base_url) else "lies on another site"

    def _read_sitemap(self, url: str) -> bytes:
        return self._served_bytes(url, READ_BYTES)

    def _served_bytes(self, url: str, max_bytes: int) -> bytes:
        """The first bytes of the file at a URL under the base URL. Raises FetchError when it is not in the folder."""
        name = os.fsdecode(unquote_to_bytes(url.removeprefix(self.base_url).partition("?")[0]))
        try:
            path = (self.root / name).resolve()
            if path.is_relative_to(self.root) and path.is_file():
                with path.open("rb") as file:
                    return file.read(max_bytes)
        except (OSError, ValueError) as error:
            raise FetchError("cannot be read from the folder") from error
        raise FetchError("is not in the folder")

    def url_of(self, file: str) -> str:
        """`a/index.html` is served as `a/`; every other file under its own name."""
        folder, slash, name = file.rpartition("/")
        served = folder + slash if name.lower() in INDEX_NAMES else file
        # The bytes of the name as they are on disk, which need not be UTF-8.
        relative = quote(os.fsencode(served), safe="/~!$&'()*+,;=:@")
        return urls.join(self.base_url, f"./{relative}") or self.base_url + relative

    def _inferred_base_url(self) -> str:
        """From the home page's canonical or og:url, GitHub Pages' CNAME file, or robots.txt; else a stand-in."""
        for name in INDEX_NAMES:
            if (self.root / name).is_file():
                facts = extract(read(Entry(os.fsencode(self.root / name), name, UNKNOWN_BASE_URL)))
                og_url = next((meta.content for meta in facts.meta_property("og:url") if meta.content), None)
                for url in (facts.canonical, og_url):
                    if url and urls.is_http(url) and not url.startswith(UNKNOWN_BASE_URL):
                        return urls.join(url, ".") or url
        cname = self.root / "CNAME"
        if cname.is_file() and (
            host := urls.join("https://x.invalid/", f"//{cname.read_text(errors='replace').strip()}/")
        ):
            return host
        return self._base_url_of_sitemap() or UNKNOWN_BASE_URL

    def _base_url_of_sitemap(self) -> str | None:
        """The host of the first sitemap here that robots.txt names, which itself lies at the root of its host."""
        robots = self.root / "robots.txt"
        if not robots.is_file():
            return None
        with robots.open("rb") as file:
            named = robots_txt.sitemaps(robots_txt.decode(file.read(robots_txt.MAX_BYTES + 1)), UNKNOWN_BASE_URL)
        origins = ((url, urls.join(url, "/") or url) for url in named if not url.startswith(UNKNOWN_BASE_URL))
        return next((origin for url, origin in origins if (self.root / url.removeprefix(origin)).is_file()), None)


def etag(entry: Entry) -> str:
    """A file's size with the times of its content and of its entry, since builds may set the first to what they like;
    empty for what is gone, and for what changed so lately that another change might leave all three as they are."""
    try:
        status = os.stat(entry.path)
    except OSError:
        return ""
    age = time.time_ns() - max(status.st_mtime_ns, status.st_ctime_ns)
    return f"{status.st_size:x}-{status.st_mtime_ns:x}-{status.st_ctime_ns:x}" if age > FRESH_NS else ""


def read(entry: Entry) -> Document:
    """Read one page. Raises SourceError for what is no readable file of up to 15 MB."""
    try:
        status = os.stat(entry.path)
        if not stat.S_ISREG(status.st_mode):
            raise SourceError("is not a regular file")
        if status.st_size > MAX_FILE_BYTES:
            raise SourceError(f"is larger than {MAX_FILE_BYTES // 2**20} MB")
        with open(entry.path, "rb") as file:
            body = file.read(MAX_FILE_BYTES)
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}") from error
    return document_of(entry.url, entry.file, body)


def document_of(url: str, file: str, body: bytes) -> Document:
    """A page as this source reads it, with any content; `file` is its path below the root."""
    status = 404 if file.lower() in NOT_FOUND_NAMES else 200
    return Document(url, body, status, file=file)


def with_slash(base_url: str) -> str:
    """The base URL in WHATWG form, ending with a slash. Raises SourceError when it is no http(s) URL."""
    url = urls.join("about:blank", base_url)
    if url is None or not urls.is_http(url):
        raise SourceError(f"{base_url!r} is no http(s) URL. Write it as https://www.example.com/")
    address = url.partition("#")[0].partition("?")[0]
    return address if address.endswith("/") else f"{address}/"


def printable(file: str) -> str:
    """A file name that can be stored and shown; bytes that are not UTF-8 become U+FFFD."""
    return os.fsencode(file).decode("utf-8", "replace")
