"""A server with two workers under what happens to servers: slow clients, a stop, killed workers, no database.

    python benchmarks/server_faults.py [--fault NAME …] [--rounds N] [--kills N] [--seconds N] [--database URL]

slow-clients: 20 clients drip heads or bodies, to gunicorn itself and to nginx before it (`deploy/nginx.conf`), while
/ready and a list are asked for. stop and reload: SIGTERM and SIGHUP while eight clients ask. worker-kills: reviewers
approve with an Idempotency-Key while workers are killed, and send again what got no answer. database-gone: a proxy
before PostgreSQL drops and refuses connections.

Each fault prints a row with its aim; the exit code is 1 when one is missed. Without --database the server has an SQLite
file, and database-gone is left out; with a PostgreSQL URL, a new database on that server.
"""

import argparse
import http.client
import json
import os
import random
import re
import signal
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from approvals import CSRF, Reviewer, fill, not_once
from scratch_runs import ROOT, Server, free_port, gunicorn_server, new_database, row, running_nginx

CLIENTS = 8
"""As many as the server has threads."""
SLOW = 20
DRIP = 0.2
"""Seconds between two bytes of a slow client."""
PATIENCE = 10.0
"""Seconds that a probe waits for its answer."""
LIST = "/api/v1/proposals?limit=50"
BROKEN = (OSError, http.client.HTTPException)


class Bench(NamedTuple):
    options: argparse.Namespace
    scratch: Path
    url: str
    reviewers: list[Reviewer]

    @contextmanager
    def server(self, **more: str) -> Iterator[Server]:
        with gunicorn_server(self.log, {**os.environ, "WEB_CONCURRENCY": "2", **more}) as server:
            while ask(server.port, "/ready") != 200:
                time.sleep(0.1)
            yield server

    @property
    def log(self) -> Path:
        return self.scratch / "gunicorn.log"

    @property
    def cookie(self) -> dict[str, str]:
        return logged_in(self.reviewers[0].session)


def logged_in(session: str) -> dict[str, str]:
    return {"Cookie": f"sessionid={session}; csrftoken={CSRF}", "X-CSRFToken": CSRF, "Content-Type": "application/json"}


def ask(port: int, path: str, headers: Mapping[str, str] | None = None) -> int | str:
    """The status on a connection of its own, or what went wrong."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers=dict(headers or {}))
        response = connection.getresponse()
        response.read()
        return response.status
    except BROKEN as error:
        return type(error).__name__
    finally:
        connection.close()


class Asked(NamedTuple):
    path: str
    sent: float
    ended: float
    outcome: int | str
    kind: str = ""
    """Content-Type of the answer."""


class Load:
    """Clients that ask again and again, each on one connection for as long as that is open, until the block is left."""

    def __init__(self, port: int, *paths: str, headers: Mapping[str, str], clients: int, pause: float = 0.0) -> None:
        self.asked: list[Asked] = []
        self._port = port
        self._headers = dict(headers)
        self._pause = pause
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=(path,)) for path in paths for _ in range(clients)]

    def __enter__(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *left: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, path: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        while not self._over.is_set():
            used, sent, kind = connection.sock is not None, time.monotonic(), ""
            outcome: int | str
            try:
                connection.request("GET", path, headers=self._headers)
                response = connection.getresponse()
                response.read()
                outcome, kind = response.status, response.headers["Content-Type"]
            except BROKEN as error:
                outcome = type(error).__name__
                connection.close()
                # Closed at the moment of asking: every client asks such a server again (RFC 9110, section 9.2.2).
                if used and isinstance(error, (ConnectionError, http.client.RemoteDisconnected)):
                    outcome = f"{outcome} when idle"
            self.asked.append(Asked(path, sent, time.monotonic(), outcome, kind))
            time.sleep(self._pause if isinstance(outcome, int) else 0.05)
        connection.close()


def slow_clients(bench: Bench) -> bool:
    with bench.server() as server:
        direct, worst, _ = probed(bench, server.port)
        row(
            f"{SLOW} clients drip heads and bodies, 2 workers with 4 threads, no proxy",
            f"{direct} probes answered, the slowest after {worst:.1f} s",
            "none: a proxy belongs before it",
        )
        # Those that wait for a thread are served when the slow ones are gone.
        while ask(server.port, "/ready") != 200:
            time.sleep(0.1)
        with nginx_before(server.port, bench.scratch) as port:
            behind, worst, typical = probed(bench, port)
    row(
        "the same behind nginx as `deploy/nginx.conf` has it",
        f"{behind} probes answered, 95th percentile {typical * 1000:.0f} ms, the slowest {worst * 1000:.0f} ms",
        "all",
    )
    answered, _, asked = behind.partition(" of ")
    return answered == asked


def probed(bench: Bench, port: int) -> tuple[str, float, float]:
    """("answered of asked", slowest and 95th percentile in seconds) while slow clients drip."""
    over = threading.Event()
    drippers = [
        threading.Thread(target=drip, args=(port, head(bench, number % 2 == 0), over)) for number in range(SLOW)
    ]
    for dripper in drippers:
        dripper.start()
    time.sleep(1)
    # Each on a connection of its own: who has one to a worker that is free would notice nothing.
    headers = bench.cookie | {"Connection": "close"}
    with Load(port, "/ready", LIST, headers=headers, clients=4, pause=0.2) as probes:
        time.sleep(bench.options.seconds)
    over.set()
    for dripper in drippers:
        dripper.join()
    times = sorted(probe.ended - probe.sent for probe in probes.asked)
    answered = sum(probe.outcome == 200 for probe in probes.asked)
    return f"{answered} of {len(probes.asked)}", times[-1], times[len(times) * 95 // 100]


def head(bench: Bench, whole: bool) -> bytes:
    """The head of a request with a body of 100 KB, from somebody who may send it; or all of a head but its end."""
    lines = ["POST /api/v1/proposals/1/approve HTTP/1.1", "Host: localhost", "Content-Length: 100000", 'If-Match: "9"']
    lines += (f"{name}: {value}" for name, value in bench.cookie.items())
    return "\r\n".join([*lines, "", ""] if whole else [*lines, "X-Slow: "]).encode()


def drip(port: int, begun: bytes, over: threading.Event) -> None:
    """Send a byte now and then of what was begun; begin anew when the server has enough."""
    while not over.is_set():
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
            connection.sendall(begun)
            while not over.wait(DRIP):
                connection.sendall(b"x")


@contextmanager
def nginx_before(server: int, scratch: Path) -> Iterator[int]:
    """The port of nginx with the configuration that comes with the images, but for HTTPS."""
    port = free_port()
    site = (ROOT / "deploy" / "nginx.conf").read_text()
    site = site.replace("listen 443 ssl", f"listen 127.0.0.1:{port}").replace("127.0.0.1:8000", f"127.0.0.1:{server}")
    site = re.sub(r"ssl_\w+ [^;]*;", "", site)
    folder = scratch / "nginx"
    folder.mkdir()
    with running_nginx(folder, port, f"access_log off;\n{site}"):
        yield port


def stop(bench: Bench) -> bool:
    """SIGTERM: what is asked is answered, and the server leaves in time."""
    in_flight, left = [], []
    for _ in range(bench.options.rounds):
        with bench.server() as server, Load(server.port, LIST, headers=bench.cookie, clients=CLIENTS) as load:
            time.sleep(bench.options.seconds / 4)
            told = time.monotonic()
            server.process.terminate()
            left.append((server.process.wait(timeout=60), time.monotonic() - told))
        in_flight += [one for one in load.asked if one.sent < told < one.ended]
    answered = sum(one.outcome == 200 for one in in_flight)
    codes, slowest = {code for code, _ in left}, max(seconds for _, seconds in left)
    row(
        f"SIGTERM while {CLIENTS} clients ask, {len(left)} times",
        f"{answered} of {len(in_flight)} requests in flight answered, exit codes {codes}, within {slowest:.1f} s",
        "all, {0}, 30 s",
    )
    return 0 < answered == len(in_flight) and codes == {0} and slowest < 30


def reload(bench: Bench) -> bool:
    """SIGHUP: all workers are replaced, and nobody notices."""
    replaced = []
    with bench.server() as server, Load(server.port, LIST, headers=bench.cookie, clients=CLIENTS) as load:
        for _ in range(bench.options.rounds):
            before = set(server.workers())
            server.process.send_signal(signal.SIGHUP)
            until = time.monotonic() + 60
            while before & set(server.workers()) and time.monotonic() < until:
                time.sleep(0.1)
            replaced.append(not before & set(server.workers()))
            time.sleep(1)
    outcomes = Counter(one.outcome for one in load.asked)
    failed = [what for what in outcomes if what != 200 and not str(what).endswith("when idle")]
    row(
        f"SIGHUP while {CLIENTS} clients ask, {len(replaced)} times",
        f"{outcomes[200]:,} of {len(load.asked):,} requests answered, others {said(outcomes)}; "
        f"all workers replaced {sum(replaced)} times",
        "nothing lost but idle connections",
    )
    return not failed and all(replaced)


def said(outcomes: Counter[int | str]) -> str:
    return ", ".join(f"{count} x {what}" for what, count in outcomes.items() if what != 200) or "none"


class Approval(NamedTuple):
    session: str
    proposal: int


class Answer(NamedTuple):
    status: int
    etag: str
    body: Any
    """JSON: PostgreSQL keeps no order of keys."""

    @property
    def is_at_work(self) -> bool:
        return self.status == 409 and self.body["type"].endswith(":idempotency-key-in-use")


class Approvals:
    """Reviewers who send a request again, with the same Idempotency-Key, until it is answered."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.answers: dict[Approval, Answer] = {}
        self.broken = 0
        """Requests that got no answer."""

    def all_at_once(self, works: list[list[Approval]]) -> None:
        threads = [threading.Thread(target=self._send_all, args=(work,)) for work in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _send_all(self, work: list[Approval]) -> None:
        for approval in work:
            self.answers[approval] = self.send(approval)

    def send(self, approval: Approval) -> Answer:
        conditions = {"If-Match": '"1"', "Idempotency-Key": f"approve {approval.proposal}"}
        headers = logged_in(approval.session) | conditions
        while True:
            connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)
            try:
                connection.request("POST", f"/api/v1/proposals/{approval.proposal}/approve", "{}", headers)
                response = connection.getresponse()
                return Answer(response.status, response.headers.get("ETag", ""), json.load(response))
            except (*BROKEN, json.JSONDecodeError):
                self.broken += 1
                time.sleep(0.05)
            finally:
                connection.close()

    def kill_workers(self, kills: int, total: int, rng: random.Random) -> None:
        """At equal steps of the work."""
        for kill in range(kills):
            while len(self.answers) < total * (kill + 1) / (kills + 2):
                time.sleep(0.01)
            time.sleep(rng.uniform(0, 0.2))
            workers = self.server.workers()
            while not workers:
                time.sleep(0.01)
                workers = self.server.workers()
            with suppress(ProcessLookupError):
                os.kill(rng.choice(workers), signal.SIGKILL)


def worker_kills(bench: Bench) -> bool:
    from django.db.models import F

    from seo_meta.models import KeptAnswer
    from seo_meta.services.kept_answers import AT_WORK_FOR

    rng = random.Random(bench.options.seed)  # noqa: S311
    works = [[Approval(one.session, proposal) for proposal in one.proposals] for one in bench.reviewers]
    total = sum(map(len, works))
    with bench.server() as server:
        approvals = Approvals(server)
        killer = threading.Thread(target=approvals.kill_workers, args=(bench.options.kills, total, rng))
        killer.start()
        approvals.all_at_once(works)
        killer.join()
        cut_off = [approval for approval, answer in approvals.answers.items() if answer.is_at_work]
        # As if a minute had passed: no request is at work any more.
        KeptAnswer.objects.filter(body__isnull=True).update(
            created_at=F("created_at") - AT_WORK_FOR - timedelta(seconds=1)
        )
        approvals.all_at_once([cut_off])
        again = {approval: approvals.send(approval) for approval in approvals.answers}
    won = Counter(approval.proposal for approval, answer in approvals.answers.items() if answer.status == 200)
    lost = not_once(won)
    statuses = Counter(answer.status for answer in approvals.answers.values())
    others = sum(count for status, count in statuses.items() if status not in (200, 412))
    differing = sum(again[approval] != answer for approval, answer in approvals.answers.items())
    row(
        f"{total:,} approvals with an Idempotency-Key, a worker killed {bench.options.kills} times",
        f"{approvals.broken} requests broken off and sent again, {len(cut_off)} of them at work; "
        f"{len(lost)} proposals not approved exactly once, "
        f"{differing} answers another the second time, {others} answers of another kind",
        "0, 0, 0",
    )
    if others or differing:
        strange = [answer for answer in approvals.answers.values() if answer.status not in (200, 412)]
        strange += [one for approval, one in again.items() if one != approvals.answers[approval]]
        print("  " + json.dumps([f"{answer.status} {answer.body}"[:300] for answer in strange[:3]]))
    return not lost and not differing and not others and approvals.broken > 0


def database_gone(bench: Bench) -> bool:
    from scale_out import Proxy

    place = urlsplit(bench.url)
    proxy = Proxy((place.hostname or "127.0.0.1", place.port or 5432))
    user, _, _ = place.netloc.rpartition("@")
    url = place._replace(netloc=f"{user}@127.0.0.1:{proxy.port}").geturl()
    away = bench.options.seconds
    with (
        bench.server(DATABASE_URL=url) as server,
        Load(server.port, "/live", "/ready", headers={}, clients=1, pause=0.05) as probes,
        Load(server.port, LIST, headers=bench.cookie, clients=CLIENTS // 2, pause=0.01) as load,
    ):
        workers = set(server.workers())
        time.sleep(2)
        cut = time.monotonic()
        proxy.cut(away)
        back = time.monotonic()
        time.sleep(7)
        same = set(server.workers()) == workers
    lives = Counter(one.outcome for one in probes.asked if one.path == "/live")
    readies = [one for one in probes.asked if one.path == "/ready"]
    noticed = first(readies, cut, lambda one: one.outcome == 503)
    healed = first(readies, back, lambda one: one.outcome == 200)
    meanwhile = [one for one in load.asked if cut < one.sent and one.ended < back]
    unlike = [one for one in meanwhile if one.outcome != 200 and not is_problem(one)]
    late = [one for one in load.asked if one.sent > back + 5 and one.outcome != 200]
    row(
        f"PostgreSQL gone for {away:.0f} s",
        f"/live {lives[200]} of {lives.total()} times 200; /ready 503 after {noticed:.1f} s, 200 again {healed:.1f} s "
        f"after its return; {len(meanwhile)} requests meanwhile, {len(unlike)} without a problem document, "
        f"{len(late)} fail later; workers {'the same' if same else 'OTHERS'}",
        "all, 2 s, 5 s, 0, 0, the same",
    )
    for one in (unlike + late)[:5]:
        print(f"  {one}")
    return lives[200] == lives.total() and noticed < 2 and healed < 5 and not unlike and not late and same


def first(asked: list[Asked], since: float, what: Callable[[Asked], bool]) -> float:
    """Seconds until something was answered for the first time; infinite when it never was."""
    return min((one.ended - since for one in asked if one.sent > since and what(one)), default=float("inf"))


def is_problem(one: Asked) -> bool:
    return isinstance(one.outcome, int) and one.outcome >= 500 and one.kind == "application/problem+json"


FAULTS: dict[str, Callable[[Bench], bool]] = {
    "slow-clients": slow_clients,
    "stop": stop,
    "reload": reload,
    "worker-kills": worker_kills,
    "database-gone": database_gone,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fault", action="append", choices=FAULTS)
    parser.add_argument("--rounds", type=int, default=5, help="signals")
    parser.add_argument("--kills", type=int, default=20, help="of workers")
    parser.add_argument("--seconds", type=float, default=15.0, help="how long clients drip, or the database is gone")
    parser.add_argument("--each", type=int, default=100, help="approvals a reviewer")
    parser.add_argument("--database", default="", metavar="URL")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))  # noqa: S311
    options = parser.parse_args()
    print(f"seed {options.seed}, load {os.getloadavg()[0]:.1f}", flush=True)
    wanted = options.fault or [name for name in FAULTS if options.database or name != "database-gone"]
    if "database-gone" in wanted and not options.database:
        parser.error("database-gone needs the --database URL of a PostgreSQL server")
    with tempfile.TemporaryDirectory() as scratch, new_database(options.database, Path(scratch)) as url:
        os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "siteagent_project.settings.dev", "DEBUG": "0"}
        bench = Bench(options, Path(scratch), url, fill(CLIENTS, options.each))
        held = [FAULTS[name](bench) for name in wanted]
        from django.db import connections

        connections.close_all()
    sys.exit(0 if all(held) else 1)


if __name__ == "__main__":
    main()
