import pytest

from seo_meta.core.extractive.form import is_boilerplate, is_cut, starts_anaphoric
from seo_meta.core.extractive.shorten import shortened


@pytest.mark.parametrize(
    "text",
    [
        *("We use cookies to improve your visit.", "Bitte JavaScript aktivieren.", "Jetzt anmelden!"),
        *("Subscribe to our newsletter.", "Published on 3 May 2024.", "Foto: Anna Meier.", "© 2024 Beans Ltd."),
    ],
)
def test_what_stands_on_every_page_is_boilerplate(text: str) -> None:
    assert is_boilerplate(text)
    assert not is_boilerplate("Beans from three farms, roasted on the day that they are sent.")


@pytest.mark.parametrize(
    ("language", "text", "points_back"),
    [
        ("en", "However, the beans were late.", True),
        ("en", "It’s ready when the bell rings.", True),
        ("en", "This guide explains the grind.", False),
        ("en", "These beans are from Guji.", True),
        ("en", "Thistles grow here.", False),
        ("de", "Dies gilt auch für Decaf.", True),
        ("de", "Dieser Artikel erklärt den Mahlgrad.", False),
        ("fr", "Cependant, le café est froid.", True),
        ("es", "También hay descafeinado.", True),
        ("ja", "しかし、豆は古い。", True),
        ("ja", "豆は新しい。", False),
    ],
)
def test_a_first_word_that_points_back_needs_what_came_before(language: str, text: str, points_back: bool) -> None:
    assert starts_anaphoric(text, language) == points_back


def test_a_text_is_cut_that_ends_in_no_sentence_or_leaves_a_bracket_open() -> None:
    assert [is_cut(text) for text in ("Ground fresh.", "Ground", "Ground…", "Ground (fresh.", "Ground (fresh).")] == [
        *(False, True, True, True, False)
    ]


OPENS = "The roastery opens at eight on every weekday"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (f"{OPENS}; the café opens two hours later.", f"{OPENS}."),
        (f"{OPENS}, but the café stays closed.", f"{OPENS}."),
        (f"{OPENS}, which suits all early risers.", f"{OPENS}."),
        (f"{OPENS} — earlier than any other.", f"{OPENS}."),
        (f"{OPENS} (the café an hour later).", f"{OPENS}."),
        (
            "The beans are washed at the farm in Guji and are dried for weeks.",
            "The beans are washed at the farm in Guji.",
        ),
        # What would be left says more than the page does, or lacks its verb.
        (f"{OPENS}, if the owner has found her key.", ""),
        (f"{OPENS} (unless the owner has lost her key).", ""),
        (f"{OPENS} next year, a source close to it said.", ""),
        ("The old roastery, which once stood behind the town hall, was torn down in May.", ""),
        ("Not only the roastery opens at eight every day, but also the café beside it.", ""),
        ("When the roastery opens at eight every single day; the café opens at ten.", ""),
        (f"{OPENS}, the café at ten, and the bar at nine at night.", ""),
    ],
)
def test_a_long_sentence_ends_with_a_whole_statement_or_not_at_all(sentence: str, expected: str) -> None:
    assert shortened(sentence, "en", 400)[0] == expected
