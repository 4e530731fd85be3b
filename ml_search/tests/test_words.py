import pytest

from ml_search.core.words import MAX_CHARACTERS, phrase_terms, read_words, sought_terms, stored_terms, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Café d'été", ["cafe", "d", "ete"]),
        ("STRASSE Straße", ["strasse", "strasse"]),
        ("ﾃﾞｰﾀ データ", ["データ", "データ"]),
        ("co\u00adoperate", ["cooperate"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("Tokyo東京2020", ["tokyo", "東京", "2020"]),
        ("snake_case kebab-case", ["snake", "case", "kebab", "case"]),
        ("lone\ud800surrogate", ["lone", "surrogate"]),
        ("a" * 100, ["a" * 64]),
    ],
)
def test_words_are_compared_folded(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_a_word_knows_where_it_stands() -> None:
    text = "Ein Café, heute"
    assert [text[word.start : word.end] for word in read_words(text)] == ["Ein", "Café", "heute"]


def test_words_of_one_stem_have_one_term() -> None:
    assert sought_terms("installing") == stored_terms("installed") == ("instal",)
    assert stored_terms("dns") == ("dns",)


def test_any_part_of_a_text_without_spaces_is_found() -> None:
    stored = stored_terms("全文検索エンジン")
    for part in ("検索", "文検", "エンジン", "索"):
        assert set(sought_terms(part)) <= set(stored)
    assert not set(sought_terms("索検")) <= set(stored)


@pytest.mark.parametrize("part", ["検索エ", "検索", "ン", "全文検索エンジン"])
def test_the_terms_of_a_phrase_stand_one_after_another(part: str) -> None:
    stored, sought = stored_terms("全文検索エンジン"), phrase_terms((part,))
    assert any(stored[at : at + len(sought)] == sought for at in range(len(stored)))


def test_a_huge_text_is_read_to_a_limit() -> None:
    assert len(words("a " * MAX_CHARACTERS)) == MAX_CHARACTERS / 2
