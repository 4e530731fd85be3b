import pytest

from seo_meta.core.audit import page_rules
from seo_meta.core.findings import Failure
from seo_meta.core.limits import Limits
from seo_meta.core.rules.description.contains_html import DescriptionContainsHtml
from seo_meta.core.rules.description.missing import DescriptionMissing
from seo_meta.core.rules.description.too_long_px import DescriptionTooLongPx
from seo_meta.core.rules.description.truncated_sentence import DescriptionTruncatedSentence
from seo_meta.core.types import PageFacts
from seo_meta.tests.factories import facts_of


def page(description: str, lang: str = "en") -> PageFacts:
    return facts_of(f'<html lang="{lang}">\n<meta name="description" content="{description}">')


def truncated(description: str, lang: str = "en") -> list[Failure]:
    return list(DescriptionTruncatedSentence().check(page(description, lang), Limits()))


def test_an_attribute_without_a_value_is_an_empty_description() -> None:
    facts = facts_of("<html>\n<meta name=description>")
    assert list(DescriptionMissing().check(facts, Limits())) == [Failure("The meta description is empty.", line=2)]


def test_line_breaks_and_indents_add_no_width() -> None:
    facts = page("How we roast" + "\n" + " " * 400 + "coffee")
    assert list(DescriptionTooLongPx().check(facts, Limits())) == []


def test_tags_and_double_escapes_are_two_findings() -> None:
    found = list(DescriptionContainsHtml().check(page("<b>Beans</b> &amp;amp; more"), Limits()))
    assert [failure.message for failure in found] == [
        "The meta description contains HTML tags.",
        "The meta description contains character references that were escaped twice.",
    ]
    assert {(failure.evidence, failure.line) for failure in found} == {("<b>Beans</b> &amp; more", 2)}


@pytest.mark.parametrize(
    "description",
    ["The <title> element", "Close it with </p> or not", "x<y and y>z", "&amp;unknownreference;", "a &lt;-&gt; b"],
)
def test_a_description_about_code_has_no_html(description: str) -> None:
    assert list(DescriptionContainsHtml().check(page(description), Limits())) == []


@pytest.mark.parametrize(
    "description",
    ["We look at…", "We look at (…)", "We look at [&hellip;]", "“We look at...”", "We look at,", "焙煎とは、"],
)
def test_a_cut_is_seen_behind_brackets_and_quotation_marks(description: str) -> None:
    assert truncated(description)


@pytest.mark.parametrize(
    "description", ["Coffee, tea & more...", "Cups, pots, etc…", "Who we are", "Hepatitis A", "Hello!"]
)
def test_an_end_that_was_meant_passes(description: str) -> None:
    assert truncated(description) == []


def test_last_words_are_judged_in_english_only() -> None:
    assert truncated("Wir bieten Kaffee an", "de") == []
    assert truncated("We offer coffee and an", "en-GB")


def test_the_evidence_is_the_end_of_a_long_description() -> None:
    [failure] = truncated("Beans. " * 100 + "And so it goes with the")
    assert failure.evidence.endswith("And so it goes with the")
    assert len(failure.evidence) < 100


def wording(rule: str, description: str, lang: str = "en", title: str = "Coffee") -> bool:
    facts = facts_of(f'<html lang="{lang}"><title>{title}</title><meta name="description" content="{description}">')
    return page_rules[rule].applies(facts) and any(page_rules[rule].check(facts, Limits()))


@pytest.mark.parametrize(
    "description",
    [
        "This website uses functional and other cookies.",
        "By continuing to browse this site you agree to our use of cookies.",
        "JavaScript is disabled in your browser.",
        "Home > Coffees > Decaf",
        "Menu Home About us",
        "Published by Ada Lovelace on 3 May 2025",
        "© 2025 Example Roasters",
        "Just another WordPress site",
        "Click here »",
    ],
)
def test_what_stands_above_and_below_a_text_is_no_description(description: str) -> None:
    assert wording("description.boilerplate", description)


@pytest.mark.parametrize(
    "description",
    [
        "We use only fresh beans, and bake cookies on Sundays.",
        "Homemade cold brew in six steps.",
        "Published by hand: how a zine about coffee is made and where it is read.",
        "Written by Ada Lovelace in 1843, these notes are the first program.",
        "Search home brewers near you.",
        "Read more books over coffee: ten that we liked.",
    ],
)
def test_a_sentence_that_begins_alike_is_a_description(description: str) -> None:
    assert not wording("description.boilerplate", description)


@pytest.mark.parametrize(
    ("description", "lang", "points_back"),
    [
        ("These are for filter coffee.", "en", True),
        ("It was roasted yesterday.", "en-GB", True),
        ("These and other beans by post.", "en", False),
        ("Hereford beans by post.", "en", False),
        ("Also: nothing.", "de", False),
        ("Er röstet von Hand.", "de", True),
        ("Erst rösten, dann mahlen.", "de", False),
        ("Elle torréfie à la main.", "fr-CA", True),
    ],
)
def test_a_first_word_points_back_in_its_own_language(description: str, lang: str, points_back: bool) -> None:
    assert wording("description.anaphoric-start", description, lang) is points_back


@pytest.mark.parametrize(
    ("description", "is_list"),
    [
        ("coffee; tea; cups; pots; filters; mills", True),
        ("珈琲、紅茶、茶碗、急須、濾紙、豆", True),
        ("coffee, tea, cups, pots, mills", False),
        ("coffee, tea, cups, pots, mills, and whatever else you need", False),
        ("Coffee, tea, cups, pots, filters, mills. All by post.", False),
        ("Tags: coffee", True),
    ],
)
def test_a_list_has_many_short_items_and_no_sentence(description: str, is_list: bool) -> None:
    assert wording("description.keyword-list", description) is is_list
