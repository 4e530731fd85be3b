import pytest

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
