import html
import json

import pytest

from seo_meta.core.audit import Inconclusive
from seo_meta.core.findings import Failure, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.rules.link.broken_fragment import LinkBrokenFragment
from seo_meta.core.rules.link.broken_internal import LinkBrokenInternal
from seo_meta.core.rules.link.localhost import LinkLocalhost
from seo_meta.core.rules.link.orphan import LinkOrphan
from seo_meta.core.rules.link.uncrawlable import LinkUncrawlable
from seo_meta.core.types import PageFacts
from seo_meta.tests.factories import MemorySite, facts_of
from seo_meta.tests.vectors import shared


def broken(*pages: PageFacts, files: tuple[str, ...] = (), inventory: bool = True) -> list[SiteFailure]:
    site = MemorySite(list(pages), dict.fromkeys(files, ""))
    site.inventory = inventory
    return list(LinkBrokenInternal().check(site, Limits()))


def broken_fragments(*pages: PageFacts) -> list[str]:
    return [failure.evidence for failure in LinkBrokenFragment().check(MemorySite(list(pages)), Limits())]


@pytest.mark.parametrize(
    "host",
    [
        *("localhost", "LOCALHOST:4000", "user:pw@localhost", "app.localhost", "printer.local", "my_app.local"),
        *("127.0.0.1", "127.1", "0x7f000001", "0.0.0.0:80", "10.1.2.3", "192.168.0.1", "172.31.0.1", "[::1]:80"),
    ],
)
def test_a_host_that_only_its_owner_reaches_fails(host: str) -> None:
    assert len(list(LinkLocalhost().check(facts_of(f'<a href="http://{host}/tea">Tea</a>'), Limits()))) == 1


@pytest.mark.parametrize(
    "host",
    [
        *("localhost.example", "mylocalhost", "local", "example.local.example", "128.0.0.1", "110.1.2.3", "172.32.0.1"),
        *("192.169.0.1", "100.0.0.0", "[2001:db8::1]", "example.com@example.org", "example.com?@localhost"),
    ],
)
def test_a_public_host_passes(host: str) -> None:
    assert list(LinkLocalhost().check(facts_of(f'<a href="http://{host}/tea">Tea</a>'), Limits())) == []


def test_a_site_on_such_a_host_may_link_to_itself() -> None:
    assert not LinkLocalhost().applies(PageFacts("http://localhost:8000/", ""))
    assert not LinkLocalhost().applies(PageFacts("http://192.168.1.20/", ""))


def test_a_private_base_is_reported_once_and_not_for_each_link() -> None:
    page = facts_of('<base href="http://localhost:4000/"><a href="a">A</a><a href="b">B</a>')
    assert [failure.evidence for failure in LinkLocalhost().check(page, Limits())] == ["http://localhost:4000/"]


def test_equal_uncrawlable_links_are_one_finding_with_their_number() -> None:
    page = facts_of('<a href="javascript:;">A</a>\n<a href="java&#10;script:go()">B</a><a href="javascript:;">C</a>')
    assert list(LinkUncrawlable().check(page, Limits())) == [
        Failure("The link runs a script (2 links).", "javascript:;", 1),
        Failure("The link runs a script.", "java\nscript:go()", 2),
    ]


def test_lighthouse_agrees_on_every_link_with_an_href() -> None:
    # "javascript : void(0)", with spaces, is a relative URL and thus crawlable, if broken.
    seen = 0
    for case in json.loads(shared("vectors/lighthouse-seo/audit_cases.json").read_text()):
        for anchor in case["artifacts"].get("AnchorElements", ()) if case["audit"] == "crawlable-anchors" else ():
            href = anchor["rawHref"]
            if not href.strip() or " :" in href:
                continue
            page = facts_of(f'<a href="{html.escape(href)}" role="{html.escape(anchor["role"])}">Tea</a>')
            assert len(list(LinkUncrawlable().check(page, Limits()))) == case["expected"]["items"], href
            seen += 1
    assert seen > 20


def test_a_missing_page_is_one_finding_with_the_number_of_links_to_it() -> None:
    page = facts_of('<p>\n<a href="old.html">Old</a> <a href="/old.html#a">Old</a> <a href="new">New</a>')
    assert broken(page) == [
        SiteFailure(1, "2 links lead to https://example.com/old.html, where there is no page.", "old.html", 2),
        SiteFailure(1, "The link leads to https://example.com/new, where there is no page.", "new", 2),
    ]


def test_files_and_folders_are_told_apart() -> None:
    page = facts_of('<a href="/tea.pdf">Prices</a><a href="/img/">Images</a><a href="/tea%20cup.png">Cup</a>')
    failures = broken(page, files=("tea.pdf", "img/cup.png", "tea%20cup.png"))
    assert [failure.evidence for failure in failures] == ["/img/"]


def test_on_a_live_site_only_known_errors_are_broken() -> None:
    page = facts_of('<a href="/gone">Gone</a><a href="/unread">Unread</a><a href="/moved">Moved</a>')
    pages = (page, facts_of("", "gone", status=410), facts_of("", "moved", status=301))
    assert [failure.evidence for failure in broken(*pages, inventory=False)] == ["/gone"]


def test_links_of_error_pages_are_not_judged_and_a_link_to_itself_is_never_broken() -> None:
    assert broken(facts_of('<a href="/missing">Missing</a><a href="">Again</a>', "404.html", status=404)) == []


def test_the_home_page_is_found_with_and_without_a_slash() -> None:
    home = facts_of("<h1>Home</h1>", "")
    page = facts_of('<a href="https://example.com">A</a><a href="/">B</a><a href="/index.html">C</a>')
    assert broken(home, page) == []


def test_a_fragment_is_compared_decoded_on_both_sides() -> None:
    target = facts_of('<p id="impl-From%3CT%3E">a</p><p id="größe">b</p><p id="a b">c</p>', "target.html")
    links = ("#impl-From%3CT%3E", "#gr%C3%B6%C3%9Fe", "#größe", "#a%20b", "#a+b", "#Größe")
    page = facts_of("".join(f'<a href="target{link}">a</a>' for link in links))
    assert broken_fragments(page, target) == ["target#a+b", "target#Größe"]


def test_places_in_what_is_not_html_are_not_known() -> None:
    pdf = facts_of(b"%PDF-1.7", "tea.pdf", headers={"content-type": "application/pdf"})
    assert broken_fragments(facts_of('<a href="/tea.pdf#page=2">Tea</a>'), pdf) == []


def test_a_place_that_may_lie_beyond_what_is_read_is_not_missed() -> None:
    link = facts_of('<title>Home</title><a href="target#late">Late</a><a href="short#late">Late</a>', "index.html")
    long = facts_of("<p>" + "tea " * 600_000 + "<h2 id=late>Late</h2>", "target.html")
    short = facts_of("<p>Tea</p>", "short.html")
    assert broken_fragments(link, long, short) == ["short#late"]


def test_equal_broken_fragments_are_one_finding_with_their_number() -> None:
    page = facts_of('<h1 id="a">A</h1>\n<a href="#b">B</a><a href="#b">B</a>')
    assert list(LinkBrokenFragment().check(MemorySite([page]), Limits())) == [
        SiteFailure(1, 'No element of https://example.com/page.html has the id "b" (2 links).', "#b", 2)
    ]


def test_orphans_cannot_be_told_when_pages_were_left_out() -> None:
    site = MemorySite([facts_of("<h1>Tea</h1>")])
    site.filtered = True
    with pytest.raises(Inconclusive):
        list(LinkOrphan().check(site, Limits()))
