"""The network under the client: each step gets only the time that is left, and the guard says what to connect to."""

import socket
import ssl
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from functools import cache
from threading import Thread
from time import monotonic
from typing import Any

import httpcore
import httpx

from seo_meta.errors import DeadlineError

from .guard import Access, Resolver, targets

CONNECT_TIMEOUT = 10.0
"""Seconds for one address, so that a dead one leaves time for the next."""


def look_up(host: str, port: int) -> list[str]:
    """The addresses of a host, in the order of the system's resolver."""
    return [str(answer[4][0]) for answer in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@cache
def tls_context() -> ssl.SSLContext:
    """What verifies certificates. Reading those of all authorities takes a tenth of a second."""
    return httpcore.default_ssl_context()


class Wire(httpcore.NetworkBackend):
    """Opens connections, and keeps one deadline over looking up, connecting, TLS, sending and each read."""

    def __init__(self, access: Access, resolve: Resolver) -> None:
        self.closed_by_server = False
        self.connected = False
        """Whether a connection was asked for since the request began; without one an old one is used again."""
        self.heard = False
        """Whether anything was read since the request was sent."""
        self._access = access
        self._resolve = resolve
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
        self.connected = True
        failure: Exception = httpcore.ConnectError()
        for address in targets(host, port, self._access, self._in_time):
            try:
                stream = self._sockets.connect_tcp(address, port, min(CONNECT_TIMEOUT, self.left()))
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, self)
        raise failure

    def _in_time(self, host: str, port: int) -> Iterable[str]:
        """Looking up has no time limit of its own: a name that takes too long is left behind in its thread."""
        answer: Future[Iterable[str]] = Future()

        def ask() -> None:
            try:
                answer.set_result(self._resolve(host, port))
            except Exception as error:
                answer.set_exception(error)

        Thread(target=ask, daemon=True).start()
        try:
            return answer.result(self.left())
        except TimeoutError as error:
            raise DeadlineError("the host name could not be resolved in time") from error


class _TimedStream(httpcore.NetworkStream):
    """A connection whose timeouts are what the deadline leaves, whatever the caller asks for."""

    def __init__(self, stream: httpcore.NetworkStream, wire: Wire) -> None:
        self._stream = stream
        self._wire = wire

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._stream.read(max_bytes, self._wire.left())
        self._wire.closed_by_server = not data
        self._wire.heard = True
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._wire.left())
        self._wire.heard = False

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
        self._wire = wire
        self._pool = httpcore.ConnectionPool(ssl_context=tls_context(), max_connections=1, network_backend=wire)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        question = httpcore.Request(
            request.method,
            httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.read(),
            extensions=request.extensions,
        )
        answer = self._ask(question)
        return httpx.Response(answer.status, headers=answer.headers, stream=_Stream(answer))

    def _ask(self, question: httpcore.Request) -> httpcore.Response:
        """The answer to the question. On an old connection, what came unasked behind the answer before is in front of
        it; that connection is given up, since GET and HEAD may be asked twice (RFC 9110, section 9.2.2)."""
        self._wire.connected = False
        try:
            answer = self._pool.handle_request(question)
        except httpcore.RemoteProtocolError:
            if self._wire.connected:
                raise
        else:
            if self._wire.heard:
                return answer
            answer.close()
        return self._pool.handle_request(question)

    def close(self) -> None:
        self._pool.close()


class _Stream(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
