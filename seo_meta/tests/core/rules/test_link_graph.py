"""What the links between the pages of a site amount to."""

import pytest

from seo_meta.core.audit import Inconclusive, SiteRule
from seo_meta.core.findings import SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.rules.link.depth import LinkDepth
from seo_meta.core.rules.link.internal_nofollow import LinkInternalNofollow
from seo_meta.core.rules.link.nofollow_only_inlinks import LinkNofollowOnlyInlinks
from seo_meta.core.rules.link.redirect_internal import LinkRedirectInternal
from seo_meta.core.rules.link.to_non_indexable_only import LinkToNonIndexableOnly
from seo_meta.core.rules.link.unslashed_directory import LinkUnslashedDirectory
from seo_meta.core.rules.link.weak_inlinks import LinkWeakInlinks
from seo_meta.core.types import PageFacts
from seo_meta.tests.factories import MemorySite, facts_of


def linking(path: str, *targets: str, html: str = "", **document: object) -> PageFacts:
    return facts_of(html + "".join(f'<a href="/{target}">Tea</a>' for target in targets), path, **document)


def moved(path: str, target: str, status: int = 301) -> PageFacts:
    return facts_of("", path, status=status, headers={"location": f"/{target}"})


def found(rule: SiteRule, *pages: PageFacts) -> list[str]:
    site = MemorySite(list(pages))
    return [site.facts(failure.page).url.removeprefix(site.base_url) for failure in rule.check(site, Limits())]


def test_the_depth_of_a_page_is_its_shortest_way_from_home() -> None:
    chain = [linking("" if place == 0 else str(place), str(place + 1)) for place in range(6)]
    assert found(LinkDepth(), *chain) == ["4", "5"]
    assert found(LinkDepth(), linking("", "1", "4"), *chain[1:]) == []


def test_redirects_are_no_clicks_even_in_a_row_or_in_a_circle() -> None:
    pages = [linking("", "a"), moved("a", "b"), moved("b", "c"), linking("c", "d"), linking("d", "e"), moved("e", "e")]
    assert found(LinkDepth(), *pages, linking("f")) == []
    assert [failure.message for failure in LinkDepth().check(MemorySite(pages), Limits(click_depth_max=1))] == [
        "The page is 2 clicks away from the home page."
    ]


@pytest.mark.parametrize("rule", [LinkDepth, LinkWeakInlinks, LinkNofollowOnlyInlinks, LinkToNonIndexableOnly])
def test_nothing_is_said_of_links_when_pages_were_left_out(rule: type[SiteRule]) -> None:
    site = MemorySite([linking("")])
    site.filtered = True
    with pytest.raises(Inconclusive):
        list(rule().check(site, Limits()))


def test_the_depth_is_unknown_without_the_home_page() -> None:
    with pytest.raises(Inconclusive):
        list(LinkDepth().check(MemorySite([linking("a", "b"), linking("b", "")]), Limits()))


def test_a_link_to_what_has_moved_names_where_the_redirects_end() -> None:
    page = facts_of('<p>\n<a href="/a">A</a><a href="/a#x">A</a>\n<a href="/b">B</a><a href="/c">C</a>')
    pages = [page, moved("a", "b"), moved("b", "c", 308), linking("c"), moved("t", "c", 302)]
    site = MemorySite(pages, live=True)
    end = "https://example.com/c"
    assert list(LinkRedirectInternal().check(site, Limits())) == [
        SiteFailure(1, f"The link leads to https://example.com/a, which has moved to {end} (2 links).", end, 2),
        SiteFailure(1, f"The link leads to https://example.com/b, which has moved to {end}.", end, 3),
    ]


def test_what_has_moved_to_another_host_is_named_too() -> None:
    gone = facts_of("", "a", status=301, headers={"location": "https://other.example/x"})
    (failure,) = LinkRedirectInternal().check(MemorySite([linking("", "a"), gone], live=True), Limits())
    assert failure.evidence == "https://other.example/x"


def test_nofollow_within_the_site_is_one_finding_for_each_target() -> None:
    home = facts_of(
        '<p>\n<a rel=nofollow href="/a">A</a><a rel=nofollow href="/a#x">A</a><a rel=nofollow href="/b">B</a>', ""
    )
    pages = [home, linking("a"), linking("b", html='<meta name="robots" content="noindex">')]
    message = "The link to https://example.com/a has nofollow, though the page may be indexed (2 links)."
    assert list(LinkInternalNofollow().check(MemorySite(pages), Limits())) == [SiteFailure(1, message, "/a", 2)]


def test_links_of_a_page_to_itself_and_of_error_pages_are_no_inlinks() -> None:
    pages = [linking("", "a"), linking("a", "a"), linking("404.html", "a", status=404)]
    assert found(LinkWeakInlinks(), *pages) == ["a"]


def test_a_redirect_is_an_inlink_without_nofollow() -> None:
    home = facts_of('<a href="/a" rel="nofollow">A</a>', "")
    assert found(LinkNofollowOnlyInlinks(), home, linking("a")) == ["a"]
    assert found(LinkNofollowOnlyInlinks(), home, linking("a"), moved("old", "a")) == []


def test_the_spelling_without_slash_is_found_whatever_is_encoded_in_it() -> None:
    page = facts_of(
        '<a href="/t%C3%A9?x#y">A</a><a href="/té/">B</a><a href="/té/index.html">C</a><a href="/té.html">D</a>'
    )
    site = MemorySite([page, linking("té/")])
    assert [failure.evidence for failure in LinkUnslashedDirectory().check(site, Limits())] == ["/t%C3%A9?x#y"]
