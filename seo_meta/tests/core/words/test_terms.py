import pytest

from seo_meta.core.words.terms import lexicon, terms


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ｆｕｌｌ width, STRASSE & Straße", ["full", "width", "strasse", "strasse"]),
        ("京都の店 A4", ["京都", "都の", "の店", "a4"]),
        ("店", ["店"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("USBケーブル", ["ケー", "ーブ", "ブル", "usb"]),
    ],
)
def test_words_are_folded_and_scripts_without_spaces_count_in_pairs(text: str, words: list[str]) -> None:
    assert terms(text) == words


def test_a_word_is_known_with_another_ending() -> None:
    page = lexicon("Казани Kaffeebohne Austria inter")
    assert all(page.knows(word) for word in ("казань", "kaffeebohnen", "austria", "austrian"))
    assert not any(page.knows(word) for word in ("австрия", "australia", "kaffee", "integral"))


def test_names_need_more_letters_in_common() -> None:
    assert lexicon("inter").knows("intel")
    assert not lexicon("inter").knows("intel", 5)


def test_a_compound_is_known_by_its_parts() -> None:
    page = lexicon("Kaffee Rösterei Woche Beutel")
    assert all(page.joins(word) for word in ("kaffeerösterei", "wochenbeutel", "kaffeebeuteln"))
    assert not any(page.joins(word) for word in ("kaffeemühle", "kaffee", "teerösterei"))
