import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seo_meta.core.extract import extract
from seo_meta.core.extractive.titles import titles
from seo_meta.core.limits import Limits
from seo_meta.core.propose import Abstain, Candidate, Confidence, Evidence, HouseStyle, SiteProfile, Subject
from seo_meta.core.types import Document
from seo_meta.core.widths import TITLE_PX, width_px
from seo_meta.tests.factories import BASE, facts_of
from seo_meta.tests.vectors import shared

STYLE = HouseStyle(pages=9, brand="Example Roasters", separator=" | ")
WIDE = "How to keep freshly roasted coffee beans at home for several weeks"


def proposed(html: str, path: str = "page.html", *, is_home: bool = False, **profile: Any) -> list[Candidate]:
    site = SiteProfile(BASE, **({"style": STYLE} | profile))
    return titles(Subject(facts_of(html, path), is_home=is_home), site)


def values(html: str, path: str = "page.html", **profile: Any) -> list[str]:
    return [candidate.value for candidate in proposed(html, path, **profile)]


def trail(*names: str) -> str:
    items = ",".join(
        f'{{"@type": "ListItem", "position": {place}, "name": "{name}"'
        + ("}" if place == len(names) else f', "item": "/{place}/"}}')
        for place, name in enumerate(names, 1)
    )
    return (
        '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "BreadcrumbList", '
        f'"itemListElement": [{items}]}}</script>'
    )


def test_a_title_is_the_h1_with_the_brand_of_the_site() -> None:
    assert values("<h1>Roasting at home</h1>") == ["Roasting at home | Example Roasters"]


def test_a_brand_that_stands_first_is_put_first() -> None:
    style = HouseStyle(pages=9, brand="Example", separator=": ", brand_first=True)
    assert values("<h1>Roasting at home</h1>", style=style) == ["Example: Roasting at home"]


def test_the_evidence_is_what_stands_on_the_page_with_its_line() -> None:
    [candidate] = proposed("<title></title>\n\n<h1>Roasting\u200b at home</h1>")
    assert candidate.evidence == (Evidence("h1", "Roasting\u200b at home", 3),)
    assert candidate.value.startswith("Roasting at home |")


def test_the_brand_is_left_out_before_anything_of_the_page() -> None:
    subject = "How to keep freshly roasted coffee beans at home"
    [candidate] = proposed(f"<h1>{subject}</h1>")
    assert candidate.value == subject
    assert "name is left out" in candidate.reasons[1]


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        (f"Roasting coffee at home: {WIDE}", "Roasting coffee at home | Example Roasters"),
        (f"Roasting coffee at home - {WIDE}", "Roasting coffee at home | Example Roasters"),
        (f"Roasting coffee at home ({WIDE})", "Roasting coffee at home | Example Roasters"),
        (f"What does roasting at home cost? {WIDE}", "What does roasting at home cost? | Example Roasters"),
        (
            "自宅でコーヒーを焙煎する：" + "豆の保存と挽き方と水の選び方と" * 3,
            "自宅でコーヒーを焙煎する | Example Roasters",
        ),
    ],
)
def test_of_what_is_too_wide_whole_clauses_are_left_out(heading: str, title: str) -> None:
    assert values(f"<h1>{heading}</h1>") == [title]


def test_a_title_that_is_there_is_not_replaced_by_one_too_wide() -> None:
    with pytest.raises(Abstain, match="wider than results show"):
        proposed(f"<title>{WIDE} and even longer than that</title><h1>{WIDE} and even longer</h1>")


def test_a_page_without_a_title_gets_one_too_wide_and_is_told() -> None:
    [candidate] = proposed(f"<h1>{WIDE} and even longer</h1>")
    assert candidate.value == f"{WIDE} and even longer"
    assert any("wider than results show" in reason for reason in candidate.reasons)


def test_the_limit_is_that_of_the_site() -> None:
    assert values("<h1>Roasting at home</h1>", limits=Limits(title_max_px=160)) == ["Roasting at home"]


@pytest.mark.parametrize("heading", ["Visit Example Roasters", "example roasters in Leith"])
def test_the_brand_is_never_named_twice(heading: str) -> None:
    assert values(f"<h1>{heading}</h1>") == [heading]


@pytest.mark.parametrize(
    ("title", "clean"),
    [
        ("Roasting at home | Example Roasters", "Roasting at home | Example Roasters"),
        ("Example Roasters - Roasting at home", "Roasting at home | Example Roasters"),
        ("Roasting at home |", "Roasting at home | Example Roasters"),
        ("Milk &amp;amp; sugar for roasters", "Milk & sugar for roasters | Example Roasters"),
    ],
)
def test_without_headings_the_present_title_is_brought_to_the_style(title: str, clean: str) -> None:
    assert values(f"<title>{title}</title>") == [clean]


@pytest.mark.parametrize(
    "nothing", ["Untitled", "{{ page.title }}", "undefined", "Example Roasters", "", "— |", "\u202e"]
)
def test_what_says_nothing_is_no_name(nothing: str) -> None:
    html = f'<title>{nothing}</title><meta property="og:title" content="{nothing}"><h1>{nothing}</h1>'
    with pytest.raises(Abstain, match="Nothing names the page"):
        proposed(html, "2024/17.html")


def test_capitals_are_undone_only_as_another_source_writes_them() -> None:
    shouted = "<h1>ROASTING WITH UNESCO</h1>"
    both = f'<meta property="og:title" content="Roasting with UNESCO">{shouted}'
    assert values(both) == ["Roasting with UNESCO | Example Roasters"]
    assert values(shouted) == ["ROASTING WITH UNESCO | Example Roasters"]


def test_of_several_h1s_the_one_that_the_rest_of_the_page_agrees_with_counts() -> None:
    html = '<meta property="og:title" content="Roasting coffee at home"><h1>The Blog</h1><h1>Roasting coffee</h1>'
    assert proposed(html)[0].value == "Roasting coffee | Example Roasters"
    assert proposed(html)[0].confidence is Confidence.MEDIUM


def test_an_h1_that_the_home_page_has_too_is_the_logo() -> None:
    home = facts_of("<h1>Our logo</h1>", "index.html")
    assert values("<h1>Our logo</h1><h1>Roasting at home</h1>", home=home) == ["Roasting at home | Example Roasters"]


def test_an_h1_that_half_the_pages_have_counts_less_than_any_other_name() -> None:
    style = HouseStyle(pages=9, shared_headings=("the library",))
    assert values("<h1>The Library</h1><h2>Roasting at home</h2>", "7.html", style=style) == ["Roasting at home"]
    assert values("<h1>The Library</h1>", "7.html", style=style) == ["The Library"]


def test_a_name_that_others_agree_with_is_surer() -> None:
    sure = proposed('<meta property="og:title" content="Roasting coffee at home"><h1>Roasting coffee</h1>', "7.html")
    alone = proposed("<h1>Roasting coffee</h1>", "7.html")
    odd = proposed('<meta property="og:title" content="Milk and sugar"><h1>Roasting coffee</h1>', "7.html")
    found = [next(one for one in group if "Roasting" in one.value) for group in (sure, alone, odd)]
    assert [one.confidence for one in found] == [Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW]


def test_a_title_with_an_older_year_than_the_h1_is_not_kept() -> None:
    html = "<title>Prices for green coffee 2023</title><h1>Prices 2024</h1>"
    assert values(html) == ["Prices 2024 | Example Roasters"]


def test_a_title_copied_from_another_page_is_doubted() -> None:
    html = "<title>House blend for every day</title><h1>Decaf</h1>"
    found = proposed(html, "decaf.html")
    assert next(one for one in found if "House blend" in one.value).confidence is Confidence.LOW


def test_the_end_of_the_breadcrumb_names_a_page_without_headings() -> None:
    assert values(trail("Home", "Guides", "Roasting at home"))[0] == "Roasting at home | Example Roasters"


def test_the_file_name_is_the_last_resort() -> None:
    [candidate] = proposed("<p>text</p>", "roasting-at-home.html")
    assert candidate.value == "Roasting at home | Example Roasters"
    assert candidate.confidence is Confidence.LOW


def test_a_title_too_short_to_say_much_is_given_its_parent() -> None:
    found = values(f"{trail('Home', 'Guides', 'Milk')}<h1>Milk</h1>", style=HouseStyle(pages=9, separator=" - "))
    assert found[:2] == ["Milk - Guides", "Milk"]


def test_facts_that_may_tell_pages_apart_come_in_order_with_their_evidence() -> None:
    html = (
        f'<html lang="de">{trail("Start", "Kaffee", "Überblick")}'
        '<meta property="article:published_time" content="2024-05-12T10:00"><h1>Überblick</h1>'
    )
    style = HouseStyle(pages=9, separator=" – ")
    candidate = proposed(html, "shop/v2.1/waren/page/3/", style=style)[-1]
    assert [(variant.fact, variant.value) for variant in candidate.variants][:5] == [
        ("parent", "Überblick – Kaffee"),
        ("page number", "Überblick – Seite 3"),
        ("version", "Überblick – v2.1"),
        ("language", "Überblick – Deutsch"),
        ("date", "Überblick – 2024-05-12"),
    ]
    assert candidate.variants[0].evidence.text == "Kaffee"
    assert candidate.variants[4].evidence == Evidence("article:published_time", "2024-05-12T10:00", 1)


def test_a_link_to_the_folder_names_the_parent_unless_it_is_a_step() -> None:
    html = '<a href="./">Up</a><a href="./">Billing and refunds</a><h1>Overview</h1>'
    variants = proposed(html, "docs/billing/overview.html")[-1].variants
    assert variants[0].value == "Overview | Billing and refunds | Example Roasters"
    assert variants[0].evidence == Evidence("link", "Billing and refunds", 1)


def test_variants_fit_as_titles_do() -> None:
    subject = "How to keep freshly roasted coffee beans"
    for candidate in proposed(f"<h1>{subject}</h1>", "docs/roasting-for-beginners/beans.html"):
        assert candidate.variants
        assert all(width_px(variant.value, TITLE_PX) <= Limits().title_max_px for variant in candidate.variants)


def test_the_home_page_begins_with_the_name_of_the_site() -> None:
    found = values("<h1>Coffee by post, roasted on Tuesdays</h1>", "", is_home=True)
    assert found == ["Example Roasters | Coffee by post, roasted on Tuesdays", "Example Roasters"]


def test_a_home_page_without_a_style_takes_the_name_from_its_data() -> None:
    html = '<meta property="og:site_name" content="Example"><h1>Coffee by post</h1>'
    assert values(html, "", is_home=True, style=HouseStyle()) == ["Example - Coffee by post", "Example"]


def test_where_no_title_shows_a_brand_the_home_page_names_the_site() -> None:
    home = facts_of('<meta property="og:site_name" content="Example">', "index.html")
    assert values("<h1>Roasting at home</h1>", style=HouseStyle(), home=home) == ["Roasting at home - Example"]


@pytest.mark.parametrize("whole", ["قهوه می\u200cخواهم", "Coffee for 👩\u200d👩\u200d👧"])
def test_a_joiner_inside_a_word_or_an_emoji_stays(whole: str) -> None:
    assert values(f"<h1>\u200d{whole}\u200c</h1>", style=HouseStyle()) == [whole]


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_character_that_cannot_be_seen_reaches_a_value(heading: str, other: str) -> None:
    page = Subject(facts_of(f"<title>{other}</title><h1>{heading}</h1><a href='./'>{other}</a>", "a/b.html"))
    try:
        found = titles(page, SiteProfile(BASE, style=STYLE))
    except Abstain:
        return
    for value in (value for one in found for value in (one.value, *(variant.value for variant in one.variants))):
        unseen = [sign for sign in value if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")]
        assert set(unseen) <= {"\u200c", "\u200d"}
        assert value == unicodedata.normalize("NFC", value)
        assert value == " ".join(value.split())


def test_the_titles_of_real_pages_rest_on_what_stands_there() -> None:
    files = sorted(shared("data/web_pages").glob("*.html"))
    assert files
    for file in files:
        facts = extract(Document(f"{BASE}{file.name}", file.read_bytes()))
        there = {heading.text for heading in facts.headings} | {meta.content for meta in facts.metas}
        there |= {title.text for title in facts.titles} | {file.name}
        try:
            found = titles(Subject(facts), SiteProfile(BASE, style=STYLE))
        except Abstain:
            continue
        for candidate in found:
            assert candidate.reasons
            assert {evidence.text for evidence in candidate.evidence} <= there, candidate
