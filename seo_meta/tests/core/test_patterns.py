import json

import pytest

from seo_meta.core.patterns import Change, groups, pattern_of
from seo_meta.core.propose import Field

BRAND = "Kestrel Lane"


def words(field: Field, current: str, value: str, **more: str) -> str:
    return pattern_of(Change(1, field, current, value, brand=BRAND, **more)).words


@pytest.mark.parametrize(
    ("current", "value", "said"),
    [
        ("", "Guji", "Writes the missing title"),
        ("Guji", "Guji | Kestrel Lane", "Adds the brand “Kestrel Lane”"),
        ("Guji | Kestrel Lane", "Guji", "Drops the brand “Kestrel Lane”"),
        ("Guji | Kestrel Lane | Kestrel Lane", "Guji | Kestrel Lane", "Names the brand “Kestrel Lane” once"),
        ("Guji | Kestrel", "Guji | Kestrel Lane", "Changes the brand to “Kestrel Lane”"),
        ("Guji - Kestrel Lane", "Guji | Kestrel Lane", "Changes the separator from “-” to “|”"),
        ("Guji | Coffee | Kestrel Lane", "Guji | Kestrel Lane", "Drops a clause"),
        ("Guji | Kestrel Lane", "Guji | Beans | Kestrel Lane", "Adds a fact that tells the page apart"),
        ("GUJI COFFEE", "Guji coffee", "Changes the case"),
        ("Guji coffee for every day", "Guji coffee", "Shortens the subject"),
        ("Guji", "Guji beans", "Adds words to the subject"),
        ("Home", "Guji", "Writes another subject"),
        ("Home", "Guji | Kestrel Lane", "Adds the brand “Kestrel Lane” and writes another subject"),
    ],
)
def test_what_a_title_becomes_is_said_in_words(current: str, value: str, said: str) -> None:
    assert words(Field.TITLE, current, value) == said


def test_the_part_of_the_page_that_a_value_comes_from_is_named() -> None:
    assert words(Field.TITLE, "", "Guji", source="h1") == "Writes the missing title, taken from the h1"
    assert words(Field.DESCRIPTION, "Old.", "New text.", source="paragraph").endswith("taken from the paragraph")


@pytest.mark.parametrize(
    ("current", "value", "said"),
    [
        ("", "Grown high.", "Writes the missing description"),
        ("Grown high. Dried slowly.", "Grown high.", "Ends the description earlier"),
        ("Grown very high.", "Grown high.", "Shortens the description"),
        ("Grown high.", "Dried slowly.", "Writes another description"),
    ],
)
def test_what_a_description_becomes_is_said_in_words(current: str, value: str, said: str) -> None:
    assert words(Field.DESCRIPTION, current, value) == said


@pytest.mark.parametrize(
    ("current", "value", "said"),
    [
        ("", "https://example.com/a", "Names the missing canonical"),
        ("http://example.com/a", "https://example.com/a", "Changes the scheme of the canonical"),
        ("/a", "https://example.com/a", "Changes the scheme and host of the canonical"),
        ("http://[", "https://example.com/a", "Changes the scheme, host and path of the canonical"),
    ],
)
def test_what_a_canonical_becomes_is_said_in_words(current: str, value: str, said: str) -> None:
    assert words(Field.CANONICAL, current, value) == said


def test_cards_are_one_pattern_when_they_set_the_same_properties() -> None:
    one = words(Field.SOCIAL, "", json.dumps({"og:title": "A", "og:type": "website"}))
    other = words(Field.SOCIAL, "", json.dumps({"og:type": "article", "og:title": "B"}))
    assert one == other == "Sets og:title and og:type"


def test_structured_data_is_named_by_its_types() -> None:
    graph = {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, {"@type": "BreadcrumbList"}]}
    assert words(Field.JSON_LD, "", json.dumps(graph)) == "Adds BreadcrumbList and WebPage"
    assert words(Field.JSON_LD, "", "{") == "Adds structured data"


def test_abstentions_for_one_reason_are_one_pattern_whatever_they_name() -> None:
    changes = [Change(id, Field.TITLE, "Old", "", reason=f'The title "{id}" fits no {id} px.') for id in (1, 20, 300)]
    (only,) = groups(changes)
    assert only.ids == (1, 20, 300)
    assert only.pattern.words == "The title … fits no … px."


def test_another_rule_generator_treatment_or_confidence_is_another_pattern() -> None:
    same = Change(1, Field.TITLE, "Guji", "Guji | Kestrel Lane", brand=BRAND)
    others = [
        Change(2, Field.TITLE, "Guji", "Guji | Kestrel Lane", brand=BRAND, **{name: value})
        for name, value in (("generator", "x"), ("treatment", "auto"), ("confidence", "low"), ("rules", ("a.b",)))
    ]
    assert len(groups([same, *others])) == 5
    assert len({group.pattern.key for group in groups([same, *others])}) == 5


def test_the_largest_pattern_comes_first_and_its_samples_are_spread() -> None:
    many = [Change(id, Field.TITLE, "", "Guji") for id in range(100)]
    first, second = groups([Change(999, Field.TITLE, "Guji", "Guji beans"), *many])
    assert first.samples == (0, 20, 40, 60, 80)
    assert second.samples == (999,)


def test_a_hostile_value_takes_no_long_time_and_breaks_nothing() -> None:
    for text in ("|" * 100_000, " - " * 50_000, '{"' * 50_000, '"' * 100_000, "[" * 100_000):
        for field in Field:
            assert words(field, text, text[:-1])
            assert words(field, "", "", reason=text)
