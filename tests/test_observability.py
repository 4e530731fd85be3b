"""What an operator sees of a server with several worker processes: /metrics, the log and the dashboard."""

import json
import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.process import ROOT
from tests.serving import Server, serving, wait_until

TOKEN = "a-token-of-this-test-alone"
METRICS = {"authorization": f"Bearer {TOKEN}"}
DASHBOARD = ROOT / "deploy" / "grafana" / "siteagent.json"
NAME = re.compile(r"\bsiteagent_\w+")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("served")
    with serving(folder, SITEAGENT_METRICS_TOKEN=TOKEN, WEB_CONCURRENCY="2", LOG_FORMAT="json") as server:
        yield server


def counted(server: Server, route: str) -> float:
    status, text = server.get("/metrics", **METRICS)
    assert status == 200
    return sum(
        sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == "siteagent_http_requests_total" and sample.labels["route"] == route
    )


def test_workers_count_together_and_one_that_is_killed_takes_no_count_along(server: Server) -> None:
    before = counted(server, "/live")
    for _ in range(30):
        server.get("/live")
    assert counted(server, "/live") == before + 30
    (folder,) = server.folder.glob("siteagent-metrics-*")
    for _ in range(2):
        doomed = server.workers()
        for worker in doomed:
            os.kill(worker, signal.SIGKILL)
        wait_until(lambda doomed=doomed: len(set(server.workers()) - set(doomed)) == 2, server)
        for _ in range(30):
            server.get("/live")
    assert counted(server, "/live") == before + 90
    # Those that came after went on in the files of those before.
    assert sorted(file.name for file in folder.iterdir()) == [
        *("counter_0.db", "counter_1.db", "histogram_0.db", "histogram_1.db")
    ]


def test_a_server_that_ends_leaves_no_counts_behind(tmp_path: Path) -> None:
    with serving(tmp_path, SITEAGENT_METRICS_TOKEN=TOKEN) as server:
        assert counted(server, "/live") > 0
    assert list(tmp_path.glob("siteagent-metrics-*")) == []


def test_every_line_of_a_servers_log_is_one_object(server: Server) -> None:
    server.get("/no/such/page%0A%7B1%7D?secret=in-the-query", x_request_id="of-this-test", referer="http://r/")
    wait_until(lambda: "of-this-test" in server.stdout, server)
    access = [json.loads(line) for line in server.stdout.splitlines()]
    own = [json.loads(line) for line in server.stderr.splitlines()]
    (one,) = [line for line in access if line.get("request_id") == "of-this-test"]
    assert (one["method"], one["path"], one["status"]) == ("GET", "/no/such/page\n{1}", 404)
    assert one["seconds"] > 0
    assert "Not Found" in next(line["message"] for line in own if line.get("request_id") == "of-this-test")
    assert "in-the-query" not in server.stdout + server.stderr
    assert "http://r/" not in server.stdout + server.stderr
    assert all({"time", "level", "logger", "message"} <= set(line) for line in access + own)


def test_as_lines_for_people_the_access_log_cannot_be_forged_either(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        server.get("/x%0A2026-01-01%20forged?secret=in-the-query")
        wait_until(lambda: "forged" in server.stdout, server)
        (line,) = [line for line in server.stdout.splitlines() if "forged" in line]
        assert line.endswith("127.0.0.1 GET /x 2026-01-01 forged 404")
        assert "in-the-query" not in server.stdout


def test_the_dashboard_asks_for_each_metric_that_there_is_and_for_no_other(server: Server) -> None:
    _, text = server.get("/metrics", **METRICS)
    there = {sample.name for family in text_string_to_metric_families(text) for sample in family.samples}
    there -= {name for name in there if name.endswith(("_sum", "_count"))}
    # Only there with search.
    there |= set(NAME.findall((ROOT / "ml_search" / "metrics.py").read_text()))
    asked = {name for query in queries(json.loads(DASHBOARD.read_text())) for name in NAME.findall(query)}
    assert asked == there


def queries(dashboard: dict) -> list[str]:
    return [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", ())]
