"""Commands run and measured, SiteAgent's in a scratch database; and nginx, to serve them a folder. Linux only."""

import getpass
import mimetypes
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[1]
PACKAGED_DOCS = Path("/usr/share/doc")
DJANGO_DOCS = PACKAGED_DOCS / "python-django-doc" / "html"
JAVA_DOCS = PACKAGED_DOCS / "openjdk-17-doc"
LIVE = ("--allow-private", "--rate", "0", "--concurrency", "8", "--workers", "2")
"""Options for reading a site on loopback as fast as it answers."""
SAMPLED_EVERY = 0.05
READY_WITHIN = 60.0
"""Seconds for a server to listen."""
MB = 1024


class Usage(NamedTuple):
    """What a command took, with all processes that it started: seconds and MB."""

    seconds: float
    cpu: float
    parent_mb: float
    child_mb: float
    """The largest of its descendants that lived for a twentieth of a second."""

    @property
    def largest_mb(self) -> float:
        return max(self.parent_mb, self.child_mb)


def run(
    command: Sequence[str | Path], environment: Mapping[str, str] | None = None, limit: float | None = None
) -> Usage:
    """Run a command from process start to exit; after `limit` seconds it is killed.

    Leaves the script, with what the command wrote to stderr, when the exit code is not 0.
    """
    with tempfile.TemporaryFile() as errors:
        started = time.perf_counter()
        process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=errors)
        peaks = Peaks(process.pid)
        killer = threading.Timer(limit or threading.TIMEOUT_MAX, kill_all, (process.pid,))
        killer.daemon = True
        killer.start()
        _, status, used = os.wait4(process.pid, 0)
        killer.cancel()
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            errors.seek(0)
            tail = errors.read().decode(errors="replace")[-2000:]
            sys.exit(f"{' '.join(map(str, command))}: exit code {process.returncode} after {seconds:.0f} s\n{tail}")
    parent, child = peaks.stop()
    return Usage(seconds, used.ru_utime + used.ru_stime, parent, child)


class Peaks:
    """Watches a process and its descendants until `stop`, which says (largest MB of it, largest MB of one of them)."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._largest = {True: 0.0, False: 0.0}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._ended.wait(SAMPLED_EVERY):
            for pid in (self._pid, *descendants(self._pid)):
                own = pid == self._pid
                self._largest[own] = max(self._largest[own], peak_mb(pid))

    def stop(self) -> tuple[float, float]:
        self._ended.set()
        self._thread.join()
        return self._largest[True], self._largest[False]


def descendants(pid: int) -> Iterator[int]:
    """All processes below this one, whichever thread started them."""
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, _read(children).split()):
            yield child
            yield from descendants(child)


def kill_all(pid: int) -> None:
    """Kill a process and its descendants."""
    for one in (pid, *descendants(pid)):
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)


def peak_mb(pid: int) -> float:
    """The most that a process ever held; 0 for one that has ended."""
    for line in _read(Path(f"/proc/{pid}/status")).splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / MB
    return 0.0


def _read(file: Path) -> str:
    """Empty for a process that has ended."""
    try:
        return file.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


class ScratchDatabase:
    """A SQLite database with SiteAgent's tables."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._errors = file.with_suffix(".stderr")

    def _command(self, *arguments: str | Path) -> list[str]:
        return [sys.executable, str(ROOT / "manage.py"), *map(str, arguments)]

    @property
    def environment(self) -> dict[str, str]:
        """Of a process that uses it."""
        return os.environ | {"DATABASE_URL": f"sqlite:///{self.file}"}

    def manage(self, *arguments: str | Path, limit: float | None = None) -> Usage:
        """Run a command of manage.py; see `run`."""
        return run(self._command(*arguments), self.environment, limit)

    def start(self, *arguments: str | Path) -> "subprocess.Popen[bytes]":
        """Start a command of manage.py; `errors` has what it writes to stderr."""
        return self._start(self._command(*arguments))

    def start_script(self, name: str, *arguments: str) -> "subprocess.Popen[bytes]":
        """The same of a script beside this one."""
        return self._start([sys.executable, str(ROOT / "benchmarks" / name), *arguments])

    def _start(self, command: Sequence[str]) -> "subprocess.Popen[bytes]":
        with self._errors.open("wb") as errors:
            environment, quiet = self.environment, subprocess.DEVNULL
            return subprocess.Popen(command, env=environment, cwd=ROOT, stdout=quiet, stderr=errors)

    def errors(self) -> str:
        return self._errors.read_text(errors="replace")[-2000:].strip()

    def query(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.file)) as connection:
            return connection.execute(sql, values).fetchall()

    def damage(self) -> list[str]:
        """What SQLite finds wrong with the file: sentences."""
        said = self.query("PRAGMA integrity_check")
        return [] if said == [("ok",)] else [f"integrity_check says {said[:3]}"]


@contextmanager
def scratch_database() -> Iterator[ScratchDatabase]:
    with tempfile.TemporaryDirectory() as folder:
        database = ScratchDatabase(Path(folder) / "bench.sqlite3")
        database.manage("migrate", "--verbosity", "0")
        yield database


NGINX = """
daemon off; pid {scratch}/pid; error_log {scratch}/error.log; user {user}; worker_processes 1;
events {{ worker_connections 512; }}
http {{
    client_body_temp_path {scratch}/body; proxy_temp_path {scratch}/proxy; fastcgi_temp_path {scratch}/fastcgi;
    uwsgi_temp_path {scratch}/uwsgi; scgi_temp_path {scratch}/scgi;
    {http}
}}
"""
PAGES = """
    types {{ {types} }}
    charset utf-8; gzip off; sendfile on; tcp_nodelay on;
    log_format pages '$status $sent_http_content_type $uri';
    access_log {scratch}/access.log pages;
    server {{ listen 127.0.0.1:{port}; root {folder}; index index.html; }}
"""
SERVED = (".html", ".css", ".js", ".json", ".png", ".svg", ".txt", ".xml")


class Nginx(NamedTuple):
    url: str
    log: Path

    def pages(self) -> int:
        """How many HTML pages were answered with 200 since the last call, each path counted once."""
        lines = self.log.read_text().splitlines()
        os.truncate(self.log, 0)
        return len({line for line in lines if line.startswith("200 text/html")})


@contextmanager
def nginx(folder: Path) -> Iterator[Nginx]:
    """Serve a folder on a free port of loopback, without compression, until the block is left."""
    with tempfile.TemporaryDirectory() as scratch:
        port = free_port()
        types = " ".join(f"{mimetypes.types_map[suffix]} {suffix[1:]};" for suffix in SERVED)
        http = PAGES.format(scratch=scratch, port=port, types=types, folder=folder.resolve())
        with running_nginx(Path(scratch), port, http):
            yield Nginx(f"http://127.0.0.1:{port}/", Path(scratch) / "access.log")


@contextmanager
def running_nginx(scratch: Path, port: int, http: str) -> Iterator[None]:
    """nginx with this within its `http`, which listens at the port, and its files in a folder."""
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        sys.exit("nginx is missing. Install it with: apt-get install nginx-light")
    configuration = scratch / "nginx.conf"
    configuration.write_text(NGINX.format(scratch=scratch, user=getpass.getuser(), http=http))
    process = subprocess.Popen([program, "-c", configuration], stderr=subprocess.DEVNULL)
    try:
        await_port(process, port, scratch / "error.log")
        yield
    finally:
        process.terminate()
        process.wait()


class Server(NamedTuple):
    port: int
    """On loopback."""
    process: "subprocess.Popen[bytes]"
    """gunicorn's own; its workers are its children."""

    def workers(self) -> list[int]:
        """Process ids."""
        return list(descendants(self.process.pid))


@contextmanager
def gunicorn(log: Path, environment: Mapping[str, str]) -> Iterator[int]:
    """The port on loopback at which SiteAgent is served as the images start it, without a throttle."""
    with gunicorn_server(log, environment) as server:
        yield server.port


@contextmanager
def gunicorn_server(log: Path, environment: Mapping[str, str]) -> Iterator[Server]:
    """The same, to harm it."""
    port = free_port()
    command = (sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "siteagent_project.wsgi")
    served = {**environment, "SITEAGENT_THROTTLE": "100000000/m", "SITEAGENT_BIND": f"127.0.0.1:{port}"}
    with log.open("wb") as written:
        process = subprocess.Popen(command, cwd=ROOT, env=served, stdout=written, stderr=written)
    try:
        await_port(process, port, log)
        yield Server(port, process)
    finally:
        process.terminate()
        process.wait(timeout=60)


@contextmanager
def new_database(url: str, scratch: Path) -> Iterator[str]:
    """The URL of an SQLite file in `scratch`; or of a new database on the PostgreSQL server of a URL, which is removed
    in the end."""
    if not url:
        yield f"sqlite:///{scratch}/bench.sqlite3"
        return
    import psycopg
    from psycopg import sql

    name = f"bench_{os.getpid()}"
    with psycopg.connect(urlsplit(url)._replace(path="/postgres").geturl(), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlsplit(url)._replace(path=f"/{name}").geturl()
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def free_port() -> int:
    """A port of loopback at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def await_port(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    """Return when somebody listens there. Leaves the script, with the end of the log, when the process does not."""
    until = time.monotonic() + READY_WITHIN
    while process.poll() is None and time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    sys.exit(f"The server did not start: {_read(log).strip()[-2_000:]}")


def row(what: str, found: object, aim: object) -> None:
    """Print a row of the tables in docs/explanation/measurements.md, where `suite.py` puts it."""
    print(f"| {what} | {found} | {aim} |", flush=True)


def packaged(folder: Path) -> Path:
    """The folder, a package's documentation. Leaves the script when it is not installed."""
    if not folder.is_dir():
        package = folder.relative_to(PACKAGED_DOCS).parts[0] if folder.is_relative_to(PACKAGED_DOCS) else ""
        remedy = f"Install it with: apt-get install {package}" if package else "Give a folder of HTML pages."
        sys.exit(f"{folder} is missing. {remedy}")
    return folder
