"""Tables for spreadsheets, and the formats that programs read."""

import csv
import io
import json
import unicodedata

import pytest
from django.test import Client
from lxml import etree

from seo_meta.report import csv as report_csv
from seo_meta.report import json as report_json
from seo_meta.report import junit, sarif
from seo_meta.tests.admin.screens import PROPOSALS, pages
from seo_meta.tests.report.factories import finding, written
from seo_meta.tests.stored import stored_proposal

from .hostile_site import Job, storable
from .pairs import pairs

FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
"""https://owasp.org/www-community/attacks/CSV_Injection, and the same in full width."""


def formulas(text: str) -> list[str]:
    """The cells of a CSV file that a spreadsheet may calculate."""
    return [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row if _calculates(cell)]


def _calculates(cell: str) -> bool:
    """After what a spreadsheet may skip: quotes, white space, controls and what has no width."""
    if cell[:1] in ("\t", "\r", "\n"):
        return True
    for sign in cell:
        if not (sign == '"' or sign.isspace() or unicodedata.category(sign) in ("Cc", "Cf")):
            return sign in FORMULA
    return False


@pytest.mark.parametrize("payload", pairs("csv"))
@pytest.mark.django_db
def test_no_payload_is_calculated_or_starts_a_row(payload: str, admin_client: Client) -> None:
    text = written(report_csv.write, [finding(file=payload, url=payload, message=payload, evidence=payload)] * 2)
    rows = [*csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))]
    assert [len(row) for row in rows] == [len(report_csv.COLUMNS)] * 3
    assert formulas(text) == []
    (page,) = pages("a")
    stored_proposal(page, payload or "x", current=payload, url=page.url + payload)
    listed = admin_client.get(f"{PROPOSALS}inbox/proposals.csv").getvalue().decode("utf-8-sig")
    assert len({len(row) for row in csv.reader(io.StringIO(listed, newline=""))}) == 1
    assert formulas(listed) == []


def test_the_oracle_knows_what_is_calculated() -> None:
    assert formulas('"=1"," +1","\u200b=1","""-1","\uff1d1","\tx","\'=1","a=1"') == [
        "=1", " +1", "\u200b=1", '"-1', "\uff1d1", "\tx",
    ]  # fmt: skip


def test_no_cell_of_the_report_of_a_hostile_site_is_calculated(night: Job) -> None:
    text = night.report("report.csv").decode("utf-8-sig")
    rows = [*csv.reader(io.StringIO(text, newline=""))]
    assert len(rows) > 1_000
    assert {len(row) for row in rows} == {len(report_csv.COLUMNS)}
    assert formulas(text) == []


@pytest.mark.parametrize("payload", pairs("api_json"))
@pytest.mark.django_db
def test_every_payload_comes_back_as_it_is(payload: str, admin_client: Client) -> None:
    (page,) = pages("a")
    one = stored_proposal(page, payload or "x", current=payload)
    for path in (f"/api/v1/proposals/{one.pk}", "/api/v1/proposals"):
        response = admin_client.get(path)
        assert response.headers["Content-Type"].partition(";")[0] == "application/json"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        told = response.json()
        assert (told["items"][0] if "items" in told else told)["current"] == payload
    text = written(report_json.write, [finding(message=payload, evidence=payload)])
    assert json.loads(text)["findings"][0]["message"] == payload
    assert _text_of(json.loads(written(sarif.write, [finding(message=payload)]))).split() == payload.split()
    junit_file = etree.fromstring(written(junit.write, [finding(message=payload)]).encode())
    assert junit_file.find(".//failure").get("message").split() == payload.split()


def _text_of(log: dict) -> str:
    return log["runs"][0]["results"][0]["message"]["text"]


def test_programs_can_read_the_reports_of_a_hostile_site(night: Job) -> None:
    found = json.loads(night.report("report.json"))["findings"]
    assert len(found) > 1_000
    assert storable("<script>alert(1)</script>") in json.dumps(found)
    assert json.loads(night.report("report.sarif"))["runs"][0]["results"]
    root = etree.fromstring(night.report("report.junit.xml"), etree.XMLParser(no_network=True, resolve_entities=False))
    assert {element.tag for element in root.iter()} <= {
        "testsuites",
        "testsuite",
        "testcase",
        "failure",
        "skipped",
        "error",
    }
