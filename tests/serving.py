"""gunicorn as the images start it, in a process of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from tests.process import ROOT, python

PATIENCE = 60.0
"""Seconds, on a machine that does much else."""


class Server:
    def __init__(self, process: subprocess.Popen[bytes], url: str, folder: Path) -> None:
        self.process = process
        self.folder = folder
        self._url = url

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        """(status, body). Header names with `_` for `-`."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            with urlopen(Request(f"{self._url}{path}", headers=sent), timeout=PATIENCE) as response:  # noqa: S310
                return response.status, response.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()

    def workers(self) -> list[int]:
        """Process ids."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(id) for id in children.split()]

    @property
    def stdout(self) -> str:
        return (self.folder / "stdout").read_text()

    @property
    def stderr(self) -> str:
        return (self.folder / "stderr").read_text()


@contextmanager
def serving(folder: Path, **variables: str) -> Iterator[Server]:
    """A server over a migrated SQLite database in `folder`, with these environment variables and no others of ours."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        bind = f"127.0.0.1:{probe.getsockname()[1]}"
    env = {
        "DJANGO_SETTINGS_MODULE": "siteagent_project.settings.ci",
        "DATABASE_URL": f"sqlite:///{folder}/served.sqlite3",
        "TMPDIR": str(folder),
        "SITEAGENT_BIND": bind,
        **variables,
    }
    done = python("manage.py", "migrate", "--verbosity", "0", **env)
    assert done.returncode == 0, done.stderr
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "siteagent_project.wsgi"]
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    with (folder / "stdout").open("wb") as stdout, (folder / "stderr").open("wb") as stderr:
        process = subprocess.Popen(command, cwd=ROOT, env=inherited | env, stdout=stdout, stderr=stderr)
    server = Server(process, f"http://{bind}", folder)
    try:
        wait_until(lambda: answers(server), server)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def answers(server: Server) -> bool:
    try:
        return server.get("/live")[0] == 200
    except (URLError, OSError):
        return False


def wait_until(happens: Callable[[], bool], server: Server) -> None:
    until = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < until, server.stderr
        assert server.process.poll() is None, server.stderr
        time.sleep(0.05)
