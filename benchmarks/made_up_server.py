"""A web server on loopback, in a process of its own, that says exactly the bytes it is told to say, however wrong."""

import asyncio
import multiprocessing
import socket
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

Reply = bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]
"""The whole response, or a function that does with the connection what it likes; it is closed afterwards."""
Site = Callable[[str, str], Reply]
"""(target of the request, URL of the server with a slash at the end) to reply"""


def response(
    body: bytes | str, status: int = 200, content_type: str = "text/html; charset=utf-8", **headers: str
) -> bytes:
    """A well-formed response; `content_encoding="gzip"` becomes a header."""
    content = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status} Status", f"Content-Length: {len(content)}", f"Content-Type: {content_type}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + content


class Request(NamedTuple):
    seconds: float
    """By `time.monotonic`, which all processes of a machine share."""
    target: str


def requests(log: Path) -> list[Request]:
    """What a log holds so far; a line that is not whole yet is left out."""
    lines = (line.split(" ", 1) for line in log.read_text().split("\n")[:-1])
    return [Request(float(seconds), target) for seconds, target in lines]


@contextmanager
def serving(site: Site, log: Path | None = None) -> Iterator[str]:
    """Serve until the block is left, which gets the URL. Each request becomes a line of `log`."""
    with socket.create_server(("127.0.0.1", 0), backlog=256) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        process = multiprocessing.get_context("fork").Process(target=_serve, args=(listener, site, url, log))
        process.start()
        try:
            yield url
        finally:
            process.kill()
            process.join()


def _serve(listener: socket.socket, site: Site, url: str, log: Path | None) -> None:
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve_forever(listener, site, url, log))


async def _serve_forever(listener: socket.socket, site: Site, url: str, log: Path | None) -> None:
    with (log or Path("/dev/null")).open("a", buffering=1) as lines:

        async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                while True:
                    head = await reader.readuntil(b"\r\n\r\n")
                    target = head.split(b" ", 2)[1].decode("latin-1")
                    lines.write(f"{time.monotonic()} {target}\n")
                    reply = site(target, url)
                    if callable(reply):
                        await reply(writer)
                        break
                    writer.write(reply)
                    await writer.drain()
            writer.close()

        server = await asyncio.start_server(converse, sock=listener)
        await server.serve_forever()
