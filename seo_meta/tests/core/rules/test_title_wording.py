"""What titles say: the cases that would not help a reader of the rules' pages."""

import pytest

from seo_meta.core.audit import page_rules
from seo_meta.core.findings import Failure
from seo_meta.core.limits import Limits
from seo_meta.core.topics.hidden_characters import fault_of
from seo_meta.core.topics.rewrite_risk import triggers
from seo_meta.core.types import Heading, PageFacts, Title


def found(rule: str, title: str, *headings: str, url: str = "https://example.com/page.html") -> list[Failure]:
    """What the rule says of a title, which is taken as it is."""
    page = PageFacts(
        url=url, key="", titles=(Title(title),), headings=tuple(Heading(1, heading) for heading in headings)
    )
    asked = page_rules[rule]
    return list(asked.check(page, Limits())) if asked.applies(page) else []


@pytest.mark.parametrize(
    "title", ["|Roasters", "» About", ": Roasters", "Roasting|", "Roasting »", "A - - Roasters", "- Roasters"]
)
def test_a_separator_without_a_neighbour_fails(title: str) -> None:
    assert found("title.half-empty", title)


@pytest.mark.parametrize(
    "title", ["-v", "/etc/hosts", "a || b", "Café : histoire", "Coffee:", "C--", "Tea - a guide", "– 5 °C outside"]
)
def test_a_sign_that_belongs_to_the_text_passes(title: str) -> None:
    assert found("title.half-empty", title) == []


@pytest.mark.parametrize(
    ("title", "heading", "fails"),
    [
        ("Prices 2024", "Prices 2025", True),
        ("Prices 2024/25", "Prices 2026", False),
        ("Prices 2024, and more", "Prices 2025", True),
        ("Prices in 2,024 shops", "Prices 2025", False),
        ("Python 3.2024", "Python 2025", False),
        ("Seasons 2023 and 2024", "Season 2025", True),
        ("Season 2024", "Seasons 2024 and 2025", False),
        ("Prices 2024", "Prices", False),
        ("12024 prices", "Prices 2025", False),
    ],
)
def test_only_whole_years_are_compared(title: str, heading: str, fails: bool) -> None:
    assert bool(found("title.obsolete-year", title, heading)) is fails


def test_the_repeated_part_is_named_once() -> None:
    (failure,) = found("title.brand-repeated", "Tea | Roasters | Tea | Roasters")
    assert failure.message == 'The title has the part "Tea" twice.'


@pytest.mark.parametrize(
    ("title", "heading", "agrees"),
    [
        ("Röstung von Hand", "Wie wir rösten", True),
        ("珈琲の焙煎", "焙煎の手引き", True),
        ("珈琲", "紅茶", False),
        ("The best of the world", "What is the time", False),
        ("Model 3000", "3000 reasons", True),
        ("Tea", "---", True),
    ],
)
def test_agreement_is_a_word_or_a_character_that_means_something(title: str, heading: str, agrees: bool) -> None:
    assert bool(found("title.disagrees-with-h1", title, heading)) is not agrees


@pytest.mark.parametrize("path", ["", "/", "/index.html"])
def test_the_home_page_may_say_something_else(path: str) -> None:
    assert found("title.disagrees-with-h1", "Roasters", "Good morning", url=f"https://example.com{path}") == []


def test_a_word_is_counted_with_its_plural_and_without_punctuation() -> None:
    (failure,) = found("title.stuffed", "Beans, bean, “beans”!")
    assert failure.message == 'The title has "bean" 3 times.'


@pytest.mark.parametrize("title", ["The rest, the best, the test of the west", "2024, 2024, 2024", "tea tea tea"])
def test_common_and_short_words_and_numbers_may_be_repeated(title: str) -> None:
    assert found("title.stuffed", title) == []


@pytest.mark.parametrize(
    "text",
    ["a\x00b", "a\x7fb", "a\u200bb", "a\ufeffb", "a\u202eb", "a\u2067b", "a\u202cb", "a\ue000b", "a\U000e0041b"],
    ids=ascii,
)
def test_what_nobody_sees_is_a_fault(text: str) -> None:
    assert fault_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "क्‍ष",
        "می‌خواهم",
        "👩‍👩‍👧",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿 England",
        "a\u2067b\u2069",
        "a\u202b\u202ab\u202c\u202c",
        "ภาษา\u200bไทย",
        "Zucker\u00adwatte",
        "a\u200eb",
    ],
    ids=ascii,
)
def test_what_scripts_and_emoji_need_is_none(text: str) -> None:
    assert fault_of(text) == ""


@pytest.mark.parametrize(
    ("length", "share", "high"),
    [
        *((1, "97 %", True), (5, "97 %", True), (6, "50 %", False), (20, "50 %", False), (21, "", False)),
        *((60, "", False), (61, "76 %", True), (70, "76 %", True), (71, "99.9 %", True), (10_000, "99.9 %", True)),
    ],
)
def test_the_share_is_that_of_the_study(length: int, share: str, high: bool) -> None:
    told = triggers("x" * length, "x" * length)
    assert [(share in trigger.text, trigger.high) for trigger in told] == ([(True, high)] if share else [])


def test_a_trigger_without_a_share_adds_to_the_advice_and_gives_none_alone() -> None:
    texts = [trigger.text for trigger in triggers("Coffee by post and by hand (a guide) | Roasters", "Coffee")]
    assert [text.split()[2] for text in texts] == ["brackets", "separators", "are"]
    assert found("title.rewrite-risk", "Coffee by post and by hand (a guide) | Roasters", "Coffee") == []


def test_every_trigger_names_its_source() -> None:
    assert all(trigger.source.startswith("https://") for trigger in triggers("(x) | " * 20, "y"))


HOSTILE = [
    "a ",
    "| ",
    "- - ",
    "(",
    "[",
    "!",
    "a!",
    "\u202a",
    "\u202c",
    "<p>",
    "&amp;",
    "2020 ",
    "we use ",
    "by using a ",
    "home >",
    "a,",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_text_of_a_hundred_thousand_characters_is_answered(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    for rule in page_rules:
        if rule.id.startswith("title."):
            found(rule.id, text, text)
