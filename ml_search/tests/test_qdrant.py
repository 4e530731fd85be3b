"""A Qdrant that is away, slow or of another mind: the real client, and a server that plays one."""

import json
import socket
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from ml_search.errors import IndexUnreadable, StoreError
from ml_search.stores import qdrant as qdrant_module
from ml_search.stores import store_of
from ml_search.tests.vector_stores import clustered, generation, publish

FEW = clustered(50)
KEY = "the-key-of-the-server"


class Played:
    """What a server would keep, and faults by the start of `METHOD /path`: a status with a body, or a function."""

    def __init__(self) -> None:
        self.collections: dict[str, dict[str, Any]] = {}
        self.aliases: dict[str, str] = {}
        self.faults: dict[str, tuple[int, bytes] | Callable[[socket.socket], None]] = {}
        self.requests: list[str] = []
        self.lock = threading.Lock()

    def answer(self, method: str, path: str, body: dict[str, Any]) -> Any:
        with self.lock:
            match method, path.partition("?")[0].strip("/").split("/"):
                case "GET", ["aliases"]:
                    pairs = self.aliases.items()
                    return {"aliases": [{"alias_name": alias, "collection_name": name} for alias, name in pairs]}
                case "GET", ["collections"]:
                    return {"collections": [{"name": name} for name in self.collections]}
                case "POST", ["collections", "aliases"]:
                    for action in body["actions"]:
                        created = action["create_alias"]
                        self.aliases[created["alias_name"]] = self._named(created["collection_name"])
                    return True
                case "PUT", ["collections", name]:
                    self.collections[name] = {"points": {}, "metadata": None, "vectors": body["vectors"]}
                    return True
                case "PUT", ["collections", name, "points"]:
                    batch = body["batch"]
                    self.collections[name]["points"] |= dict(zip(batch["ids"], batch["vectors"], strict=True))
                    return {"operation_id": 1, "status": "completed"}
                case _:
                    return self._of_one(method, path, body)

    def _of_one(self, method: str, path: str, body: dict[str, Any]) -> Any:
        match method, path.partition("?")[0].strip("/").split("/"):
            case "GET", ["collections", name, "exists"]:
                return {"exists": name in self.collections}
            case "GET", ["collections", name]:
                return info(self.collections[self._named(name)])
            case "PATCH", ["collections", name]:
                self.collections[self._named(name)]["metadata"] = body["metadata"]
                return True
            case "DELETE", ["collections", name]:
                self.collections.pop(name, None)
                self.aliases = {alias: target for alias, target in self.aliases.items() if target != name}
                return True
            case "POST", ["collections", name, "points", "count"]:
                return {"count": len(self.collections[self._named(name)]["points"])}
            case "POST", ["collections", name, "points", "query"]:
                points = self.collections[self._named(name)]["points"]
                query = body["query"]["nearest"]
                scores = {id: sum(a * b for a, b in zip(row, query, strict=True)) for id, row in points.items()}
                nearest = sorted(scores, key=scores.__getitem__, reverse=True)[: body["limit"]]
                return {"points": [{"id": id, "version": 0, "score": scores[id]} for id in nearest]}
        raise AssertionError(f"{method} {path}")

    def _named(self, name: str) -> str:
        name = self.aliases.get(name, name)
        if name not in self.collections:
            raise LookupError(f"Not found: Collection `{name}` doesn't exist!")
        return name


def info(collection: dict[str, Any]) -> dict[str, Any]:
    config: dict[str, Any] = {
        "params": {"vectors": collection["vectors"]},
        "hnsw_config": {"m": 16, "ef_construct": 100, "full_scan_threshold": 10000},
        "optimizer_config": {
            "deleted_threshold": 0.2,
            "vacuum_min_vector_number": 1000,
            "default_segment_number": 0,
            "flush_interval_sec": 5,
        },
        "metadata": collection["metadata"],
    }
    return {
        "status": "green",
        "optimizer_status": "ok",
        "segments_count": 1,
        "points_count": len(collection["points"]),
        "config": config,
        "payload_schema": {},
    }


@contextmanager
def serving(played: Played) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body = json.loads(self.rfile.read(length) or b"{}")
            named = f"{self.command} {self.path}"
            played.requests.append(named)
            fault = next((fault for start, fault in played.faults.items() if named.startswith(start)), None)
            if callable(fault):
                self.close_connection = True
                fault(self.connection)
                return
            if fault is None:
                try:
                    answer = {"time": 0, "status": "ok", "result": played.answer(self.command, self.path, body)}
                    fault = (200, json.dumps(answer).encode())
                except LookupError as error:
                    fault = (404, json.dumps({"status": {"error": str(error.args[0])}, "time": 0}).encode())
            status, content = fault
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_PUT = do_POST = do_PATCH = do_DELETE = handle_one

        def log_message(self, *arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def played() -> Played:
    return Played()


@pytest.fixture
def store(played: Played, settings, monkeypatch):
    """As the settings make it, behind a server; requests wait a second at most."""
    monkeypatch.setattr(qdrant_module, "TIMEOUT", 1)
    settings.SITEAGENT_VECTOR_STORE = "qdrant"
    with serving(played) as url, warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Api key is used with an insecure connection")
        settings.QDRANT_URL, settings.QDRANT_API_KEY = url, KEY
        yield store_of(1)
        qdrant_module._client.cache_clear()


def refuse(connection: socket.socket) -> None:
    connection.close()


def hang(connection: socket.socket) -> None:
    time.sleep(3)


FAULTS = {
    "timed out": (hang, "Qdrant at 127.0.0.1:.* does not answer as it should: timed out"),
    "disconnected": (refuse, "does not answer as it should: Server disconnected"),
    "500": (
        (500, b'{"status": {"error": "Service internal error: 1 of 3 shards"}, "time": 0}'),
        "500: .* 1 of 3 shards",
    ),
    "503 of a proxy": ((503, b"<html>\nunavailable"), "Qdrant answers 503: <html>$"),
    "not JSON": ((200, b"<html>hello"), "does not answer as it should"),
    "other JSON": (
        (200, b'{"time": 0, "status": "ok", "result": {"points": 3}}'),
        "does not answer as it should",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("where", ["POST /collections/siteagent-1/points/query", "", "GET /aliases"])
def test_what_goes_wrong_at_the_server_is_one_line(store, played: Played, fault: str, where: str) -> None:
    publish(store, "1", FEW)
    played.faults[where], said = FAULTS[fault]
    with pytest.raises(IndexUnreadable, match=said) as caught:
        store.active() if where == "GET /aliases" else store.search(FEW.rows[0], 10)
    assert "\n" not in str(caught.value)
    assert KEY not in str(caught.value)
    played.faults.clear()
    assert len(store.search(FEW.rows[0], 10)) == 10


def test_a_server_that_is_not_there_is_named_without_its_password(settings) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings.SITEAGENT_VECTOR_STORE, settings.QDRANT_API_KEY = "qdrant", ""
    settings.QDRANT_URL = f"http://me:secret@127.0.0.1:{port}"
    store = store_of(1)
    for call in (store.active, store.generations, store.prune, store.clear, lambda: store.search(FEW.rows[0], 10)):
        with pytest.raises(IndexUnreadable, match=rf"Qdrant at 127\.0\.0\.1:{port} .*QDRANT_URL is right") as caught:
            call()
        assert "secret" not in str(caught.value)
    with pytest.raises(IndexUnreadable):
        store.write(generation("1", FEW), *FEW)


@pytest.mark.parametrize("url", ["", "localhost:6333", "ftp://example.com"])
def test_without_the_address_of_a_server_the_setting_is_named(settings, url: str) -> None:
    settings.SITEAGENT_VECTOR_STORE, settings.QDRANT_URL = "qdrant", url
    with pytest.raises(StoreError, match="Set QDRANT_URL"):
        store_of(1)


@pytest.mark.parametrize("step", ["PUT /collections/siteagent-1-2/points", "POST /collections/siteagent-1-2", "PATCH"])
def test_a_generation_that_could_not_be_written_does_not_count(store, played: Played, step: str) -> None:
    publish(store, "1", FEW)
    played.faults[step] = (500, b"")
    with pytest.raises(IndexUnreadable, match="Qdrant answers 500"):
        store.write(generation("2", FEW), *FEW)
    played.faults.clear()
    assert list(played.collections) == ["siteagent-1-1"]
    assert publish(store, "2", FEW).name == "2"


def test_what_a_killed_writer_left_does_not_count_and_is_removed(store, played: Played) -> None:
    publish(store, "1", FEW)
    played.collections["siteagent-1-2"] = played.collections["siteagent-1-1"] | {"metadata": None}
    assert [one.name for one in store.generations()] == ["1"]
    with pytest.raises(IndexUnreadable, match="no generation 2 that is whole"):
        store.activate("2")
    store.write(generation("2", FEW), *FEW)
    played.collections["siteagent-1-0"] = played.collections["siteagent-1-1"] | {"metadata": None}
    played.collections["siteagent-12-0"] = played.collections["elsewhere"] = played.collections["siteagent-1-0"]
    store.prune()
    assert set(played.collections) == {"siteagent-1-1", "siteagent-1-2", "siteagent-12-0", "elsewhere"}
    store.clear()
    assert set(played.collections) == {"siteagent-12-0", "elsewhere"}


def test_a_server_that_keeps_no_manifest_is_too_old(store, played: Played) -> None:
    played.faults["PATCH"] = (200, b'{"time": 0, "status": "ok", "result": true}')
    with pytest.raises(IndexUnreadable, match=r"Update it to 1\.16 or later"):
        store.write(generation("1", FEW), *FEW)
    assert not played.collections


def test_the_switch_is_one_request_and_one_action(store, played: Played) -> None:
    publish(store, "1", FEW)
    store.write(generation("2", FEW), *FEW)
    played.requests.clear()
    store.activate("2")
    assert [request for request in played.requests if not request.startswith("GET")] == ["POST /collections/aliases"]
    assert played.aliases == {"siteagent-1": "siteagent-1-2"}


def test_readers_meet_one_generation_or_the_other_while_two_switch(store, played: Played) -> None:
    """Two operators who activate at once: the last one wins, and no search falls between."""
    publish(store, "1", FEW)
    publish(store, "2", clustered(40))
    ended = threading.Event()
    failures: list[Exception] = []

    def switch(name: str) -> None:
        while not ended.is_set():
            try:
                store.activate(name)
            except IndexUnreadable as error:
                failures.append(error)

    switchers = [threading.Thread(target=switch, args=(name,)) for name in ("1", "2")]
    for switcher in switchers:
        switcher.start()
    counts = {len(store.search(FEW.rows[0], 100)) for _ in range(30)}
    ended.set()
    for switcher in switchers:
        switcher.join()
    assert not failures
    assert counts <= {40, 50}
    assert store.active().name in ("1", "2")


def test_a_collection_that_was_removed_under_the_alias_is_no_index(store, played: Played) -> None:
    publish(store, "1", FEW)
    played.collections.clear()
    with pytest.raises(IndexUnreadable, match="404: Not found: Collection `siteagent-1-1` doesn't exist!"):
        store.search(FEW.rows[0], 10)
    played.aliases.clear()
    with pytest.raises(IndexUnreadable, match="ml_index"):
        store.search(FEW.rows[0], 10)
