"""Servers that misbehave as `vectors/http/hostile_responses.json` scripts it: byte for byte, in time, or in TLS."""

import datetime
import gzip
import re
import socket
import ssl
import struct
import time
import warnings
import zlib
from collections.abc import Callable
from itertools import chain, pairwise, repeat

import trustme

from .loopback import Answer, Loopback, answer, redirect

HTML = b"<!doctype html><title>T</title><p>x"
HTML_HEADER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
CHUNKED = HTML_HEADER + b"Transfer-Encoding: chunked\r\n\r\n"
PIECES = 50
"""Of a drip: more than any deadline here lets through."""


def raw_answer(raw: str) -> Callable[[socket.socket], None]:
    """Says the bytes, then closes; `@…@` stands for repetitions."""
    data = raw.encode("latin-1")
    if b"@REPEAT100@" in data:
        lines = re.search(rb"(?:X-\d+: y+\r\n)+", data)[0]
        data = data.replace(b"@REPEAT100@\r\n", lines * 99)
    data = re.sub(rb"@(\d+)x:(.*?)@", lambda match: (match[2] + b"\r\n") * int(match[1]), data)
    return lambda connection: connection.sendall(data)


def behaviour(script: str) -> Answer:
    """What plays one `behave` that is not about TLS."""
    kind, _, rest = script.partition(":")
    return BEHAVIOURS[kind](rest)


def _repeat(rest: str) -> Answer:
    piece, pause = rest.rsplit(":", 1)
    return _slowly(b"", piece.encode().decode("unicode_escape").encode(), float(pause.removesuffix("s")))


def _slowly(start: bytes, piece: bytes, pause: float) -> Answer:
    def reply(connection: socket.socket) -> None:
        connection.sendall(start)
        for _ in range(PIECES):
            connection.sendall(piece)
            time.sleep(pause)

    return reply


def _flood(start: bytes, pieces: list[bytes]) -> Answer:
    def reply(connection: socket.socket) -> None:
        for data in chain([start], pieces):
            connection.sendall(data)

    return reply


def _endless(rest: str) -> Answer:
    def reply(connection: socket.socket) -> None:
        for data in chain([CHUNKED], repeat(b"10000\r\n" + bytes(0x10000) + b"\r\n")):
            connection.sendall(data)

    return reply


def _bomb(rest: str) -> Answer:
    """One gzip file that unpacks to so many zeros. Brotli and zstd are refused by name, so any bytes do."""
    coding, size = rest.split(":")
    start = HTML_HEADER + f"Content-Encoding: {coding}\r\nConnection: close\r\n\r\n".encode()
    if coding != "gzip":
        return _flood(start, [bytes(1617)])
    deflate = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    part = deflate.compress(bytes(2**24)) + deflate.flush(zlib.Z_FULL_FLUSH)
    return _flood(start + gzip.compress(b"")[:10], [part] * (int(size) // 2**24))


def _reset(rest: str) -> Answer:
    def reply(connection: socket.socket) -> None:
        connection.sendall(HTML_HEADER + b"Content-Length: 50\r\n\r\n" + b"x" * int(rest))
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    return reply


def _hang(rest: str) -> Answer:
    return lambda connection: connection.recv(1)


def _encoded(coding: str, body: bytes) -> Answer:
    return answer(body, content_encoding=coding)


BEHAVIOURS: dict[str, Callable[[str], Answer]] = {
    "repeat": _repeat,
    "drip_body": lambda pause: _slowly(HTML_HEADER + b"Content-Length: 10000\r\n\r\n", b"x", float(pause)),
    "drip_headers": lambda pause: _slowly(b"HTTP/1.1 200 OK\r\nX: ", b"x", float(pause)),
    "hang": _hang,
    "close": lambda rest: lambda connection: None,
    "rst": _reset,
    "endless": _endless,
    "bomb": _bomb,
    "gzip_truncate": lambda part: _encoded("gzip", gzip.compress(HTML)[: int(float(part) * len(gzip.compress(HTML)))]),
    "gzip_twice": lambda rest: _encoded("gzip, gzip", gzip.compress(gzip.compress(HTML))),
    "encodings": lambda rest: _encoded(", ".join(["gzip"] * int(rest.split("*")[1])), gzip.compress(HTML)),
    "deflate_raw": lambda rest: _encoded("deflate", zlib.compress(HTML)[2:-4]),
}


def redirect_routes(location: str, site: Loopback, elsewhere: Loopback) -> dict[str, Answer]:
    """What `site` answers so that its home page redirects as the case says."""
    page = answer(HTML)
    pages = {"/b": page, "/caf%C3%A9": page, "/a%20b": page}
    chains = {f"@CHAIN{hops}@": hops for hops in (10, 11)}
    if hops := chains.get(location):
        names = ["/", *(f"/{hop}" for hop in range(1, hops + 1))]
        return {name: redirect(target) for name, target in pairwise(names)} | {names[-1]: page}
    match location:
        case "@SELF@":
            return {"/": redirect("/")}
        case "@A_B@":
            return {"/": redirect("/b"), "/b": redirect("/")}
        case "@SETCOOKIE_SELF@":
            return {"/": redirect("/").replace(b"\r\n\r\n", b"\r\nSet-Cookie: seen=1\r\n\r\n")}
        case "@SELF@?x@GROW@":
            return {"/" + "?" * bool(grown) + "x" * grown: redirect("/?x" + "x" * grown) for grown in range(20)}
        case "@TWO@":
            return {"/": redirect("/b").replace(b"\r\n\r\n", b"\r\nLocation: /caf%C3%A9\r\n\r\n"), **pages}
        case "@NONE@":
            return {"/": answer(status=301)}
        case "@META@":
            return {"/": answer('<meta http-equiv="refresh" content="0;url=/">')}
        case "@HTTPS_TO_HTTP@" | "@OTHER_ORIGIN@":
            return {"/": redirect(elsewhere.url)}
    head = b"HTTP/1.1 301 Moved\r\nContent-Length: 0\r\nLocation: "
    return {"/": head + location.encode("latin-1") + b"\r\n\r\n", **pages}


def tls_server(kind: str, trusted: trustme.CA) -> ssl.SSLContext:
    """A server whose TLS is wrong in the way that the case names; `valid` for none."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    today = datetime.datetime.now(datetime.UTC)
    stranger = trustme.CA()
    match kind:
        case "null_cert":
            return context
        case "self_signed":
            with stranger.private_key_pem.tempfile() as key, stranger.cert_pem.tempfile() as certificate:
                context.load_cert_chain(certificate, key)
            return context
        case "untrusted_root":
            stranger.issue_cert("127.0.0.1").configure_cert(context)
        case "wrong_host":
            trusted.issue_cert("other.test").configure_cert(context)
        case "expired":
            past = today - datetime.timedelta(days=1)
            trusted.issue_cert("127.0.0.1", not_after=past).configure_cert(context)
        case _:
            trusted.issue_cert("127.0.0.1").configure_cert(context)
    if kind == "tls1.0_only":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1
        context.set_ciphers("ALL:@SECLEVEL=0")
    if kind == "no_shared_cipher":  # RSA key exchange, with a certificate that holds no RSA key.
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers("AES128-SHA256")
    if kind == "sni_required":
        context.sni_callback = lambda connection, name, own: None if name else ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME
    return context
