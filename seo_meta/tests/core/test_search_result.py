import pytest

from seo_meta.core.as_proposed import as_built_next, as_proposed
from seo_meta.core.propose import Field
from seo_meta.core.search_result import breadcrumbs, search_result
from seo_meta.core.width_profiles import newest
from seo_meta.tests.factories import facts_of

ARTICLE = """<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Article",
"headline": "Guji", "datePublished": "2026-09-18T08:00:00Z"}</script>"""
WORDS = "roasted the day before they leave "


@pytest.mark.parametrize("device", ["desktop", "mobile"])
def test_texts_are_cut_to_the_width_of_the_device(device: str) -> None:
    page = facts_of(f"<title>{WORDS * 9}</title><meta name=description content='{WORDS * 20}'>")
    result = search_result(page, device)
    assert result.title_cut
    assert result.description_cut
    assert result.title.text == newest(device).shown_title(page.title)
    assert result.description.text.endswith("…")
    assert result.profile_date == newest(device).date


def test_a_text_that_fits_is_shown_whole() -> None:
    result = search_result(facts_of("<title>Guji</title><meta name=description content='Floral.'>"), "desktop")
    assert (result.title.text, result.title_cut) == ("Guji", False)
    assert (result.description.text, result.description_cut) == ("Floral.", False)


def test_a_page_without_title_and_description_is_shown_by_what_stands_in() -> None:
    result = search_result(facts_of("<h1>Guji</h1><p>Grown at 2,000 metres above the sea."), "desktop")
    assert (result.title.text, result.title.source) == ("Guji", "h1")
    assert result.description.source == "text"
    assert result.description.text.endswith("…")


def test_an_article_shows_its_day_apart_from_the_description() -> None:
    assert search_result(facts_of(ARTICLE), "mobile").day == "18 Sep 2026"
    assert search_result(facts_of("<time datetime=2026-09-18>"), "mobile").day == ""


def test_an_address_is_shown_without_punycode_and_percent_signs() -> None:
    url = "https://xn--mnchen-3ya.example/caf%C3%A9/r%C3%B6sterei/"
    assert breadcrumbs(url) == ("münchen.example", ("café", "rösterei"))


def test_the_middle_of_a_long_path_is_left_out() -> None:
    assert breadcrumbs("https://example.com/a/b/c/d/e.html")[1] == ("a", "…", "d", "e.html")


@pytest.mark.parametrize("url", ["https://xn--a/", "https://xn--/%ff%00/%E2%80%AE", "https://[::1]/"])
def test_an_odd_address_is_shown_harmless(url: str) -> None:
    host, crumbs = breadcrumbs(url)
    assert host
    assert "\u202e" not in "".join(crumbs)


def test_the_site_is_named_by_open_graph_or_else_by_its_host() -> None:
    assert search_result(facts_of("<meta property=og:site_name content=Kestrel>"), "desktop").site_name == "Kestrel"
    assert search_result(facts_of(""), "desktop").site_name == "example.com"


def test_text_of_a_page_cannot_turn_the_direction_of_what_stands_around_it() -> None:
    assert search_result(facts_of("<title>\u202egpj.exe</title>"), "desktop").title.text == "\\u202egpj.exe"


def test_a_page_as_proposed_has_the_values_in_the_place_of_its_own() -> None:
    page = facts_of("<title>Old</title><meta name=description content=old><link rel=canonical href=/old>")
    values = {Field.TITLE: "New", Field.DESCRIPTION: "new", Field.CANONICAL: "https://example.com/new"}
    new = as_proposed(page, values)
    assert (new.title, new.description, new.canonical) == ("New", "new", "https://example.com/new")
    assert as_proposed(page, {}) == page


def test_a_page_as_proposed_keeps_what_stands_beside_the_value() -> None:
    page = facts_of("<title>Old</title><body><meta name=description content=old><meta name=description content=more>")
    new = as_proposed(page, {Field.DESCRIPTION: "new"})
    assert [(meta.content, meta.in_head) for meta in new.meta("description")] == [("new", False), ("more", False)]


def test_a_page_counts_as_built_once_it_shows_something_else_than_before() -> None:
    page = facts_of("<title>Old</title><meta name=description content=rebuilt>")
    new = as_built_next(page, {Field.TITLE: ("Old", "New"), Field.DESCRIPTION: ("old", "new")})
    assert (new.title, new.description) == ("New", "rebuilt")


@pytest.mark.parametrize("value", ["{", "[1]", '{"og:title": 1}', "[" * 5000])
def test_a_social_value_that_is_none_changes_nothing(value: str) -> None:
    page = facts_of("<meta property=og:title content=Old>")
    assert as_proposed(page, {Field.SOCIAL: value}).metas == page.metas
