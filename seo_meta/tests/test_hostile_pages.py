"""A page that kills what parses it becomes a finding, and the run goes on: in real worker processes."""

import os
from pathlib import Path

import pytest

from seo_meta.models import Page, Run
from seo_meta.services import workers
from seo_meta.services.crawl import Reading
from seo_meta.services.pipeline import audit_source
from seo_meta.tests.crawling import Silent, reading_of
from seo_meta.tests.loopback import answer, page, serving

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="limits on processes are those of Unix"),
]

SLOW = "<select>" + "<option>x" * 60_000
"""Lexbor takes quadratic time for it, and the look before parsing lets it pass."""
GOOD = "<title>A page like any other</title><p>text"


@pytest.fixture(autouse=True)
def short_limit(monkeypatch):
    monkeypatch.setattr(workers, "CPU_SECONDS", 1)


def unparsable(run: Run) -> list[tuple[str, str]]:
    findings = run.findings.filter(rule="index.unparsable")
    return [(url.removeprefix(run.site.base_url), said) for url, said in findings.values_list("page__url", "evidence")]


def test_in_a_folder(tmp_path: Path) -> None:
    for name, html in {"index": GOOD, "a": GOOD, "slow": SLOW, "z": GOOD}.items():
        (tmp_path / f"{name}.html").write_text(html)
    run = audit_source(Reading(str(tmp_path), workers=2), Silent())
    assert unparsable(run) == [("slow.html", "more than 1 seconds of CPU time")]
    assert (run.pages, run.complete) == (4, False)
    assert run.skipped == [{"file": "slow.html", "reason": "was not parsed: more than 1 seconds of CPU time"}]
    assert Page.objects.filter(run=run, title="A page like any other").count() == 3


def test_on_a_live_site() -> None:
    with serving() as site:
        site.routes |= {"/": page("/a", "/slow", "/z"), "/a": answer(GOOD), "/slow": answer(SLOW), "/z": answer(GOOD)}
        run = audit_source(reading_of(site, workers=2), Silent())
    assert unparsable(run) == [("slow", "more than 1 seconds of CPU time")]
    assert (run.pages, run.complete) == (4, False)
    assert Page.objects.filter(run=run, title="A page like any other").count() == 2
