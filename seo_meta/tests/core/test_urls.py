import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from seo_meta.core import urls
from seo_meta.tests.vectors import shared


@pytest.mark.parametrize("spelling", ["/about", "/about/", "/about.html", "/about/index.html", "/ABOUT.HTML?v=1#team"])
def test_the_spellings_that_a_static_host_answers_alike_have_one_key(spelling: str) -> None:
    key = urls.page_key(f"https://example.com{spelling}", clean_urls=True)
    assert key.lower() == "https://example.com/about"


def test_a_live_site_may_answer_each_spelling_differently() -> None:
    keys = {urls.page_key(f"https://example.com/{path}", clean_urls=False) for path in ("a", "a/", "a.html", "a?x=1")}
    assert len(keys) == 4


@pytest.mark.parametrize("home", ["https://example.com/", "https://example.com/index.html", "https://example.com"])
def test_the_home_page_has_one_key(home: str) -> None:
    assert urls.page_key(home, clean_urls=True) == "https://example.com"


@pytest.mark.parametrize("href", ["http://a b/", "https://[::1", "http://exa%mple.com/"])
def test_what_is_no_url_resolves_to_nothing(href: str) -> None:
    assert urls.join("https://example.com/", href) is None


def test_the_scope_ends_at_a_slash() -> None:
    assert urls.in_scope("https://example.com/docs/a", "https://example.com/docs/")
    assert urls.in_scope("https://example.com/docs", "https://example.com/docs/")
    assert not urls.in_scope("https://example.com/docs-old/a", "https://example.com/docs/")


def test_the_web_platform_url_cases_agree() -> None:
    cases = json.loads(shared("vectors/wpt/urltestdata.json").read_text())
    usable = [case for case in cases if isinstance(case, dict) and _usable(case)]
    wrong = [
        case["input"] for case in usable if urls.join(case["base"] or "about:blank", case["input"]) != case.get("href")
    ]
    assert (len(usable), wrong) == (494, [])


def _usable(case: dict) -> bool:
    if case.get("failure"):
        return "relativeTo" not in case
    return case["protocol"] in ("http:", "https:")


def _weird() -> list[str]:
    lines = shared("vectors/crawler-commons/weirdToNormalizedUrls.csv").read_text().splitlines()
    return [line.rpartition(", ")[0] or line for line in lines if line.strip() and not line.startswith("#")]


def test_a_url_that_was_read_is_read_as_itself() -> None:
    weird = _weird()
    assert len(weird) == 112
    for url in filter(None, (urls.join("about:blank", each) for each in weird)):
        assert urls.join("about:blank", url) == url


@given(st.text())
def test_any_url_that_was_read_is_read_as_itself(text: str) -> None:
    url = urls.join("https://example.com/a/b", text)
    assume(url is not None)
    assert urls.join("about:blank", url or "") == url


# What every server gets as written: no dots, which steps are made of, and no apostrophe, which is escaped in queries.
PLAIN = st.text(st.sampled_from("abcXYZ0129-_~!$&()*+,;=:@/"), max_size=20)
ESCAPES = st.sampled_from(["", "%41", "%c3%A4", "%2F", "%20", "%7e"])


@given(PLAIN, ESCAPES, PLAIN)
def test_nothing_that_a_server_may_tell_apart_is_merged(path: str, escape: str, query: str) -> None:
    url = f"https://example.com/{path}{escape}?{query}{escape}"
    assert urls.join("about:blank", url) == url
