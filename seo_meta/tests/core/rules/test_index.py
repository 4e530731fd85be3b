import pytest

from seo_meta.core.audit import Inconclusive, Policy, audit_page, page_rules
from seo_meta.core.findings import Failure, Outcome
from seo_meta.core.limits import Limits
from seo_meta.core.rules.index.auth_wall import IndexAuthWall
from seo_meta.core.rules.index.blocked_by_robots import IndexBlockedByRobots
from seo_meta.core.rules.index.bot_blocked import IndexBotBlocked
from seo_meta.core.rules.index.conflicting_signals import IndexConflictingSignals
from seo_meta.core.rules.index.head_broken import IndexHeadBroken
from seo_meta.core.rules.index.html_too_big import IndexHtmlTooBig
from seo_meta.core.rules.index.http_status_doc import IndexHttpStatusDoc
from seo_meta.core.rules.index.noindex import IndexNoindex
from seo_meta.core.rules.index.noindex_and_blocked import IndexNoindexAndBlocked
from seo_meta.core.rules.index.noindex_header import IndexNoindexHeader
from seo_meta.core.rules.index.noindex_sitewide import IndexNoindexSitewide
from seo_meta.core.rules.index.pdf_too_big import IndexPdfTooBig
from seo_meta.core.rules.index.robots_meta_invalid_token import IndexRobotsMetaInvalidToken
from seo_meta.core.rules.index.robots_multiple import IndexRobotsMultiple
from seo_meta.core.rules.index.soft_404 import IndexSoft404
from seo_meta.core.rules.index.unavailable_after_past import IndexUnavailableAfterPast
from seo_meta.core.site import TextFile
from seo_meta.core.types import PageFacts
from seo_meta.tests.factories import TODAY, MemorySite, facts_of

INDEX = '<meta name="robots" content="index">'


def test_noindex_in_the_header_is_said_to_be_there() -> None:
    page = facts_of("<title>Tea</title>", headers={"x-robots-tag": "noindex"})
    assert list(IndexNoindex().check(page, Limits())) == []
    (failure,) = IndexNoindexHeader().check(page, Limits())
    assert failure == Failure("The X-Robots-Tag header says noindex, so the page stays out of search.", "noindex")


def test_the_header_can_contradict_the_meta_element() -> None:
    page = facts_of(INDEX, headers={"x-robots-tag": "none"})
    (failure,) = IndexRobotsMultiple().check(page, Limits())
    assert (failure.evidence, failure.line) == ("index, none", 1)


def test_a_header_for_one_crawler_contradicts_no_other() -> None:
    page = facts_of(INDEX, headers={"x-robots-tag": "examplebot: noindex, nofollow"})
    assert list(IndexRobotsMultiple().check(page, Limits())) == []


def test_all_against_none_are_two_contradictions() -> None:
    page = facts_of('<meta name="robots" content="all"><meta name="robots" content="none">')
    assert [failure.evidence for failure in IndexRobotsMultiple().check(page, Limits())] == ["all, none"] * 2


@pytest.mark.parametrize(
    "token", ["max-snippet:", "max-snippet:-2", "max-image-preview", "unavailable_after:", "no index"]
)
def test_a_directive_without_a_right_value_is_unknown(token: str) -> None:
    page = facts_of(f'<meta name="robots" content="{token}">')
    assert [failure.evidence for failure in IndexRobotsMetaInvalidToken().check(page, Limits())] == [token]


def test_what_a_header_tells_an_unknown_crawler_is_not_judged() -> None:
    page = facts_of("<title>Tea</title>", headers={"x-robots-tag": "examplebot: nosnow"})
    assert list(IndexRobotsMetaInvalidToken().check(page, Limits())) == []


def test_all_that_was_lost_below_the_break_is_named_once() -> None:
    page = facts_of(
        '<head><meta name="description" content="Green">\n<div></div>\n<title>Tea</title>'
        '<link rel="canonical" href="/"><link rel="alternate" hreflang="de" href="/de">'
        '<link rel="alternate" hreflang="fr" href="/fr"></head><body></body>'
    )
    assert list(IndexHeadBroken().check(page, Limits())) == [
        Failure("<div> ends the head, so the body got: title, canonical, hreflang.", "<div>", 2)
    ]


def test_a_page_that_was_cut_short_is_too_big_when_what_was_read_is() -> None:
    page = facts_of("<p>" + "tea " * 100, truncated=True)
    assert len(list(IndexHtmlTooBig().check(page, Limits(html_max_bytes=100)))) == 1
    with pytest.raises(Inconclusive):
        list(IndexHtmlTooBig().check(page, Limits()))


def test_a_page_that_goes_on_beyond_what_is_read_is_too_big_whatever_the_limit() -> None:
    page = facts_of("<p>" + "tea " * 600_000)
    for limit in (100, 10_000_000):
        (failure,) = IndexHtmlTooBig().check(page, Limits(html_max_bytes=limit))
        assert f"2,400,003 bytes, of which only the first {min(limit, 2_097_152):,}" in failure.message


def test_of_a_page_that_was_not_parsed_only_that_is_told() -> None:
    page = facts_of("<title></title>" + "<div>" * 100_000)
    verdicts = audit_page(page, page_rules, Policy())
    failed = [finding for finding in verdicts.findings if finding.outcome is Outcome.FAIL]
    assert [(finding.rule, finding.evidence) for finding in failed] == [
        ("index.unparsable", "more than 10,000 elements are nested")
    ]
    assert verdicts.outcomes["title.missing"] is Outcome.INCONCLUSIVE


def test_the_size_of_an_error_page_does_not_matter() -> None:
    page = facts_of("<p>" + "tea " * 100, status=404)
    verdicts = audit_page(page, [IndexHtmlTooBig()], Policy(limits=Limits(html_max_bytes=100)))
    assert verdicts.outcomes["index.html-too-big"] is Outcome.NOT_APPLICABLE


def robots_site(robots: str, *pages: PageFacts, live: bool = False) -> MemorySite:
    return MemorySite(list(pages), {"robots.txt": robots}, live=live)


@pytest.mark.parametrize(
    ("robots", "path", "blocked"),
    [
        ("User-agent: *\nDisallow: /", "tea", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a/tea", "a/tea", False),
        ("User-agent: *\nAllow: /a\nDisallow: /a/tea", "a/tea", True),
        ("User-agent: *\nDisallow: /*.js$", "node.js-guide", False),
        ("User-agent: *\nDisallow: /node.js", "node.js-guide", True),
        ("User-agent: *\nDisallow: /TEA", "tea", False),
        ("User-agent: Googlebot\nUser-agent: Otherbot\nDisallow: /tea", "tea", True),
        ("User-agent: Googlebot\nAllow: /\n\nUser-agent: *\nDisallow: /", "tea", False),
        ("", "tea", False),
    ],
)
def test_robots_txt_is_read_as_the_standard_says(robots: str, path: str, blocked: bool) -> None:
    site = robots_site(robots, facts_of("<title>Tea</title>", path), live=True)
    assert bool(list(IndexBlockedByRobots().check(site, Limits()))) == blocked


def test_in_a_folder_only_what_is_linked_is_reported_as_blocked() -> None:
    pages = (facts_of('<a href="/tea">Tea</a>', ""), facts_of("<h1>Tea</h1>", "tea"), facts_of("<h1>X</h1>", "draft"))
    failures = list(IndexBlockedByRobots().check(robots_site("User-agent: *\nDisallow: /", *pages), Limits()))
    assert [failure.page for failure in failures] == [1, 2]


def test_a_robots_txt_that_was_not_read_blocks_nothing() -> None:
    site = MemorySite([facts_of('<meta name="robots" content="noindex">')])
    site.robots = TextFile("https://example.com/robots.txt", "unreachable", 503, "User-agent: *\nDisallow: /")
    assert list(IndexNoindexAndBlocked().check(site, Limits())) == []


def test_each_way_out_of_search_is_a_signal() -> None:
    page = facts_of(
        '<meta name="robots" content="noindex"><link rel="canonical" href="/other">',
        "tea",
        headers={"x-robots-tag": "noindex"},
    )
    sitemap = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>https://example.com/tea</loc></url></urlset>"
    site = MemorySite([page], {"sitemap.xml": sitemap, "robots.txt": "User-agent: *\nDisallow: /tea"})
    (failure,) = IndexConflictingSignals().check(site, Limits())
    assert failure.evidence == "a noindex element, a noindex header, a canonical link to another URL, robots.txt"


def test_error_pages_do_not_count_towards_noindex_everywhere() -> None:
    pages = [facts_of('<meta name="robots" content="noindex">', f"{number}", status=404) for number in range(20)]
    pages += [facts_of("<h1>Tea</h1>", f"tea{number}") for number in range(10)]
    assert list(IndexNoindexSitewide().check(MemorySite(pages), Limits())) == []


@pytest.mark.parametrize(
    "written",
    [
        "25 Jun 2010 15:00:00 PST",
        "25-Aug-2007 15:00:00 EST, all",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT, noarchive, nofollow",
        "2020-01-01",
        "2020-01-01T10:00:00+02:00",
        "2026-11-22",
    ],
)
def test_a_past_date_is_read_in_every_format_that_google_reads(written: str) -> None:
    page = facts_of(f'<meta name="robots" content="unavailable_after: {written}">')
    assert len(list(IndexUnavailableAfterPast().check(page, Limits()))) == 1


@pytest.mark.parametrize("written", [TODAY, "2099-01-01", "soon", "", "32 Jun 2010 15:00:00 PST", "0"])
def test_today_a_later_day_and_no_date_are_not_past(written: str) -> None:
    page = facts_of(f'<meta name="robots" content="unavailable_after: {written}">')
    assert list(IndexUnavailableAfterPast().check(page, Limits())) == []


@pytest.mark.parametrize(
    "title",
    [
        "404",
        "Error 404",
        "404 – Page Not Found | Shop",
        "Shop | Seite nicht gefunden",
        "Página no encontrada",
        "Erreur 404 : page introuvable",
        "ページが見つかりません - 店",
        "Страница не найдена",
        "This page doesn’t exist.",
    ],
)
def test_a_page_that_says_not_found_in_any_language_is_a_soft_404(title: str) -> None:
    assert len(list(IndexSoft404().check(facts_of(f"<title>{title}</title>"), Limits()))) == 1


@pytest.mark.parametrize(
    "title", ["Area code 404", "HTTP 404 explained", "Lost and found", "Error handling", "Peugeot 404", "", "Error"]
)
def test_a_page_with_the_words_in_its_subject_is_not(title: str) -> None:
    assert list(IndexSoft404().check(facts_of(f"<title>{title}</title>"), Limits())) == []


@pytest.mark.parametrize("path", ["404.html", "404/", "404/index.html", "de/404", "not-found", "error.html"])
def test_the_error_page_of_a_host_may_be_asked_for(path: str) -> None:
    assert not IndexSoft404().applies(facts_of("<title>Page not found</title>", path))


@pytest.mark.parametrize(
    ("status", "html", "server", "reason"),
    [
        (401, "", "", "authentication"),
        (429, "", "", "rate limit"),
        (999, "", "", "bot protection"),
        (403, "", "cloudflare", "bot protection"),
        (503, "<title>Just a moment...</title>", "", "challenge"),
        (403, "<title>Forbidden</title>", "nginx", ""),
        (404, "<title>Access denied</title>", "cloudflare", ""),
        (200, "<title>Just a moment...</title>", "cloudflare", ""),
    ],
)
def test_an_answer_is_either_about_the_crawler_or_about_the_page(
    status: int, html: str, server: str, reason: str
) -> None:
    page = facts_of(html, status=status, headers={"server": server})
    assert [failure.evidence for failure in IndexBotBlocked().check(page, Limits())] == ([reason] if reason else [])
    assert IndexHttpStatusDoc().applies(page) == (not reason)


def test_the_error_page_of_a_folder_answers_as_it_should() -> None:
    assert not IndexHttpStatusDoc().applies(facts_of("", "404.html", status=404, file="404.html"))


def test_a_form_on_one_address_is_no_wall() -> None:
    form = '<title>Shop</title><form><input type="password"></form>'
    assert list(IndexAuthWall().check(MemorySite([facts_of(form, "reports")]), Limits())) == []
    pages = [facts_of(form, "reports"), facts_of(form, "prices"), facts_of(form, "account/login")]
    assert [failure.page for failure in IndexAuthWall().check(MemorySite(pages), Limits())] == [1, 2]


def test_the_size_of_a_pdf_is_what_the_header_says_or_what_was_read() -> None:
    pdf = {"content-type": "application/pdf"}
    read = facts_of(b"%PDF" + b" " * 100, "a.pdf", headers=pdf)
    announced = facts_of(b"", "a.pdf", headers={**pdf, "content-length": "1000"})
    odd = facts_of(b"", "a.pdf", headers={**pdf, "content-length": "-5"})
    limits = Limits(pdf_max_bytes=100)
    assert [len(list(IndexPdfTooBig().check(page, limits))) for page in (read, announced, odd)] == [1, 1, 0]
