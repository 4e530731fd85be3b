"""Every payload of the vectors meets every sink that they name for it."""

import json
from collections import Counter

from seo_meta.report import FORMATS
from seo_meta.tests.vectors import shared

from . import test_logs, test_markup, test_screens, test_tables, test_writes  # noqa: F401 - they say which they take
from .hostile_site import ROOT
from .pairs import ABSENT, PATH, paired


def test_all_pairs_are_tested_or_named_with_the_reason_why_not() -> None:
    wanted = Counter(sink for one in json.loads(shared(PATH).read_text()) for sink in one["sinks"])
    assert wanted.total() == 441
    assert {**paired, **{sink: wanted[sink] for sink in ABSENT}} == wanted
    assert not {*paired} & {*ABSENT}


def test_what_is_absent_is_still_absent() -> None:
    assert not [name for name, _ in FORMATS.values() if "xls" in name]
    described = json.loads((ROOT / "docs" / "reference" / "openapi.json").read_text())
    assert not [path for path in described["paths"] if {"search", "similar"} & {*path.split("/")}]
