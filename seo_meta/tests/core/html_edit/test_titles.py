"""Which title counts: the 1,592 documents of the html5lib tree-construction vectors, and what Lexbor reads."""

import json
from html import unescape
from typing import Any

import pytest

from seo_meta.core.extract import extract
from seo_meta.core.html_edit import Change, Refused, plan
from seo_meta.core.html_edit.tree import survey
from seo_meta.core.types import Document
from seo_meta.tests.vectors import shared

DOCTYPE = b"<!DOCTYPE html>"


@pytest.fixture(scope="module")
def cases() -> list[dict[str, Any]]:
    found = json.loads(shared("vectors/html5lib-tests/title_anchor_expectations.json").read_text())
    assert len(found) == 1592
    return list(found)


def source_of(case: dict[str, Any]) -> bytes:
    return str(case["data"]).encode("utf-8", "surrogatepass")


def test_the_title_found_is_that_of_the_standard(cases: list[dict[str, Any]]) -> None:
    wrong = []
    for case in cases:
        source = source_of(case)
        first = next(iter(survey(source).named(b"title")), None)
        title = None if first is None else unescape(source[first.text_start : first.text_end].decode())
        if title != case["title"]:
            wrong.append((case["file"], case["n"], case["title"], title))
    assert wrong == []


def test_a_title_is_edited_right_or_refused(cases: list[dict[str, Any]]) -> None:
    edited = 0
    for case in cases:
        source = source_of(case)
        # Most of the vectors are pieces of pages, which are refused as such.
        source = source if source.lower().startswith((b"<!doctype", b"<html")) else DOCTYPE + source
        try:
            result = plan(source, [Change("title", "The new title")]).result
        except Refused:
            continue
        edited += 1
        page = extract(Document("https://example.com/", result, headers={"content-type": "text/html"}))
        assert page.titles[0].text == "The new title"
        if case["title"] is None:
            without = result.replace(b"<title>The new title</title>", b"")
            assert b"".join(without.split()) == b"".join(source.split())
    assert edited > 1400
