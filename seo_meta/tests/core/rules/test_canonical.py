import pytest
from msgspec.structs import replace

from seo_meta.core.audit import Inconclusive, SiteRule
from seo_meta.core.findings import Failure, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.rules.canonical.chain import CanonicalChain
from seo_meta.core.rules.canonical.conflicting import CanonicalConflicting
from seo_meta.core.rules.canonical.form_drift import CanonicalFormDrift
from seo_meta.core.rules.canonical.http_on_https import CanonicalHttpOnHttps
from seo_meta.core.rules.canonical.loop import CanonicalLoop
from seo_meta.core.rules.canonical.other_host import CanonicalOtherHost
from seo_meta.core.rules.canonical.relative import CanonicalRelative
from seo_meta.core.rules.canonical.to_blocked import CanonicalToBlocked
from seo_meta.core.rules.canonical.to_error import CanonicalToError
from seo_meta.core.rules.canonical.to_homepage import CanonicalToHomepage
from seo_meta.core.rules.canonical.unlinked import CanonicalUnlinked
from seo_meta.core.types import PageFacts
from seo_meta.tests.factories import MemorySite, facts_of


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


def canonical(path: str, target: str, **document: object) -> PageFacts:
    return facts_of(f'<title>Tea</title><link rel="canonical" href="{target}">', path, **document)


def site_failures(rule: SiteRule, *pages: PageFacts, files: dict[str, str] | None = None) -> list[tuple[int, str]]:
    found = rule.check(MemorySite(list(pages), files), Limits())
    return [(failure.page, failure.evidence) for failure in found]


def test_pages_that_lead_into_a_circle_are_a_chain_and_not_part_of_it() -> None:
    pages = (canonical("a", "/b"), canonical("b", "/c"), canonical("c", "/b"))
    assert site_failures(CanonicalChain(), *pages) == [(1, "https://example.com/b")]
    assert [page for page, _ in site_failures(CanonicalLoop(), *pages)] == [2, 3]


def test_an_error_page_and_one_that_is_kept_out_name_nothing() -> None:
    pages = (
        canonical("404.html", "/missing", status=404),
        canonical("thanks", "/missing", headers={"x-robots-tag": "none"}),
    )
    assert site_failures(CanonicalToError(), *pages) == []


def test_a_file_can_be_canonical_and_a_folder_without_index_cannot() -> None:
    pages = (canonical("print", "/tea.pdf"), canonical("old", "/img/"))
    assert site_failures(CanonicalToError(), *pages, files={"tea.pdf": "", "img/a.png": ""}) == [
        (2, "https://example.com/img/")
    ]


def test_a_forbidden_canonical_counts_even_when_it_was_not_read() -> None:
    robots = {"robots.txt": "User-agent: *\nDisallow: /private/\nDisallow: /*.pdf$"}
    pages = (canonical("a", "/private/tea"), canonical("b", "/tea.pdf"), canonical("c", "/tea.pdf.html"))
    assert [page for page, _ in site_failures(CanonicalToBlocked(), *pages, files=robots)] == [1, 2]


def test_the_canonical_in_the_header_has_no_line() -> None:
    page = facts_of("<title>Tea</title>", headers={"link": '</missing>; rel="canonical"'})
    assert list(CanonicalToError().check(MemorySite([page]), Limits())) == [
        SiteFailure(
            1, "There is no page at the canonical URL https://example.com/missing.", "https://example.com/missing"
        )
    ]


def test_a_page_that_links_to_its_own_canonical_makes_it_known() -> None:
    page = facts_of('<link rel="canonical" href="/tea"><a href="/tea">Whole text</a>', "print")
    assert site_failures(CanonicalUnlinked(), page, facts_of("<h1>Tea</h1>", "tea")) == []


def test_what_links_lead_to_cannot_be_told_when_pages_were_left_out() -> None:
    site = MemorySite([canonical("print", "/tea")])
    site.filtered = True
    with pytest.raises(Inconclusive):
        list(CanonicalUnlinked().check(site, Limits()))


def test_each_form_is_reported_once_with_an_example() -> None:
    usual = [canonical(f"{number}", f"https://example.com/{number}/") for number in range(20)]
    odd = [canonical("x", "https://example.com/x"), canonical("y", "http://www.example.com/y")]
    assert [failure.message for failure in CanonicalFormDrift().check(MemorySite([*usual, *odd]), Limits())] == [
        "1 of 22 canonical URLs are written with http, unlike the others: http://www.example.com/y.",
        "1 of 22 canonical URLs are written with www, unlike the others: http://www.example.com/y.",
        "2 of 22 canonical URLs are written without a slash at the end, unlike the others: https://example.com/x.",
    ]


def test_two_forms_in_equal_shares_make_no_norm() -> None:
    pages = [canonical(f"{number}", f"https://example.com/{number}{'/' * (number % 2)}") for number in range(20)]
    assert list(CanonicalFormDrift().check(MemorySite(pages), Limits())) == []


def test_a_folder_whose_base_url_is_unknown_has_no_host_to_compare() -> None:
    page = named("https://example.com/tea")
    assert CanonicalOtherHost().applies(page)
    assert not CanonicalOtherHost().applies(replace(page, url="https://folder.invalid/tea"))


@pytest.mark.parametrize("path", ["/", "/Index.php", "/default.aspx", "/home/", "/m/", "/amp", "/page/3/", "/?ref=a"])
def test_the_home_page_is_the_canonical_of_its_twins(path: str) -> None:
    page = replace(named("https://example.com/"), url=f"https://example.com{path}")
    assert list(CanonicalToHomepage().check(page, Limits())) == []


@pytest.mark.parametrize("path", ["/homeware", "/index/tea", "/tea/amp", "/mobile-phones", "/news/page/3/"])
def test_the_home_page_is_no_canonical_of_content(path: str) -> None:
    page = replace(named("https://example.com/"), url=f"https://example.com{path}")
    assert len(list(CanonicalToHomepage().check(page, Limits()))) == 1
