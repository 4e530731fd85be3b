import pytest

from seo_meta.core.findings import Failure
from seo_meta.core.limits import Limits
from seo_meta.core.rules.canonical.conflicting import CanonicalConflicting
from seo_meta.core.rules.canonical.http_on_https import CanonicalHttpOnHttps
from seo_meta.core.rules.canonical.relative import CanonicalRelative
from seo_meta.core.types import PageFacts
from seo_meta.tests.factories import facts_of


def named(*hrefs: str, head: str = "") -> PageFacts:
    return facts_of(f"<title>Tea</title>{head}" + "".join(f'<link rel="canonical" href="{href}">' for href in hrefs))


def test_a_relative_canonical_is_reported_with_what_it_is_read_as() -> None:
    page = named("tea", head='<base href="https://cdn.example/shop/">')
    assert list(CanonicalRelative().check(page, Limits())) == [
        Failure("The canonical URL is relative and is read as https://cdn.example/shop/tea.", "tea", 1)
    ]


def test_each_further_target_is_reported_once_against_the_first() -> None:
    page = named("https://example.com/a", "https://example.com/b", "https://example.com/b", "https://example.com/c")
    failures = list(CanonicalConflicting().check(page, Limits()))
    assert [failure.evidence for failure in failures] == ["https://example.com/b", "https://example.com/c"]
    assert all("also https://example.com/a" in failure.message for failure in failures)


@pytest.mark.parametrize("href", ["", "https://", "#"])
def test_a_link_without_a_usable_target_conflicts_with_nothing(href: str) -> None:
    assert list(CanonicalConflicting().check(named("https://example.com/page.html", href), Limits())) == []


def test_an_http_page_may_name_an_http_canonical() -> None:
    page = named("http://example.com/tea")
    assert CanonicalHttpOnHttps().applies(page)
    assert not CanonicalHttpOnHttps().applies(PageFacts("http://example.com/tea", "", links=page.links))
