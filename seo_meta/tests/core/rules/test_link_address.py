"""How the `href` of a link is written."""

import pytest

from seo_meta.core.audit import PageRule
from seo_meta.core.limits import Limits
from seo_meta.core.rules.link.double_slash import LinkDoubleSlash
from seo_meta.core.rules.link.mailto_tel_invalid import LinkMailtoTelInvalid
from seo_meta.core.rules.link.malformed import LinkMalformed
from seo_meta.core.rules.link.missing_href import LinkMissingHref
from seo_meta.core.rules.link.whitespace import LinkWhitespace
from seo_meta.tests.factories import facts_of


def hrefs(rule: PageRule, *written: str) -> list[str]:
    page = facts_of("".join(f'<a href="{href}">Tea</a>' for href in written))
    return [failure.evidence for failure in rule.check(page, Limits())]


@pytest.mark.parametrize(
    "href",
    [
        *("htp://tea.example/", "HTTPS//tea.example", "http:/tea.example", "https:tea.example", "hhttps://tea.example"),
        *("ttps://tea.example", "https;//tea.example", "http:///tea.example", "https://http://tea.example"),
        *("http://https//tea.example", "www.tea.example", "tea@example.com", "img\\tea.png", "https:\\\\tea.example"),
    ],
)
def test_a_mistyped_address_fails(href: str) -> None:
    assert hrefs(LinkMalformed(), href) == [href]


@pytest.mark.parametrize(
    "href",
    [
        *("https://tea.example", "HTTP://tea.example", "http", "https", "http-status.html", "tps/", "t.html", "tp", ""),
        *("//www.tea.example", "/www.tea.example", "www/", "wwww.html", "tea@2x.png", "@tea", "a/b@c.com", "?a=x\\y"),
        *("ftp://tea.example", "mailto:tea@example.com", "#tea\\cup", "?u=https://https://", "https://tea.example/@a"),
    ],
)
def test_a_proper_address_is_not_mistyped(href: str) -> None:
    assert hrefs(LinkMalformed(), href) == []


@pytest.mark.parametrize(
    "href",
    [
        "mailto:",
        "mailto:tea",
        "mailto:@a",
        "mailto:a@",
        "mailto:a b@c",
        "mailto:a@b,c",
        "tel:",
        "tel:tea",
        "tel:;ext=1",
    ],
)
def test_a_mail_or_telephone_link_without_its_address_fails(href: str) -> None:
    assert hrefs(LinkMailtoTelInvalid(), href) == [href]


@pytest.mark.parametrize(
    "href",
    [
        *("mailto:a@b", "MAILTO:a@b.example?subject=x", "mailto:a%40b.example", "mailto:a@b, c@d", "mailto:?body=x"),
        *("mailto:Tea%20%3Ca@b.example%3E", "tel:112", "tel:+49 (30) 12-34", "tel:*100#", "TEL:1;phone-context=+49"),
    ],
)
def test_a_mail_or_telephone_link_with_its_address_passes(href: str) -> None:
    assert hrefs(LinkMailtoTelInvalid(), href) == []


def test_white_space_counts_within_the_address_of_a_page_only() -> None:
    written = ("a b", " a ", "a\tb", "a%20", "a%20b", "a ", "mailto:a@b?subject=a b", "javascript:a b", "\n")
    assert hrefs(LinkWhitespace(), *written) == ["a b", "a\tb", "a%20"]


def test_two_slashes_count_in_the_path_within_the_site_only() -> None:
    written = ("/a//b", "//example.com//", "/a?b//c", "/a#b//c", "https://tea.example//a", "/go/https://tea.example/a")
    assert hrefs(LinkDoubleSlash(), *written) == ["/a//b", "//example.com//"]


def test_links_without_href_are_one_finding_with_their_number() -> None:
    page = facts_of(
        '<a>One</a>\n<a class="x" rel="y">Two</a><a id="z">Three</a><a name=" ">Four</a><a href="">Five</a>'
    )
    (failure,) = LinkMissingHref().check(page, Limits())
    assert (failure.message, failure.evidence, failure.line) == ("3 <a> have no href.", "One", 1)
