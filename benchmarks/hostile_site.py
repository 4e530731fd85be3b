"""A made-up site of any size, a tenth of it hostile: the `Site` of `hostile_crawl.py`."""

import asyncio
import gzip
import random
import socket
import struct
from collections.abc import Iterator

import synthetic_site
from made_up_server import Reply, response

PER_INDEX = 100
DRIP, ENDLESS, GZIP_BOMB, ERROR = "drip", "endless body", "gzip bomb", "status 500"
RESET, INVALID, ATTRIBUTES, FORMATTING = "reset in the body", "invalid HTTP", "attribute bomb", "formatting bomb"
HEALTHY = "healthy"
SHARES = {
    DRIP: 2,
    ENDLESS: 2,
    GZIP_BOMB: 6,
    ERROR: 35,
    RESET: 25,
    INVALID: 20,
    ATTRIBUTES: 5,
    FORMATTING: 5,
}
"""Of a thousand pages. Few drip, since each holds a connection for the whole deadline: a hundred of 50,000."""
KINDS = [kind for kind, share in SHARES.items() for _ in range(share)]
SCATTER = 617
"""Has no divisor in common with 1,000, so that the kinds of a thousand pages are mixed and still exactly as many."""

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>
<body><main><h1>{title}</h1><p>{text}</p>{links}</main></body></html>"""
HEADERS = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 100000000\r\n\r\n"
BOMB = gzip.compress(b"<!doctype html><title>Bomb</title>" + b"boom " * 20_000_000)
ATTRIBUTE_BOMB = "<!doctype html><title>Bomb</title><p " + " ".join(f"a{number}=1" for number in range(20_000)) + ">"
"""A parser that looks for an attribute of the same name each time takes a second."""
FORMATTING_BOMB = "<!doctype html><title>Bomb</title>" + "".join(
    f"<p><b {number}><i {number}></p>" for number in range(1_700)
)
"""40 KB that an HTML5 parser must make millions of nodes of: each paragraph opens all elements before it anew."""
NONSENSE = (
    b"HTP/9.9 lots of luck\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nno colon in this line\r\nContent-Length: 4\r\n\r\nbody",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nbody\r\n0\r\n\r\n",
    b"\x00\xff" * 500,
)


def kind_of(number: int) -> str:
    place = number * SCATTER % 1000
    return KINDS[place] if place < len(KINDS) else HEALTHY


def page_path(number: int) -> str:
    return f"page/{number}.html"


def index_path(number: int) -> str:
    return f"index/{number}.html"


def healthy_pages(pages: int) -> Iterator[tuple[str, str]]:
    """(path, title) of each page that a crawl has to bring home, all without a description."""
    yield "", "All pages"
    yield from ((index_path(number), f"Index {number}") for number in range(-(-pages // PER_INDEX)))
    yield from ((page_path(number), f"Page {number}") for number in range(pages) if kind_of(number) == HEALTHY)


class HostileSite:
    """The start page lists the index pages, each of these a hundred pages."""

    def __init__(self, pages: int) -> None:
        self.pages = pages

    def __call__(self, target: str, url: str) -> Reply:
        folder, _, name = target.strip("/").partition("/")
        number = int(name.removesuffix(".html") or 0) if folder in ("index", "page") else 0
        if target == "/":
            return _page("All pages", map(index_path, range(-(-self.pages // PER_INDEX))))
        if folder == "index":
            first = number * PER_INDEX
            return _page(f"Index {number}", map(page_path, range(first, min(first + PER_INDEX, self.pages))))
        if folder == "page":
            return _reply(kind_of(number), number)
        return response("not found", 404)


def _reply(kind: str, number: int) -> Reply:
    if kind == INVALID:
        return _closing(NONSENSE[number % len(NONSENSE)])
    return {
        DRIP: _drip,
        ENDLESS: _endless,
        RESET: _reset,
        GZIP_BOMB: response(BOMB, content_encoding="gzip"),
        ERROR: response("out of order", 500),
        ATTRIBUTES: response(ATTRIBUTE_BOMB),
        FORMATTING: response(FORMATTING_BOMB),
    }.get(kind) or _page(f"Page {number}", [index_path(number // PER_INDEX)])


def _page(title: str, paths: Iterator[str] | list[str]) -> bytes:
    links = "".join(f'<a href="/{path}">{path}</a> ' for path in paths)
    text = synthetic_site.text(random.Random(title), 150)  # noqa: S311 - the same page every time
    return response(PAGE.format(title=title, text=text, links=links))


async def _drip(writer: asyncio.StreamWriter) -> None:
    writer.write(HEADERS)
    while not writer.is_closing():
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.25)


async def _endless(writer: asyncio.StreamWriter) -> None:
    writer.write(HEADERS.replace(b"Content-Length: 100000000\r\n", b""))
    while not writer.is_closing():
        writer.write(b"<p>" + b"And so it goes on. " * 2_000 + b"</p>")
        await writer.drain()


async def _reset(writer: asyncio.StreamWriter) -> None:
    writer.write(HEADERS + b"<!doctype html><title>Broken off</title>" * 100)
    await writer.drain()
    # Without lingering the close is an RST.
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


def _closing(data: bytes) -> Reply:
    async def say(writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        await writer.drain()

    return say
