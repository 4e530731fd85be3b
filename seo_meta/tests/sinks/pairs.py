"""The payloads, each with the sinks at which it must not act, and the sinks that there are none of."""

import json
import os

import pytest

from seo_meta.tests.vectors import SHARED, shared

PATH = "vectors/injection/payloads.json"

ABSENT = {
    "xlsx": "Spreadsheets get CSV, where the same payloads are; nothing writes XLSX.",
    "fts_query": "Of the search plugin, whose own tests have these pairs.",
    "semantic_query": "The same.",
}
"""Sinks of the vectors that are not here, and why."""

paired: dict[str, int] = {}
"""Sink to how many payloads a test is given for it."""


def pairs(*sinks: str) -> list[object]:
    """The parameters of a test: every payload of these sinks. Without the vectors it skips, and fails in CI."""
    if not (SHARED / PATH).exists() and os.environ.get("CI") != "true":
        reason = f"{SHARED / PATH} is absent: these vectors do not come with the repository"
        return [pytest.param("", marks=pytest.mark.skip(reason))]
    found = json.loads((SHARED / PATH).read_text())
    for sink in sinks:
        paired[sink] = sum(sink in one["sinks"] for one in found)
    return [pytest.param(one["payload"], id=one["id"]) for one in found if {*sinks} & {*one["sinks"]}]


def all_payloads() -> list[str]:
    return [one["payload"] for one in json.loads(shared(PATH).read_text())]
