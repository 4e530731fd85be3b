import json

import pytest

from seo_meta.core.robots_txt import allows, blocking_line, lines, sitemaps
from seo_meta.tests.vectors import shared

ROBOTS = """# For all
User-agent: *
Disallow: /private   # nobody's business
Allow: /private/open

User-agent: Bingbot
Disallow: /
"""

KNOWN_DIFFERENCES = {
    # Google compares percent escapes as written.
    *("google/ID_Encoding/3", "google/ID_Encoding/5", "google/ID_Encoding/6"),
    *("extra/utf8-path//caf%c3%a9", "extra/pct-lower//caf%c3%a9", "extra/pct-upper//caf%c3%a9"),
    # NUL ends the line there; here it is dropped.
    "extra/nul-mid//privat",
}


@pytest.mark.parametrize(
    ("path", "agent", "allowed"),
    [
        ("", "Googlebot", True),
        ("private", "Googlebot", False),
        ("private/open/a", "Googlebot", True),
        ("privately", "Googlebot", False),
        ("", "Bingbot", False),
        ("private", "bingbot", False),
    ],
)
def test_the_longest_path_of_the_agents_own_group_decides(path, agent, allowed):
    assert allows(ROBOTS, f"https://e.test/{path}", agent) is allowed


@pytest.mark.parametrize("text", ["", "# nothing", "<!doctype html>", "User-agent: *\nDisallow:", "\0\ufffd\u2028"])
def test_a_text_without_rules_allows_everything(text):
    assert allows(text, "https://e.test/")


def test_lines_keep_their_numbers_whatever_ends_them():
    found = [(line.number, line.directive, line.value) for line in lines("\ufeffA: b\r\n# c\r\n\r D : e # f\ng")]
    assert found == [(1, "a", "b"), (4, "d", "e"), (5, "", "")]


def test_sitemaps_are_absolute_and_each_is_named_once():
    named = ("https://other.test/s.xml#a", "/s.xml", "https://e.test/s.xml", "data:,x", "")
    text = "\n".join(f"Sitemap: {address}" for address in named)
    assert sitemaps(text, "https://e.test/robots.txt") == ("https://other.test/s.xml", "https://e.test/s.xml")


@pytest.mark.parametrize(
    ("path", "agent", "number"),
    [("private", "Googlebot", 3), ("private/open", "Googlebot", None), ("", "Bingbot", 7), ("", "Googlebot", None)],
)
def test_the_line_that_forbids_a_url_is_found(path, agent, number):
    line = blocking_line(ROBOTS, f"https://e.test/{path}", agent)
    assert (line.number if line else None) == number


def test_of_several_lines_that_forbid_a_url_the_longest_counts():
    text = "User-agent: a\nUser-agent: googlebot\nDisallow: /\nDisallow: /*.js$\nDisallow: /x"
    line = blocking_line(text, "https://e.test/a.js")
    assert line is not None
    assert (line.number, line.text) == (4, "Disallow: /*.js$")


def test_verdicts_agree_with_those_of_googles_parser():
    cases = [
        case
        for name in ("robots_cases_thirdparty", "robots_cases_authored")
        for case in json.loads(shared(f"vectors/robots/{name}.json").read_text())
        if not case["id"].startswith("protego/")
    ]
    verdicts = ((case, allows(case["robots_txt"], case["url"], case["user_agent"])) for case in cases)
    different = {case["id"] for case, allowed in verdicts if allowed != case["google_oracle"]}
    assert len(cases) == 145 + 48 + 272
    assert different == KNOWN_DIFFERENCES
