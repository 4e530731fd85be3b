"""Values of proposals as changes of a page."""

import json

import pytest

from seo_meta.core.field_edits import changes_for, standing
from seo_meta.core.html_edit import Change, Reason, Refused
from seo_meta.core.propose import Field
from seo_meta.tests.factories import facts_of

CARDS = json.dumps({"og:title": "Cups", "twitter:card": "summary"})
PAGE = """<title>Cups</title><meta name=description content="All cups."><link rel=canonical href=/cups>
<meta property="og:title" content="Old"><meta property="og:type" content="website">
<script type="application/ld+json">{"@type": "Thing"}</script>"""


@pytest.mark.parametrize(
    ("field", "value", "changes"),
    [
        (Field.TITLE, "Cups", [("title", "Cups")]),
        (Field.DESCRIPTION, "All cups.", [("meta:name=description", "All cups.")]),
        (Field.CANONICAL, "https://a.example/", [("canonical", "https://a.example/")]),
        (Field.SOCIAL, CARDS, [("meta:property=og:title", "Cups"), ("meta:name=twitter:card", "summary")]),
        (Field.JSON_LD, "{}", [("json-ld", "{}")]),
    ],
)
def test_a_value_is_the_changes_that_write_it(field: Field, value: str, changes: list[tuple[str, str]]) -> None:
    assert changes_for(field, value) == tuple(Change(*change) for change in changes)


@pytest.mark.parametrize("value", ["", "no JSON", "[]", '{"og:title": 1}', "[" * 100_000])
def test_social_cards_of_another_shape_are_refused(value: str) -> None:
    with pytest.raises(Refused) as caught:
        changes_for(Field.SOCIAL, value)
    assert caught.value.reason is Reason.VALUE


@pytest.mark.parametrize(
    ("field", "said"),
    [
        (Field.TITLE, "Cups"),
        (Field.DESCRIPTION, "All cups."),
        (Field.CANONICAL, "/cups"),
        (Field.SOCIAL, "og:title: Old"),
        (Field.JSON_LD, '{"@type": "Thing"}'),
    ],
)
def test_what_a_page_says_in_the_place_of_a_value(field: Field, said: str) -> None:
    assert standing(field, CARDS, facts_of(PAGE)) == said
    assert standing(field, CARDS, facts_of("<p>Nothing")) == ""
