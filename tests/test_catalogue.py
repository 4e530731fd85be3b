"""Every check of the survey is a rule, or has its reason in docs/reference/rules/not-built.md.

The survey is read from the folder beside the checkout; without it the tests skip, and fail under CI=true.
"""

import re

import pytest

from seo_meta.core.audit import page_rules, site_rules
from seo_meta.tests.vectors import shared
from tests.process import ROOT

RULES = {rule.id for rule in (*page_rules, *site_rules)}
ROW = re.compile(r"^\| (?P<ids>[a-z0-9]+\.[^|]+) \|", re.MULTILINE)
ID = re.compile(r"[a-z0-9]+\.[a-z0-9-]+")

# Some rows of the survey hold several checks, or one that became several. A row that is not here means what it says:
# `h2.missing / duplicate` is h2.missing and h2.duplicate.
OURS = {
    "content.doctype-charset": "content.doctype-missing content.charset-missing",
    "img.alt-filename / redundant": "img.alt-filename img.alt-redundant",
    "img.svg-inline-big / duplicate": "img.svg-inline-big img.svg-inline-duplicate",
    "link.broken-external": "link.external-broken link.external-suspect",
    "link.external-unverifiable": "link.external-blocked",
    "link.redirect-external": "link.external-redirect",
    "mobile.viewport-fixed / multiple / zoom-disabled": (
        "mobile.viewport-fixed mobile.viewport-multiple mobile.zoom-disabled"
    ),
    "perf.js/css-size": "perf.js-size perf.css-size",
    "redirect.case / trailing-slash duplicates": "redirect.case-duplicates redirect.trailing-slash-duplicates",
    "sd.product-sku / gtin": "sd.product-sku",
    "sec.csp-missing / weak": "sec.csp-missing sec.csp-weak",
    "sec.hsts-missing/weak": "sec.hsts-missing sec.hsts-weak",
    "sec.xcto / xfo / referrer-policy / permissions-policy": (
        "sec.xcto-missing sec.xfo-missing sec.referrer-policy-missing sec.permissions-policy-missing"
    ),
    "sitemap.lastmod-invalid / future": "sitemap.lastmod-invalid sitemap.lastmod-future",
}


@pytest.fixture(scope="module")
def rows() -> list[str]:
    """The id column of the survey's tables, which number their rows."""
    survey = shared("research/seo_auditors.md").read_text()
    tables = survey[survey.index("\n## 2. ") : survey.index("\n## 3. ")]
    found = re.findall(r"^\| (\d+) \| ([^|]+) \|", tables, re.MULTILINE)
    assert [int(number) for number, _ in found] == list(range(1, len(found) + 1))
    return [ids for _, ids in found]


@pytest.fixture(scope="module")
def not_built() -> dict[str, bool]:
    """Id to whether only a part of it is left out, which a row then names: `perf.dom-size, for depth and children`."""
    page = (ROOT / "docs" / "reference" / "rules" / "not-built.md").read_text()
    cells = [ids.split(", ") for ids in ROW.findall(page)]
    return {id: not all(map(ID.fullmatch, cell)) for cell in cells for id in cell if ID.fullmatch(id)}


def ids_of(row: str) -> list[str]:
    return OURS[row].split() if row in OURS else as_written(row)


def as_written(row: str) -> list[str]:
    topic = row.partition(".")[0]
    names = (name.split()[0] for name in row.split("/"))
    return [name if "." in name else f"{topic}.{name}" for name in names]


def test_every_check_of_the_survey_is_a_rule_or_has_a_reason(rows: list[str], not_built: dict[str, bool]) -> None:
    assert [id for row in rows for id in ids_of(row) if id not in RULES and id not in not_built] == []


def test_what_is_said_not_to_be_built_is_in_the_survey(rows: list[str], not_built: dict[str, bool]) -> None:
    assert not_built.keys() - {id for row in rows for id in (*ids_of(row), *as_written(row))} == set()


def test_only_a_part_of_a_rule_can_be_missing(not_built: dict[str, bool]) -> None:
    assert [id for id, in_part in not_built.items() if (id in RULES) != in_part] == []


def test_no_row_is_read_in_another_way_without_need(rows: list[str], not_built: dict[str, bool]) -> None:
    known = RULES | not_built.keys()
    assert [row for row in OURS if row not in rows or known.issuperset(as_written(row))] == []
