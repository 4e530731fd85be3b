"""`ml_fetch_model` against a hub on loopback, in a process of its own: the client reads its address once."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from ml_search.encoders.fetch_model import FILES, REVISION
from ml_search.encoders.model_files import NAME, REPOSITORY, find_model

ROOT = Path(__file__).parents[2]


@contextmanager
def hub(files: dict[str, bytes]) -> Iterator[str]:
    class Hub(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.answer(body=False)

        def do_GET(self) -> None:
            self.answer(body=True)

        def answer(self, *, body: bool) -> None:
            name = self.path.removeprefix(f"/{REPOSITORY}/resolve/{REVISION}/")
            content = files.get(name)
            self.send_response(200 if content is not None else 404)
            self.send_header("X-Repo-Commit", REVISION)
            self.send_header("ETag", f'"{hashlib.sha256(content or b"").hexdigest()}"')
            self.send_header("Content-Length", str(len(content or b"")))
            self.end_headers()
            if body:
                self.wfile.write(content or b"")

        def log_message(self, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def fetch(endpoint: str, index: Path) -> subprocess.CompletedProcess[str]:
    env = {
        **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        "DJANGO_SETTINGS_MODULE": "siteagent_project.settings.test",
        "SITEAGENT_APPS": "seo_meta,ml_search",
        "SITEAGENT_INDEX_DIR": str(index),
        "HF_ENDPOINT": endpoint,
        "HF_HUB_DISABLE_XET": "1",
    }
    command = [sys.executable, "manage.py", "ml_fetch_model"]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120)


def model() -> dict[str, bytes]:
    return {name: (find_model().path / name).read_bytes() for name in FILES}


def test_the_model_is_fetched_once_and_checked(tmp_path: Path) -> None:
    with hub(model()) as endpoint:
        done = fetch(endpoint, tmp_path)
        assert done.returncode == 0, done.stderr
        assert done.stdout == f"{NAME} is in {tmp_path}/models/{NAME}.\n"
    assert fetch(endpoint, tmp_path).returncode == 0, "it is there, so nobody is asked"


def test_other_weights_than_the_pinned_ones_are_not_kept(tmp_path: Path) -> None:
    with hub(model() | {"model.safetensors": b"evil"}) as endpoint:
        done = fetch(endpoint, tmp_path)
    assert done.returncode == 2
    assert "is not the file of all-MiniLM-L6-v2 that is pinned" in done.stderr
    assert list((tmp_path / "models").iterdir()) == []


def test_a_hub_that_does_not_answer_is_one_line_with_a_remedy(tmp_path: Path) -> None:
    with hub(model()) as endpoint:
        pass
    done = fetch(endpoint, tmp_path)
    assert done.returncode == 2
    assert "cannot be fetched" in done.stderr
    assert "SITEAGENT_EMBED_MODEL_PATH" in done.stderr
    assert "Traceback" not in done.stderr
    assert list((tmp_path / "models").iterdir()) == []
