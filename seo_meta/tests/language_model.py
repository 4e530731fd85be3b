"""A made-up language model: a real server on loopback, which says in turn what it is told to say."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from seo_meta.tests.loopback import Answer, Loopback, answer, serving

PATH = "/v1/chat/completions"


def says(content: str, usage: dict[str, int] | None = None, **message: Any) -> bytes:
    """The response whose message is `content`."""
    body: dict[str, Any] = {"id": "x", "choices": [{"index": 0, "message": {"role": "assistant", "content": content}}]}
    body["choices"][0]["message"] |= message
    if usage is not None:
        body["usage"] = usage
    return answer(json.dumps(body), content_type="application/json")


def writes(*candidates: tuple[str, str, str], usage: dict[str, int] | None = None) -> bytes:
    """The response with these candidates: title, description, quotation."""
    names = ("title", "description")
    found = [{**dict(zip(names, one, strict=False)), "evidence": [one[2]]} for one in candidates]
    return says(json.dumps({"candidates": found}), usage)


def silent(connection: socket.socket) -> None:
    time.sleep(20)


def dripping(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    for _ in range(400):
        time.sleep(0.05)
        connection.sendall(b" ")


@contextmanager
def playing(*replies: Answer) -> Iterator[Loopback]:
    """A server that gives each reply once, and the last of them from then on."""
    waiting = list(replies)

    def reply(connection: socket.socket) -> None:
        said = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        if callable(said):
            said(connection)
        else:
            connection.sendall(said)

    with serving({PATH: reply}) as server:
        yield server


def sent(server: Loopback) -> list[dict[str, Any]]:
    """What the server was asked, as JSON."""
    return [json.loads(body) for body in server.bodies]
