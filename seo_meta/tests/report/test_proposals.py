"""Proposals in the reports that show them."""

import json

import pytest
from bs4 import BeautifulSoup

from seo_meta.report import html, markdown
from seo_meta.report import json as report_json
from seo_meta.tests.injection import HOSTILE
from seo_meta.tests.report.factories import proposal, report, written
from seo_meta.tests.report.test_json import assert_valid


def shown(*proposals) -> BeautifulSoup:
    return BeautifulSoup(written(html.write, [], proposals=proposals), "html.parser").select_one("#proposals")


def test_a_proposal_in_json_matches_the_schema() -> None:
    text = written(report_json.write, [], proposals=(proposal(), proposal("")))
    assert_valid(text)
    first, second = json.loads(text)["proposals"]
    assert first["candidates"][0]["evidence"] == [{"source": "h1", "text": "About us", "line": 7}]
    assert (second["candidates"], second["reason"]) == ([], "Nothing names the page.")


def test_a_report_without_proposals_has_no_section_about_them() -> None:
    assert shown() is None
    assert "Proposals" not in markdown.render(report([]))


def test_a_page_and_what_it_has_stand_beside_what_is_proposed() -> None:
    section = shown(proposal("About us", current="Untitled"))
    assert section.select_one(".place").text == "about.html"
    assert (section.find("del").text, section.find("ins").text) == ("Untitled", "About us")
    assert "high confidence" in section.text


def test_an_abstention_says_why() -> None:
    assert "Nothing is proposed: Nothing names the page." in " ".join(shown(proposal("")).text.split())


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_values_are_text_in_html(text: str) -> None:
    section = shown(proposal(f"a{text}", current=text, evidence=text))
    assert section.find(["script", "img", "iframe", "object"]) is None


def test_markdown_has_a_row_for_each_proposal_and_counts_the_others() -> None:
    text = markdown.render(report([], proposals=(proposal("About us", current="Untitled"), proposal(""))))
    assert "| `about.html` | title | `Untitled`<br>**→** `About us` | high<br>(proposed) |" in text
    assert "For 1 field nothing is proposed" in text


def test_markdown_stays_below_what_github_takes_however_many_there_are() -> None:
    many = tuple(proposal("x" * 300, current="y" * 300) for _ in range(1_000))
    text = markdown.render(report([], proposals=many))
    assert len(text) < 60_000
    assert "more proposals" in text
