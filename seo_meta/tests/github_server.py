"""A made-up GitHub: a real server on loopback that keeps pull requests of one repository as its REST API does."""

import json
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

REPOSITORY = "octo/site"
TOKEN = "ghs_s3cret"
ROUTE = re.compile(rf"/repos/{REPOSITORY}/(pulls|issues)(?:/(\d+))?(?:/(labels|comments))?")


class GitHubServer:
    """`pulls` are as the API has them; a test may change them as people would. `failing` is what requests of a method
    and path get in place of what they ask for."""

    def __init__(self) -> None:
        self.url = ""
        self.pulls: list[dict[str, Any]] = []
        self.comments: dict[int, list[str]] = {}
        self.labels: dict[int, list[str]] = {}
        self.asked: list[str] = []
        self.tokens: set[str] = set()
        self.failing: dict[str, tuple[int, dict[str, str], object]] = {}

    @property
    def written(self) -> list[str]:
        """What changed anything."""
        return [asked for asked in self.asked if not asked.startswith("GET")]

    def answer(self, method: str, path: str, query: dict[str, list[str]], sent: Any) -> object:
        match = ROUTE.fullmatch(path)
        assert match, path
        kind, number, part = match[1], int(match[2] or 0), match[3]
        if part == "labels":
            self.labels[number] = sent["labels"]
            return []
        if part == "comments":
            said = self.comments.setdefault(number, [])
            if method == "POST":
                said.append(sent["body"])
            return [{"body": one} for one in said]
        assert kind == "pulls"
        if method == "POST":
            self.pulls.append(self._made(sent))
            return self.pulls[-1]
        if method == "PATCH":
            self.pulls[number - 1] |= sent
            return self.pulls[number - 1]
        page, size = int(query["page"][0]), int(query["per_page"][0])
        owner, _, branch = query["head"][0].partition(":")
        assert owner == "octo"
        found = [one for one in self.pulls if one["state"] == query["state"][0] and one["head"]["ref"] == branch]
        return found[::-1][(page - 1) * size : page * size]

    def _made(self, sent: dict[str, Any]) -> dict[str, Any]:
        return {
            "number": len(self.pulls) + 1,
            "state": "open",
            "merged_at": None,
            "title": sent["title"],
            "body": sent["body"],
            "draft": sent["draft"],
            "base": {"ref": sent["base"]},
            "head": {"ref": sent["head"], "repo": {"full_name": "Octo/Site"}},
            "html_url": "https://evil.example/",
        }


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has read enough may leave."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def github() -> Iterator[GitHubServer]:
    server = GitHubServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one(self) -> None:
            url = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            asked = f"{self.command} {url.path}"
            server.asked.append(asked)
            server.tokens.add(self.headers.get("Authorization", ""))
            status, headers, said = server.failing.get(asked) or (
                201 if self.command == "POST" else 200,
                {},
                server.answer(self.command, url.path, parse_qs(url.query), json.loads(body) if body else None),
            )
            content = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PATCH = handle_one

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with _Server(("127.0.0.1", 0), Handler) as http:
        server.url = f"http://127.0.0.1:{http.server_address[1]}"
        thread = threading.Thread(target=http.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            http.shutdown()
            thread.join()
