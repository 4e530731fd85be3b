"""On a site with known faults, the rules that rest on a specification find all of them and nothing else."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from seo_meta.core.audit import page_rules, site_rules
from seo_meta.core.findings import Kind
from seo_meta.tests.tagged_faults import FAULTS
from seo_meta.tests.tagged_site import BASE, expected, score, write

KINDS = {rule.id: rule.kind for rule in (*page_rules, *site_rules)}


@pytest.fixture
def counts(tmp_path: Path, db: None, capsys: pytest.CaptureFixture[str]) -> dict[str, tuple[int, int, int]]:
    site = write(tmp_path / "site", FAULTS)
    call_command("meta_auto", str(tmp_path / "site"), "--fail-on", "never", "--out", str(tmp_path), "--workers", "0")
    findings = json.loads((tmp_path / "report.json").read_text())["findings"]
    found = {(finding["rule"], finding["url"] or BASE) for finding in findings if finding["outcome"] == "fail"}
    return score(found, set(expected(site, FAULTS)))


def test_rules_that_rest_on_a_specification_find_every_planted_fault_and_nothing_else(
    counts: dict[str, tuple[int, int, int]],
) -> None:
    inexact = {rule: count for rule, count in counts.items() if KINDS[rule] is Kind.SPEC and count[1:] != (0, 0)}
    assert inexact == {}


def test_no_planted_fault_is_missed(counts: dict[str, tuple[int, int, int]]) -> None:
    assert {rule: count for rule, count in counts.items() if count[2]} == {}


def test_every_fault_is_one_of_a_rule() -> None:
    assert [fault.rule for fault in FAULTS if fault.rule not in KINDS] == []
