"""A web server on loopback that says exactly the bytes it is told to say, however wrong they are."""

import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from seo_meta.fetch.guard import Access, place_of

Answer = bytes | Callable[[socket.socket], None]
"""The whole response, or a function that does with the connection what it likes."""


def answer(
    body: bytes | str = b"", status: int = 200, content_type: str = "text/html; charset=utf-8", **headers: str
) -> bytes:
    """A well-formed response; `content_encoding="gzip"` becomes a header."""
    content = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status} Status", f"Content-Length: {len(content)}"]
    if content_type:
        lines.append(f"Content-Type: {content_type}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + content


def redirect(location: str, status: int = 301) -> bytes:
    return answer(status=status, location=location)


def page(*links: str, head: str = "") -> bytes:
    """A page with these links."""
    return answer(f"<!doctype html>{head}<title>T</title>" + "".join(f'<a href="{link}">x</a>' for link in links))


def robots(text: str) -> bytes:
    return answer(text, content_type="text/plain")


def sitemap(*urls: str, root: str = "urlset", entry: str = "url") -> bytes:
    """The body of a sitemap, or of an index."""
    entries = "".join(f"<{entry}><loc>{url}</loc></{entry}>" for url in urls)
    return f'<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</{root}>'.encode()


class Loopback:
    """`routes` maps a request target, or a method before it, to an answer; anything else is a 404. `requests` are the
    targets in order, `methods` their methods, `bodies` what was sent."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.routes: dict[str, Answer] = {}
        self.requests: list[str] = []
        self.methods: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.bodies: list[bytes] = []
        self.connections = 0

    @property
    def access(self) -> Access:
        """What lets a reader in, though the address is a private one."""
        return private(self.url)


def private(*urls: str) -> Access:
    return Access(private_hosts=frozenset(map(place_of, urls)))


@contextmanager
def serving(routes: dict[str, Answer] | None = None, tls: ssl.SSLContext | None = None) -> Iterator[Loopback]:
    """Serve until the block is left. Routes may be added meanwhile."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Connection) as server:
        server.daemon_threads = True
        server.tls = tls
        site = server.site = Loopback(f"http{'s' if tls else ''}://127.0.0.1:{server.server_address[1]}/")
        site.routes.update(routes or {})
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


class _Connection(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        site: Loopback = self.server.site
        site.connections += 1
        tls: ssl.SSLContext | None = self.server.tls
        with suppress(OSError), tls.wrap_socket(self.request, server_side=True) if tls else self.request as connection:
            self._answer_all(site, connection)

    def _answer_all(self, site: Loopback, connection: socket.socket) -> None:
        with connection.makefile("rb") as sent:
            while request := sent.readline().decode("latin-1").split():
                lines = iter(sent.readline, b"\r\n")
                pairs = (line.decode("latin-1").strip().partition(": ") for line in lines)
                headers = {name.lower(): value for name, _, value in pairs}
                site.headers.append(headers)
                site.bodies.append(sent.read(int(headers.get("content-length", 0))))
                method, target = request[:2]
                site.requests.append(target)
                site.methods.append(method)
                reply = site.routes.get(f"{method} {target}") or site.routes.get(target, answer(b"not found", 404))
                if callable(reply):
                    reply(connection)
                    return
                head, end, _ = reply.partition(b"\r\n\r\n")
                connection.sendall(head + end if method == "HEAD" else reply)
