"""The one place that opens sockets: HTTP/1.1 with a deadline for the whole of it, a cap on the body, and a guard.

httpx bounds each read but not a request, so that headers which drip in byte by byte never end; its redirects go through
another URL parser than ours; and it inflates bodies without a cap. So only its requests and answers are used, over a
transport of ours (`wire.py`): its client would also look for cookies and redirects, for as long as the rest takes.
"""

import re
import ssl
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from importlib.metadata import PackageNotFoundError, version
from types import MappingProxyType, TracebackType
from typing import Literal

import ada_url
import httpcore
import httpx
import msgspec

from seo_meta.core import urls
from seo_meta.core.crawl_scope import MAX_REDIRECTS
from seo_meta.core.types import Document
from seo_meta.errors import DeadlineError, FetchError

from .credentials import Credentials
from .guard import PUBLIC_ONLY, Access, RefusedError, Resolver
from .inflate import CODINGS, Inflater
from .wire import Wire, WireTransport, look_up

AGENT = "SiteAgent"
"""The name that robots.txt knows us by."""
MAX_BODY = 15 * 1024 * 1024
REDIRECTS = (301, 302, 303, 307, 308)
UNCLEAR = re.compile(r"[\x00-\x20\x7f\\]|^(?!https?://[^/?#])", re.IGNORECASE)
"""What our URL parser would drop or mend, and another parser would take for another host."""
MAX_LOCATION = 8_000
"""What RFC 9110, section 4.1, asks for at least."""
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
# Where a server sends one of these twice by mistake, joining the values would make neither.
SINGLE_HEADERS = ("content-type", "location")
NO_HEADERS: Mapping[str, str] = MappingProxyType({})


class RedirectError(FetchError):
    """The redirects go in a circle or through too many hops."""


class Fetched(msgspec.Struct, frozen=True):
    """An answer. `status` is a redirect's when the next hop was not to be followed."""

    url: str
    """As it was asked for."""
    final_url: str
    status: int
    headers: dict[str, str]
    """Names in lower case."""
    body: bytes = b""
    """Decoded from its content coding; empty for a redirect and when it was not wanted."""
    truncated: bool = False
    """Whether the body was cut at the cap, or ended before its compressed data did."""
    redirects: tuple[tuple[str, int], ...] = ()
    """(URL, status) of each hop that was followed."""

    @property
    def document(self) -> Document:
        """The page as it is read, under the URL that was asked for."""
        return Document(self.url, self.body, self.status, self.headers, truncated=self.truncated)

    @property
    def location(self) -> str | None:
        """Where a redirect points, without fragment; None for another answer, and for what leads to no http(s) URL."""
        if self.status not in REDIRECTS or "location" not in self.headers:
            return None
        location = self.headers["location"]
        if len(location) > MAX_LOCATION or CONTROL.search(location.strip()):
            return None
        target = urls.join(self.final_url, location)
        return target.partition("#")[0] if target and urls.is_http(target) else None


def same_site(url: str, target: str) -> bool:
    """Whether the hosts are one but for a leading `www.`; http and https on their own ports are one too."""
    return _bare_host(url) == _bare_host(target)


def _bare_host(url: str) -> str:
    """The host with its port unless it is the scheme's own, without `www.`"""
    return ada_url.URL(url).host.removeprefix("www.")


def anywhere(url: str, target: str) -> bool:
    return True


def any_body(headers: Mapping[str, str]) -> bool:
    return True


class Fetcher:
    """Gets one URL after another over one connection, without cookies or proxies. A context manager, for one thread."""

    def __init__(
        self,
        deadline: float = 30.0,
        *,
        access: Access = PUBLIC_ONLY,
        credentials: Credentials | None = None,
        resolve: Resolver = look_up,
    ) -> None:
        """`deadline` is in seconds, for one `fetch` with all its redirects."""
        self.deadline = deadline
        self._credentials = credentials
        self._wire = Wire(access, resolve)
        self._transport = WireTransport(self._wire)
        self._headers = {
            "User-Agent": f"{AGENT}/{_version()}",
            "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
            "Accept-Encoding": "gzip, deflate",
            "Connection": "keep-alive",
        }

    def __enter__(self) -> "Fetcher":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._transport.close()

    def fetch(
        self,
        url: str,
        *,
        method: Literal["GET", "HEAD"] = "GET",
        headers: Mapping[str, str] = NO_HEADERS,
        follow: Callable[[str, str], bool] = same_site,
        max_redirects: int = MAX_REDIRECTS,
        wants_body: Callable[[Mapping[str, str]], bool] = any_body,
        max_bytes: int = MAX_BODY,
    ) -> Fetched:
        """Ask for an http(s) URL.

        `headers` are conditions such as If-None-Match, which hold for the URL itself and not for what it redirects to.
        `follow(url, target)` decides on each redirect; `wants_body(headers)` whether the body is read at all.
        Raises FetchError with the reason alone, since the caller knows the URL: RedirectError after too many hops,
        RefusedError for where we do not connect, DeadlineError.
        """
        self._wire.allow(self.deadline)
        redirects: list[tuple[str, int]] = []
        at = url
        while True:
            request = _request(method, at, self._headers_for(at, NO_HEADERS if redirects else headers))
            answer = self._answer(at, request, wants_body, max_bytes)
            target = answer.location
            if target is None or not follow(url, target):
                break
            if len(redirects) == max_redirects:
                raise RedirectError(f"it redirects more than {max_redirects} times")
            redirects.append((at, answer.status))
            at = target
        return msgspec.structs.replace(answer, url=url, redirects=tuple(redirects))

    def post(
        self,
        url: str,
        body: bytes,
        *,
        headers: Mapping[str, str],
        method: Literal["POST", "PATCH"] = "POST",
        max_bytes: int = MAX_BODY,
    ) -> Fetched:
        """Send a body to an http(s) URL, once, and follow no redirect. Raises FetchError as `fetch` does."""
        # A new connection: a request on an old one may have to be sent again, and this one must not be.
        self._transport.close()
        self._wire.allow(self.deadline)
        sent = {**self._headers_for(url, headers), "Content-Length": str(len(body))}
        return self._answer(url, _request(method, url, sent, body), any_body, max_bytes)

    def _headers_for(self, url: str, conditions: Mapping[str, str]) -> dict[str, str]:
        """Credentials may replace a header of ours, in whatever case they write its name."""
        given = {**conditions, **(self._credentials.for_url(url) if self._credentials else NO_HEADERS)}
        replaced = {name.lower() for name in given}
        return {name: value for name, value in self._headers.items() if name.lower() not in replaced} | given

    def _answer(
        self,
        url: str,
        request: httpx.Request,
        wants_body: Callable[[Mapping[str, str]], bool],
        max_bytes: int,
    ) -> Fetched:
        with self._one_reason(), closing(self._transport.handle_request(request)) as response:
            headers = _headers(response.headers.raw)
            body, truncated = b"", False
            if response.status_code not in REDIRECTS and wants_body(headers):
                body, truncated = _read(response.iter_raw(), headers.get("content-encoding", ""), max_bytes)
        return Fetched(url, url, response.status_code, headers, body, truncated)

    @contextmanager
    def _one_reason(self) -> Iterator[None]:
        """Whatever goes wrong below becomes a FetchError. Nothing that the server sent gets into its text."""
        try:
            yield
        except httpcore.ConnectTimeout as error:
            raise DeadlineError("no connection could be made in time") from error
        except httpcore.TimeoutException as error:
            raise DeadlineError(f"the whole answer did not come within {self.deadline:g} s") from error
        except httpcore.ConnectError as error:
            raise FetchError(_connect_reason(*error.args)) from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            broken = self._wire.closed_by_server or isinstance(error, httpcore.NetworkError)
            reason = "the connection closed before the whole answer came" if broken else "the answer is not valid HTTP"
            raise FetchError(reason) from error
        except zlib.error as error:
            raise FetchError("the body is not compressed as its Content-Encoding says") from error
        except ValueError as error:  # host names that DNS or TLS cannot take
            raise FetchError("the URL cannot be requested") from error


def _version() -> str:
    try:
        return version("siteagent")
    except PackageNotFoundError:
        return "0.1"


def _request(method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> httpx.Request:
    """What to ask for, from our own URL parser. Raises FetchError when httpx would go to another host."""
    parsed = _parsed(url)
    # Path and query go out as our parser wrote them, not as httpx would encode them again.
    target = (parsed.pathname + parsed.search).encode("ascii")
    lines = [(name.encode(), value.encode()) for name, value in {"Host": parsed.host, **headers}.items()]
    try:
        request = httpx.Request(
            method,
            f"{parsed.protocol}//{parsed.host}/",
            headers=lines,
            stream=httpx.ByteStream(body),
            extensions={"target": target},
        )
    except httpx.InvalidURL as error:
        raise FetchError("the URL cannot be requested") from error
    if request.url.raw_host.decode("ascii") != parsed.hostname.strip("[]"):
        raise FetchError("the URL cannot be requested")
    return request


def _parsed(url: str) -> ada_url.URL:
    """Raises FetchError for what is not to be asked for."""
    try:
        parsed = ada_url.URL(url)
    except ValueError as error:
        raise FetchError("it is not a URL") from error
    if parsed.protocol not in ("http:", "https:"):
        raise FetchError("it is not an http(s) URL")
    if parsed.username or parsed.password:
        raise FetchError("the URL carries a user name or password, which are not sent")
    if UNCLEAR.search(url):
        raise RefusedError("the URL can be read in more than one way")
    if parsed.port == "0":  # httpcore takes it for the usual port.
        raise RefusedError("port 0 is none that web servers use")
    return parsed


def _headers(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    headers: dict[str, str] = {}
    locations = set()
    for raw_name, raw_value in raw:
        name, value = raw_name.decode("latin-1").lower(), _text(raw_value)
        joined = name in headers and name not in SINGLE_HEADERS
        headers[name] = f"{headers[name]}, {value}" if joined else value
        if name == "location":
            locations.add(value)
    if len(locations) > 1:  # Clients would go different ways.
        del headers["location"]
    return headers


def _text(value: bytes) -> str:
    """Header values are ASCII by the RFC, UTF-8 where servers redirect to what they were given, else Latin-1."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _read(chunks: Iterable[bytes], coding: str, max_bytes: int) -> tuple[bytes, bool]:
    """(decoded body, whether it was cut)."""
    coding = coding.strip().lower()
    inflater = Inflater(coding) if coding in CODINGS else None
    body = bytearray()
    for chunk in chunks:
        if not inflater and coding not in ("", "identity"):
            raise FetchError("the body has a Content-Encoding that was not asked for")
        body += inflater.feed(chunk, max_bytes + 1 - len(body)) if inflater else chunk
        if len(body) > max_bytes:
            return bytes(body[:max_bytes]), True
    return bytes(body), bool(body) and inflater is not None and not inflater.ended


def _connect_reason(cause: object = None) -> str:
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"the TLS certificate is not valid: {cause.verify_message}"
    if isinstance(cause, ssl.SSLError):
        return "TLS could not be set up"
    if isinstance(cause, OSError) and cause.strerror:
        return f"no connection: {cause.strerror.lower()}"
    return "no connection"
