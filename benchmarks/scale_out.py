"""Runs that are split among workers, while these are killed and their broker is cut, against a run of one process.

Usage: python benchmarks/scale_out.py [--pages N] [--kills N] [--cut SECONDS] [--workers N ...] [--queue database|redis]
[--seed N] [--server URL]. Needs a PostgreSQL whose user may create databases, and for Redis redis-server and
requirements/redis.txt.

For each queue a folder and a site of made-up pages are read by three processes `seo_worker`, which are started again
when they end, as systemd or Compose do. At random times one of them is killed (SIGKILL), and once the broker is cut: a
proxy before PostgreSQL drops and refuses connections, a Redis of our own is killed and started again with its data.
`report.json` must then be that of `seo_audit` with one process, but for its id and times. At last the folder is read by
1, 2 and 3 workers in peace. The exit code is 1 when a run does not come to its end or says anything else.
"""

import argparse
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import synthetic_site
from made_up_server import Reply, response, serving
from scratch_runs import ROOT, free_port, kill_all, row

SERVER = "postgresql://postgres@127.0.0.1:5432"
PATIENCE = 900.0
"""Seconds that a run may take."""
ORDER = """
import sys, django
django.setup()
from seo_meta.services.order_run import AuditOrder, order_audit
from seo_meta.services.crawl_options import CrawlOptions
print(order_audit(AuditOrder(sys.argv[1], CrawlOptions(rate=0, concurrency=8)), "bench").pk)
"""


class Proxy:
    """Passes TCP connections on to a server, until it is cut."""

    def __init__(self, to: tuple[str, int]) -> None:
        self._to = to
        self._whole = True
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            near, _ = self._listener.accept()
            if not self._whole:
                near.close()
                continue
            far = socket.create_connection(self._to)
            self._open |= {near, far}
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            self._open.discard(end)

    def cut(self, seconds: float) -> None:
        self._whole = False
        for end in list(self._open):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        time.sleep(seconds)
        self._whole = True


class Redis:
    """A server of our own, which keeps its data."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._folder = folder
        self._start()

    def _start(self) -> None:
        options = ("--port", str(self.port), "--dir", str(self._folder), "--appendonly", "yes", "--save", "")
        command = ["redis-server", *options, "--bind", "127.0.0.1"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)

    def cut(self, seconds: float) -> None:
        self.stop()
        time.sleep(seconds)
        self._start()

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()


class Crew:
    """Worker processes that are started again when they end."""

    def __init__(self, count: int, environment: dict[str, str], log: Path) -> None:
        self._environment = environment
        self._log = log.open("ab")
        self._ended = threading.Event()
        self._processes = [self._start() for _ in range(count)]
        self.restarts = 0
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self._keeper.start()

    def _start(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "manage.py", "seo_worker"]
        return subprocess.Popen(command, cwd=ROOT, env=self._environment, stdout=self._log, stderr=self._log)

    def _keep(self) -> None:
        while not self._ended.wait(1.0):
            for place, process in enumerate(self._processes):
                if process.poll() is not None:
                    self._processes[place] = self._start()
                    self.restarts += 1

    def kill_one(self, rng: random.Random) -> None:
        rng.choice(self._processes).kill()

    def stop(self) -> None:
        self._ended.set()
        self._keeper.join()
        for process in self._processes:
            kill_all(process.pid)
            process.wait()


class Bench:
    """A database of its own with SiteAgent's tables, empty again for each run."""

    def __init__(self, server: str, name: str, source: str) -> None:
        self._server = server
        self.name = name
        self.source = source
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{name}"')
        self.manage("migrate", "--verbosity", "0")

    def environment(self, port: int = 0, **more: str) -> dict[str, str]:
        """`port` is that of a proxy before the server."""
        host = self.source.removeprefix("http://").rstrip("/")
        near = f"{self._server.rpartition('@')[0]}@127.0.0.1:{port}" if port else self._server
        own = {
            "DATABASE_URL": f"{near}/{self.name}",
            "DJANGO_SETTINGS_MODULE": "siteagent_project.settings.dev",
            "SITEAGENT_FOLDERS": self.source,
            "SITEAGENT_PRIVATE_HOSTS": host,
            "SITEAGENT_WORKERS": "1",
            "SITEAGENT_REDIS_URL": "",
        }
        return os.environ | own | more

    def manage(self, *arguments: str, **more: str) -> None:
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=ROOT, env=self.environment(**more), check=True, stdout=subprocess.DEVNULL)

    def order(self, **more: str) -> None:
        command = [sys.executable, "-c", ORDER, self.source]
        subprocess.run(command, cwd=ROOT, env=self.environment(**more), check=True, stdout=subprocess.DEVNULL)

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(f"{self._server}/{self.name}") as connection:
            return connection.execute(sql).fetchall()

    def pages(self) -> int:
        return int(self.ask("SELECT count(*) FROM seo_meta_page")[0][0])

    def await_end(self) -> None:
        """Leaves the script when the run fails, or does not end."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            ((state, reason),) = self.ask("SELECT state, stop_reason FROM seo_meta_run")
            if state == "done":
                return
            if state in ("failed", "cancelled"):
                sys.exit(f"the run is {state}: {reason}")
            time.sleep(0.5)
        sys.exit(f"the run is not over after {PATIENCE:.0f} s")

    def report(self) -> str:
        """report.json of the run, without its id and times."""
        with tempfile.TemporaryDirectory() as folder:
            self.manage("seo_report", "--format", "json", "--out", folder)
            report = json.loads(Path(folder, "report.json").read_text())
        for name in ("id", "started_at", "finished_at"):
            del report["run"][name]
        return json.dumps(report, indent=1)

    def drop(self) -> None:
        with psycopg.connect(f"{self._server}/postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')


@contextmanager
def bench(server: str, name: str, source: str) -> Iterator[Bench]:
    one = Bench(server, f"scale_out_{os.getpid()}_{name}", source)
    try:
        yield one
    finally:
        one.drop()


def control(server: str, source: str) -> str:
    with bench(server, "control", source) as alone:
        live = ("--allow-private", "--rate", "0", "--concurrency", "8") if source.startswith("http") else ()
        started = time.perf_counter()
        alone.manage("seo_audit", source, *live, "--workers", "1", "--fail-on", "never")
        seconds = time.perf_counter() - started
        print(f"one process, {source}: {alone.pages()} pages in {seconds:.1f} s", flush=True)
        return alone.report()


def split(source: str, queue: str, expected: str, options: argparse.Namespace, rng: random.Random) -> bool:
    """Whether a run of three workers says the same, though they are killed and their broker is cut."""
    with ExitStack() as left, tempfile.TemporaryDirectory() as scratch:
        one = left.enter_context(bench(options.server, queue, source))
        log = Path(scratch, "workers.log")
        broker: Proxy | Redis
        if queue == "redis":
            broker = Redis(Path(scratch))
            left.callback(broker.stop)
            more = {"SITEAGENT_REDIS_URL": f"redis://127.0.0.1:{broker.port}/0"}
            environment = one.environment(**more, SITEAGENT_SHARDS="6")
        else:
            place = urlsplit(options.server)
            broker, more = Proxy((place.hostname or "127.0.0.1", place.port or 5432)), {}
            environment = one.environment(broker.port, SITEAGENT_SHARDS="6")
        started = time.monotonic()
        one.order(**more, SITEAGENT_SHARDS="6")
        crew = Crew(3, environment, log)
        left.callback(crew.stop)
        harm(one, broker, crew, options, rng)
        one.await_end()
        seconds = time.monotonic() - started
        found = one.report()
        same = found == expected
        what = "site" if source.startswith("http") else "folder"
        row(
            f"a {what} of {one.pages()} pages shared by 3 workers over the queue {queue}, {options.kills} kills, "
            f"{crew.restarts} restarts, {options.cut:.0f} s without broker",
            f"report.json is {'the same' if same else 'ANOTHER'} after {seconds:.0f} s",
            "that of one process",
        )
        if not same:
            folder = Path(tempfile.mkdtemp())
            (folder / "expected.json").write_text(expected)
            (folder / "found.json").write_text(found)
            shutil.copy(log, folder)
            print(f"  see {folder}")
        return same


def harm(one: Bench, broker: Proxy | Redis, crew: Crew, options: argparse.Namespace, rng: random.Random) -> None:
    """Kill workers at equal steps of the reading, and cut the broker at a third of it."""
    steps = [options.pages * (place + 1) // (options.kills + 2) for place in range(options.kills)]
    cut = threading.Thread(target=broker.cut, args=(options.cut,))
    for step in steps:
        while one.pages() < step and one.ask("SELECT state FROM seo_meta_run") != [("done",)]:
            time.sleep(0.1)
        time.sleep(rng.uniform(0, 0.5))
        if cut.ident is None and step >= options.pages / 3:
            cut.start()
        crew.kill_one(rng)
    if cut.ident is not None:
        cut.join()


def throughput(server: str, source: str, workers: int) -> None:
    with bench(server, f"workers{workers}", source) as one, tempfile.TemporaryDirectory() as scratch:
        one.order(SITEAGENT_SHARDS="6")
        started = time.monotonic()
        crew = Crew(workers, one.environment(SITEAGENT_SHARDS="6"), Path(scratch, "workers.log"))
        try:
            while one.ask("SELECT state FROM seo_meta_run") not in ([("read",)], [("done",)]):
                time.sleep(0.1)
            seconds = time.monotonic() - started
            one.await_end()
        finally:
            crew.stop()
        rate = f"{one.pages() / seconds:.0f} pages/s read and judged, with their start"
        row(f"a folder shared by {workers} workers in peace", rate, "none")


def made_up_site(pages: int) -> Any:
    places = {f"/{synthetic_site.path_of(number)}": number for number in range(1, pages)} | {"/": 0, "/index.html": 0}

    def site(target: str, url: str) -> Reply:
        number = places.get(target)
        return response("not found", 404) if number is None else response(synthetic_site.page(number, pages))

    return site


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2_000)
    parser.add_argument("--kills", type=int, default=6)
    parser.add_argument("--cut", type=float, default=30.0)
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2, 3])
    parser.add_argument("--queue", action="append", choices=("database", "redis"))
    parser.add_argument("--server", default=SERVER, help="PostgreSQL, without the name of a database")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))  # noqa: S311
    options = parser.parse_args()
    print(f"seed {options.seed}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
    rng = random.Random(options.seed)  # noqa: S311
    queues = options.queue or ["database", "redis"]
    with tempfile.TemporaryDirectory() as scratch, serving(made_up_site(options.pages)) as url:
        folder = Path(scratch, "site").resolve()
        folder.mkdir()
        synthetic_site.write(folder, options.pages)
        whole = True
        for source in (str(folder), url):
            expected = control(options.server, source)
            for queue in queues:
                whole &= split(source, queue, expected, options, rng)
        for workers in options.workers:
            throughput(options.server, str(folder), workers)
    sys.exit(0 if whole else 1)


if __name__ == "__main__":
    main()
