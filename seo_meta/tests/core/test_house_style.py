import pytest

from seo_meta.core.brand import with_brand, without_brand
from seo_meta.core.house_style import Styles, in_words, learn_styles
from seo_meta.core.propose import HouseStyle
from seo_meta.tests.factories import BASE, MemorySite, facts_of

SUBJECTS = ("Roasting at home", "Grinding for espresso", "Water and minerals", "Cleaning the machine", "Storing beans")


def page(title: str, path: str, lang: str = "en", extra: str = "") -> tuple[str, str]:
    return f'<html lang="{lang}"><head><title>{title}</title>{extra}</head><body>text</body></html>', path


def learned(*pages: tuple[str, str], brand: str = "") -> Styles:
    site = MemorySite([facts_of(html, path) for html, path in pages])
    return learn_styles(site.pages(), site.home, base_url=BASE, brand=brand)


def section(ending: str, folder: str = "docs", lang: str = "en") -> list[tuple[str, str]]:
    return [page(subject + ending, f"{folder}/{place}.html", lang) for place, subject in enumerate(SUBJECTS)]


@pytest.mark.parametrize("separator", [" | ", " - ", " – ", " — ", " · ", " » ", "｜", " :: "])
def test_the_separator_and_the_brand_are_those_that_titles_share(separator: str) -> None:
    style = learned(*section(f"{separator}Example Roasters")).of(f"{BASE}docs/9.html", "en")
    assert (style.separator, style.brand, style.brand_first) == (separator, "Example Roasters", False)


def test_a_brand_may_stand_first() -> None:
    pages = [page(f"Example: {subject}", f"docs/{place}.html") for place, subject in enumerate(SUBJECTS)]
    style = learned(*pages).of(f"{BASE}docs/9.html", "en")
    assert (style.brand, style.separator, style.brand_first) == ("Example", ": ", True)
    assert with_brand("Milk", style) == "Example: Milk"


def test_a_configured_brand_counts_more_than_a_learned_one() -> None:
    assert learned(*section(" | Learned"), brand="Configured").of(BASE, "en").brand == "Configured"


def test_a_configured_brand_is_written_as_the_titles_write_it() -> None:
    style = learned(*section(" – Roasters"), brand="Roasters").of(BASE, "en")
    assert (style.brand, style.separator) == ("Roasters", " – ")


def test_a_site_whose_titles_share_nothing_has_no_brand() -> None:
    assert learned(*section("")).of(f"{BASE}docs/9.html", "en").brand == ""


def test_each_section_has_its_style_and_a_small_one_that_of_its_language() -> None:
    german = [page(f"{subject} – Rösterei", f"{place}.html", "de") for place, subject in enumerate(SUBJECTS)]
    styles = learned(*section(" | Docs", "docs"), *section("! - Blog", "blog"), *german)
    assert styles.of(f"{BASE}docs/new.html", "en").brand == "Docs"
    assert styles.of(f"{BASE}blog/new.html", "en-GB").brand == "Blog"
    assert styles.of(f"{BASE}shop/new.html", "de").brand == "Rösterei"
    assert styles.of(f"{BASE}shop/new.html", "fr").section == ""


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param(page("Gone - Bad", "docs/bad.html", extra='<meta name="robots" content="noindex">'), id="noindex"),
        pytest.param(page("Copy - Bad", "docs/b.html", extra='<link rel="canonical" href="/x.html">'), id="canonical"),
        pytest.param(page("Untitled", "docs/bad.html"), id="default"),
        pytest.param(page("{{ title }} - Bad", "docs/bad.html"), id="placeholder"),
        pytest.param(page("Bad " * 200, "docs/bad.html"), id="endless"),
        pytest.param(page("Home page - Bad", ""), id="home"),
    ],
)
def test_nothing_is_learned_from_a_page_that_is_no_example(bad: tuple[str, str]) -> None:
    assert learned(*section(" | Good"), bad) == learned(*section(" | Good"))


def test_nothing_is_learned_from_titles_that_pages_share() -> None:
    twins = [page("Overview - Bad", f"docs/twin-{number}.html") for number in range(9)]
    assert learned(*section(" | Good"), *twins) == learned(*section(" | Good"))


def test_a_brand_holds_no_character_that_cannot_be_seen() -> None:
    style = learned(*section(" | Exam\u202eple\u200b Roasters")).of(BASE, "en")
    assert style.brand == "Example Roasters"


def test_the_order_of_pages_decides_nothing() -> None:
    pages = [*section(" | One", "docs"), *section(" - Two", "blog"), *section(" – Drei", "de", "de")]
    assert learned(*pages) == learned(*reversed(pages))


@pytest.mark.parametrize(
    ("titles", "case"),
    [
        (("How to roast coffee", "How to grind beans finely", "What water does to taste"), "sentence"),
        (("How to Roast Coffee", "How to Grind Beans Finely", "What Water Does to Taste"), "title"),
        (("コーヒーの焙煎", "豆を挽く", "水とミネラル"), ""),
    ],
)
def test_the_case_is_learned_where_the_script_has_one(titles: tuple[str, ...], case: str) -> None:
    pages = [page(title, f"{place}.html") for place, title in enumerate(titles)]
    assert learned(*pages).of(BASE, "en").title_case == case


def test_an_h1_that_half_the_pages_of_a_section_have_is_shared() -> None:
    logo = [facts_of(f"<title>{subject}</title><h1>The Library</h1>", f"docs/{subject}") for subject in SUBJECTS]
    other = [facts_of(f"<title>{number} beans</title><h1>{number} beans</h1>", f"shop/{number}") for number in range(9)]
    site = MemorySite([*logo, *other])
    styles = learn_styles(site.pages(), site.home, base_url=BASE)
    assert styles.of(f"{BASE}docs/9", "").shared_headings == ("the library",)
    assert styles.of(f"{BASE}shop/9", "").shared_headings == ()


def test_the_style_is_said_in_words() -> None:
    style = HouseStyle("/docs/ in en", 42, "Example Roasters", " | ", title_case="sentence", title_em=31.0)
    assert in_words(style) == (
        'Titles end with " | Example Roasters", 31 em wide in the middle, sentence case; learned from 42 pages of '
        "/docs/ in en."
    )


def test_a_site_without_titles_has_a_style_that_says_so() -> None:
    assert in_words(learned().of(BASE, "en")) == "No page has a title to learn from."


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("Roasting | Docs | Example", "Roasting"),
        ("Example - Roasting | Docs", "Roasting"),
        ("Roasting at Example", "Roasting at Example"),
        ("Example", "Example"),
        ("Dark | Light | EXAMPLE", "Dark | Light"),
    ],
)
def test_the_brand_comes_off_at_either_end_only(title: str, subject: str) -> None:
    assert without_brand(title, "Docs | Example") == subject


def test_the_brand_is_never_put_on_twice() -> None:
    assert with_brand("Roasting at Example", HouseStyle(brand="Example", separator=" | ")) == "Roasting at Example"
