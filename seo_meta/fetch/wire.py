"""The network under the client: each step gets only the time that is left, and one function says what to connect to."""

import socket
import ssl
from collections.abc import Iterable, Iterator
from time import monotonic
from typing import Any

import httpcore
import httpx

from seo_meta.errors import FetchError

RAW_HEADERS = "raw_headers"
"""The extension of a response that holds all its headers."""
HIDDEN_HEADERS = (b"location", b"set-cookie")
"""httpx would parse the one and keep the other, whether asked to or not."""
CONNECT_TIMEOUT = 10.0
"""Seconds for one address, so that a dead one leaves time for the next."""


def addresses_of(host: str, port: int) -> list[str]:
    """The addresses to connect to, in the order of the resolver.

    Every connection goes to one of these and to nothing else, so this is where targets are allowed or refused.
    """
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError("the host name cannot be resolved") from error
    return [str(answer[4][0]) for answer in answers]


class Wire(httpcore.NetworkBackend):
    """Opens connections, and keeps one deadline over connecting, TLS, sending and each read.

    Only looking up the name takes the time that the resolver of the system allows itself.
    """

    def __init__(self) -> None:
        self.closed_by_server = False
        self._sockets = httpcore.SyncBackend()
        self._end = 0.0

    def allow(self, seconds: float) -> None:
        """Start the clock of a request."""
        self._end = monotonic() + seconds

    def left(self) -> float:
        """Seconds that are left. Raises httpcore.ReadTimeout when there are none."""
        left = self._end - monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        self.closed_by_server = False
        failure: Exception = httpcore.ConnectError()
        for address in addresses_of(host, port):
            try:
                stream = self._sockets.connect_tcp(address, port, min(CONNECT_TIMEOUT, self.left()))
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, self)
        raise failure


class _TimedStream(httpcore.NetworkStream):
    """A connection whose timeouts are what the deadline leaves, whatever the caller asks for."""

    def __init__(self, stream: httpcore.NetworkStream, wire: Wire) -> None:
        self._stream = stream
        self._wire = wire

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._stream.read(max_bytes, self._wire.left())
        self._wire.closed_by_server = not data
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._wire.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, self._wire.left()), self._wire)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class WireTransport(httpx.BaseTransport):
    """Lets httpx speak through a `Wire`, over one connection at a time. httpcore's exceptions come out as they are."""

    def __init__(self, wire: Wire) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpcore.default_ssl_context(), max_connections=1, network_backend=wire
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        answer = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        shown = [(name, value) for name, value in answer.headers if name.lower() not in HIDDEN_HEADERS]
        return httpx.Response(
            answer.status, headers=shown, stream=_Stream(answer), extensions={RAW_HEADERS: answer.headers}
        )

    def close(self) -> None:
        self._pool.close()


class _Stream(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
