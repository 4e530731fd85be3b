import pytest
from hypothesis import given
from hypothesis import strategies as st

from seo_meta.core.words.sentences import ends_sentence, pieces, sentences


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Roast slowly. Cool fast.", ["Roast slowly.", "Cool fast."]),
        (
            "en",
            "Dr. Smith met J. R. Ewing in the U.S. yesterday.",
            ["Dr. Smith met J. R. Ewing in the U.S. yesterday."],
        ),
        ("en", "It costs 3.50 a bag, e.g. for two. Buy it!", ["It costs 3.50 a bag, e.g. for two.", "Buy it!"]),
        ("en", 'She said "Stop." Then she left.', ['She said "Stop."', "Then she left."]),
        ("en", "Is it hot? Yes! yahoo! lives", ["Is it hot?", "Yes! yahoo! lives"]),
        ("en", "1. Grind the beans. 2. Pour.", ["1. Grind the beans.", "2. Pour."]),
        ("en", "1. Water 2. Grind 3. Time", ["1. Water 2. Grind 3. Time"]),
        ("de", "Am 3. Oktober z.B. ist zu. Danach bzw. Freitag ist offen.", None),
        ("fr", "Voir p. 12 et M. Dupont. Fin.", ["Voir p. 12 et M. Dupont.", "Fin."]),
        ("ja", "豆を焼く。水を注ぐ！「はい。」と言う", ["豆を焼く。", "水を注ぐ！", "「はい。」", "と言う"]),
        ("ar", "هل هو ساخن؟ نعم.", ["هل هو ساخن؟", "نعم."]),
        ("hi", "पानी गरम करें। फिर डालें।", ["पानी गरम करें।", "फिर डालें।"]),
    ],
)
def test_sentences_end_where_a_reader_stops(language: str, text: str, expected: list[str] | None) -> None:
    german = ["Am 3. Oktober z.B. ist zu.", "Danach bzw. Freitag ist offen."]
    assert sentences(text, language) == (expected or german)


def test_what_breaks_off_is_no_sentence() -> None:
    assert [
        ends_sentence(text) for text in ("Whole.", "“Whole.”", "All (of it).", "好。", "Broken…", "So...", "None")
    ] == [
        *(True, True, True, True),
        *(False, False, False),
    ]


@given(st.text(alphabet="aB. !?。…\"')1é", max_size=80), st.sampled_from(["", "en", "de", "ja"]))
def test_no_word_is_lost_and_none_is_added(text: str, language: str) -> None:
    collapsed = " ".join(text.split())
    assert "".join("".join(sentences(collapsed, language)).split()) == "".join(collapsed.split())


def test_endless_texts_are_split_too() -> None:
    assert len(sentences("word " * 200_000)) == 1
    assert len(sentences("." * 1_000_000)) == 1
    assert len(sentences("Go. " * 100_000)) == 100_000


def test_pieces_end_with_a_mark_and_a_space_or_with_a_line() -> None:
    assert pieces("It costs 3.50. Really? Yes\nはい。いいえ。") == [
        "It costs 3.50.",
        "Really?",
        "Yes",
        "はい。",
        "いいえ。",
    ]
