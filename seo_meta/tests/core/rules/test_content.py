import pytest

from seo_meta.core.audit import Inconclusive
from seo_meta.core.limits import Limits
from seo_meta.core.rules.content.dates_disagree import ContentDatesDisagree
from seo_meta.core.rules.content.doctype_missing import ContentDoctypeMissing
from seo_meta.core.rules.content.favicon import ContentFavicon
from seo_meta.core.rules.content.mojibake import ContentMojibake
from seo_meta.core.rules.content.placeholder import ContentPlaceholder
from seo_meta.core.rules.content.readability import flesch
from seo_meta.core.rules.content.stale_copyright import ContentStaleCopyright
from seo_meta.core.rules.content.thin import ContentThin
from seo_meta.core.rules.content.thin_vs_norm import ContentThinVsNorm
from seo_meta.tests.factories import MemorySite, facts_of


def garbled(body: str | bytes) -> list[str]:
    page = facts_of(body if isinstance(body, bytes) else f'<meta charset="utf-8"><p>{body}')
    return [failure.evidence for failure in ContentMojibake().check(page, Limits())]


@pytest.mark.parametrize(
    "text", ["naïve café", "10 €", "an – dash", "so …", "mark™", "Müller & Söhne", "20 °C", "привет"]
)
def test_utf_8_that_was_read_as_windows_1252_fails(text: str) -> None:
    wrong = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())
    assert garbled(f"before {wrong} after")
    assert garbled(f"before {text} after") == []


def test_windows_1252_that_was_read_as_utf_8_fails() -> None:
    page = '<meta charset="utf-8"><p>Wir rösten täglich'.encode("cp1252")
    assert garbled(page) == ["Wir r�sten t�glich"]


@pytest.mark.parametrize(
    "text",
    [
        "SÃO PAULO, AMANHÃ, “MANHÔ e IRMÃS",
        "LA CHÂTEAU «MÂ»",
        "Þórður Ðe ÐÑ",
        "the sign � by itself",
        'it prints "�abc"',
        "PIÑA Ñandú",
        "l’été d’Aÿ",
    ],
)
def test_what_languages_write_passes(text: str) -> None:
    assert garbled(text) == []


def test_an_apostrophe_inside_a_word_is_no_quotation_mark() -> None:
    assert garbled("l'Ã©tÃ© dernier")


@pytest.mark.parametrize(
    "text",
    [
        "Hello {{name}}, welcome back",
        "You owe {{ order.total | money }} by Friday",
        "LOREM IPSUM. Lorem ipsum dolor sit amet.",
    ],
)
def test_what_a_template_left_in_the_text_fails(text: str) -> None:
    assert len(list(ContentPlaceholder().check(facts_of(f"<title>Shop</title><p>{text}"), Limits()))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Write {% if user %} Hello {{ user.name }} {% endif %}",
        ">>> Template('Hello {{ name }}')",
        "function greet() { return `{{ name }}`; }",
        "The Jinja filter {{ name|upper }} shouts",
        "{{1,2,3},{4,5,6}} (1 row)",
        "Designers write lorem ipsum dolor sit amet as dummy text",
    ],
)
def test_a_text_about_code_passes(text: str) -> None:
    assert list(ContentPlaceholder().check(facts_of(f"<title>Notes</title><p>{text}"), Limits())) == []


@pytest.mark.parametrize(
    ("path", "fails"),
    [
        ("2023/11/post.html", False),
        ("2023/11/02/post.html", False),
        ("2023/11/03/post.html", False),
        ("2023-11-02-post.html", False),
        ("2023/10/post.html", True),
        ("2023/11/05/post.html", True),
        ("blog/2022-11-02-post.html", True),
        ("2023/11", False),
        ("1999/99/post.html", False),
        ("issue/2020/articles.html", False),
    ],
)
def test_a_date_in_the_address_is_held_against_the_day_of_publication(path: str, fails: bool) -> None:
    page = facts_of('<meta property="article:published_time" content="2023-11-02T08:00:00Z">', path)
    assert bool(list(ContentDatesDisagree().check(page, Limits()))) == fails


@pytest.mark.parametrize("value", ["yesterday", "2023-13-45", "", "{{ date }}", "02.11.2023"])
def test_what_is_no_date_is_left_out(value: str) -> None:
    page = facts_of(f'<meta property="article:published_time" content="{value}">', "2020/01/post.html")
    assert not ContentDatesDisagree().applies(page)


def pages(lengths: list[int], lang: str = "en", word: str = "word ") -> MemorySite:
    bodies = [f'<html lang="{lang}"><main>{word * length}</main>' for length in lengths]
    return MemorySite([facts_of(body, f"{number}.html") for number, body in enumerate(bodies)])


def thin(site: MemorySite) -> list[int]:
    return [failure.page for failure in ContentThin().check(site, Limits())]


def outliers(site: MemorySite) -> list[int]:
    return [failure.page for failure in ContentThinVsNorm().check(site, Limits())]


def test_a_short_page_among_long_ones_is_thin_and_an_outlier() -> None:
    site = pages([150, *range(600, 700, 10)])
    assert thin(site) == outliers(site) == [1]


def test_without_ten_pages_nothing_is_thin() -> None:
    site = pages([150, *range(600, 680, 10)])
    assert thin(site) == outliers(site) == []


def test_short_pages_of_a_kind_that_is_often_short_are_not_thin() -> None:
    assert thin(pages([150, 150, 150, 150, *range(600, 690, 10)])) == []


def test_a_page_with_half_the_usual_length_is_no_outlier_where_lengths_vary() -> None:
    assert outliers(pages([300, 100, 900, 1_500, 400, 2_000, 700, 250, 1_200, 350, 650])) == []


def test_equal_lengths_make_any_short_page_an_outlier() -> None:
    assert outliers(pages([300, *[600] * 10])) == [1]
    assert outliers(pages([301, *[600] * 10])) == []


def test_two_characters_of_japanese_count_as_a_word() -> None:
    lengths = [300, *[500] * 10]
    assert thin(pages(lengths, "ja", "焙")) == [1]
    assert thin(pages(lengths)) == []


def test_a_page_with_hardly_any_text_is_left_to_the_rule_for_it() -> None:
    site = pages([9, *[600] * 10])
    assert thin(site) == outliers(site) == []


def test_the_newest_year_of_all_templates_counts() -> None:
    old = "<main>Text</main><footer>© 2019 Example</footer>"
    new = "<div>Text</div><footer>© 2026 Example</footer>"
    site = MemorySite([facts_of(old, "a.html"), facts_of(new, "b.html")])
    assert list(ContentStaleCopyright().check(site, Limits())) == []
    [failure] = ContentStaleCopyright().check(MemorySite([facts_of(old)]), Limits())
    assert failure.message == "The newest copyright year on the site is 2019."


def test_whether_a_live_site_has_the_default_icon_is_not_known() -> None:
    site = MemorySite([facts_of("<title>Shop</title>", "")], live=True)
    site.home = next(site.pages()).key
    with pytest.raises(Inconclusive):
        list(ContentFavicon().check(site, Limits()))


def test_flesch_of_a_known_sentence() -> None:
    """Six words of one syllable in a sentence: 206.835 - 1.015 x 6 - 84.6."""
    assert flesch("The cat sat on the mat.") == pytest.approx(116.145)


def test_an_old_doctype_is_enough() -> None:
    page = facts_of('\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"><title>A</title>')
    assert list(ContentDoctypeMissing().check(page, Limits())) == []


def test_an_xml_declaration_may_stand_before_the_doctype() -> None:
    page = facts_of('<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE html><title>A</title>')
    assert list(ContentDoctypeMissing().check(page, Limits())) == []


def test_the_last_of_several_years_counts() -> None:
    site = MemorySite([facts_of("<footer>Copyright © 1993, 2026 Example</footer>")])
    assert list(ContentStaleCopyright().check(site, Limits())) == []
