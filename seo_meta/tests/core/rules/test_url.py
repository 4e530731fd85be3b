import pytest

from seo_meta.core.audit import page_rules
from seo_meta.core.extract import extract
from seo_meta.core.limits import Limits
from seo_meta.core.types import Document


def fails(rule: str, path: str) -> bool:
    facts = extract(Document(f"https://example.com{path}", b"<title>Coffee</title>"))
    return bool(list(page_rules[f"url.{rule}"].check(facts, Limits())))


@pytest.mark.parametrize("path", ["/a/b/a/b", "/x/shop/en/us/shop/en/us/y", "/a/a/a", "/a/b/c/d/a/b/c/d/"])
def test_a_path_that_repeats_itself_fails(path: str) -> None:
    assert fails("repetitive-path", path)


@pytest.mark.parametrize("path", ["/a/a", "/a/b/a/c", "/2011/11/11/11", "/10/11/10/11", "/"])
def test_a_path_with_like_parts_passes(path: str) -> None:
    assert not fails("repetitive-path", path)


@pytest.mark.parametrize("path", ["/a?PHPSESSID=1", "/a;jsessionid=1", "/a?x=1&sid=2", "/a?ASPSESSIONIDQQ=1"])
def test_a_session_id_fails(path: str) -> None:
    assert fails("session-id", path)


@pytest.mark.parametrize("path", ["/a?side=1", "/a?inside=1", "/a?x=sid=1", "/sid/", "/a?residual=1"])
def test_names_that_only_look_like_a_session_id_pass(path: str) -> None:
    assert not fails("session-id", path)


@pytest.mark.parametrize("path", ["/search?q=a", "/de/suche/?query=a", "/search.php?s=a", "/?s=a"])
def test_results_of_a_search_fail(path: str) -> None:
    assert fails("internal-search-indexable", path)


@pytest.mark.parametrize("path", ["/search", "/search?page=2", "/search/tips?q=a", "/?q=", "/?ref=s", "/search?q="])
def test_other_pages_about_search_pass(path: str) -> None:
    assert not fails("internal-search-indexable", path)


@pytest.mark.parametrize("rule", ["underscore", "uppercase", "space", "non-ascii", "multiple-slashes"])
def test_only_the_path_counts_and_not_the_query(rule: str) -> None:
    assert not fails(rule, "/coffee?Sort_By=%C3%A4%20//")


def test_capitals_in_escapes_are_no_capitals() -> None:
    assert not fails("uppercase", "/caf%C3%A9")
