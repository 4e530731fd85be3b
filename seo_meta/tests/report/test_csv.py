import csv
import io
from typing import Any

import pytest

from seo_meta.core import defang
from seo_meta.core.baseline import State
from seo_meta.core.waivers import Waived
from seo_meta.report import csv as report_csv
from seo_meta.tests.injection import HOSTILE, payloads
from seo_meta.tests.report.factories import finding, report, written

FORMULA_STARTS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
"""What OWASP names, and what a spreadsheet takes for the same in full width."""


def rows_of(findings: Any) -> list[dict[str, str]]:
    text = written(report_csv.write, findings)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_a_finding_is_a_row() -> None:
    waived = Waived("Legal wants it", "web@example.com", "2027-01-31")
    (row,) = rows_of([finding(evidence='Tea, "green"', state=State.EXISTING, waived=waived)])
    assert row == {
        "severity": "error",
        "rule": "title.missing",
        "kind": "documented",
        "outcome": "fail",
        "url": "https://example.com/about.html",
        "file": "about.html",
        "line": "2",
        "message": "There is no <title> element.",
        "evidence": 'Tea, "green"',
        "fingerprint": finding(evidence='Tea, "green"').fingerprint,
        "state": "existing",
        "waived": "Legal wants it",
    }


def test_what_is_not_known_is_an_empty_cell() -> None:
    (row,) = rows_of([finding("link.orphan", file=None, line=None)])
    assert (row["url"], row["file"], row["line"], row["state"], row["waived"]) == ("", "", "", "", "")


def test_rows_end_and_quotes_double_as_rfc_4180_has_it() -> None:
    text = written(report_csv.write, [finding(evidence='a "b"')])
    assert text.count("\r\n") == text.count("\n") == 2
    assert ',"a ""b""",' in text


@pytest.mark.parametrize("text", [*"=+-@", "\t=1", " =1", '"=1', ";=1", ",=1", "'=1", "\u200b=1", "\uff1d1", "\n1"])
def test_a_formula_becomes_text(text: str) -> None:
    (row,) = rows_of([finding(evidence=text)])
    assert row["evidence"] == f"'{defang.visible(text)}"


@pytest.mark.parametrize("text", ["Tea", "a=b", "https://example.com/?a=-1", "2 + 2", "\\x00"])
def test_other_text_is_left_alone(text: str) -> None:
    assert rows_of([finding(evidence=text)])[0]["evidence"] == text


def test_no_payload_starts_a_formula_or_another_row() -> None:
    for text in (*HOSTILE, *payloads("csv", "xlsx", "terminal")):
        (row,) = rows_of([finding(file=text, url=text, message=text, evidence=text)])
        for column in ("url", "file", "message", "evidence"):
            assert row[column][:1] not in FORMULA_STARTS or not row[column]
            assert defang.visible(row[column]) == row[column]


def test_the_file_stays_open_for_the_one_who_opened_it() -> None:
    file = io.BytesIO()
    report_csv.write(report([]), iter([]), file)
    assert not file.closed
