import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml_search.core.query import Query, parse
from ml_search.core.snippet import MAX_WORDS, highlights, marked_terms, matched_words, snippet

FILLER = "Nothing of interest is said in this sentence of the page. " * 10


def marked(text: str, typed: str) -> str:
    shown = snippet(text, marked_terms(parse(typed)))
    for start, end in reversed(shown.spans):
        shown = type(shown)(f"{shown.text[:start]}[{shown.text[start:end]}]{shown.text[end:]}", ())
    return shown.text


def test_a_short_text_is_shown_whole() -> None:
    assert marked("Red\n apples, fresh.", "apple") == "Red [apples], fresh."


def test_what_is_sought_is_marked_in_every_form() -> None:
    assert marked("Installing it, installed, reinstall.", "install") == "[Installing] it, [installed], reinstall."
    assert marked("At the CAFÉ.", "cafe") == "At the [CAFÉ]."


def test_the_passage_with_most_of_the_query_is_shown_from_the_start_of_its_sentence() -> None:
    text = f"Apples. {FILLER}He buys red apples on Sundays. {FILLER}"
    assert marked(text, "red apples").startswith("…He buys [red] [apples] on Sundays. Nothing")
    assert marked(text, "red apples").endswith("…")


def test_different_words_are_worth_more_than_one_repeated() -> None:
    text = f"Apples, apples, apples. {FILLER}Red apples."
    assert "[Red] [apples]" in marked(text, "red apples")


def test_a_snippet_has_no_more_words_than_it_may() -> None:
    shown = snippet(FILLER + "apples " + FILLER, marked_terms(parse("apples")))
    assert len(shown.text.split()) == MAX_WORDS
    assert len(shown.spans) == 1


def test_without_a_match_the_beginning_is_shown() -> None:
    shown = snippet(FILLER, marked_terms(parse("apples")))
    assert shown.text.startswith("Nothing of interest")
    assert shown.spans == ()


def test_a_text_without_words_has_no_snippet() -> None:
    assert snippet("--- ***", frozenset({"apple"})).text == ""


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("検索", "高速な全文[検索]エンジンです。"),
        ("検索エンジン", "高速な全文[検索エンジン]です。"),
        ("全", "高速な[全]文検索エンジンです。"),
        ("文章", "高速な全文検索エンジンです。"),
    ],
)
def test_in_a_text_without_spaces_the_characters_are_marked(typed: str, expected: str) -> None:
    assert marked("高速な全文検索エンジンです。", typed) == expected


def test_a_long_text_without_spaces_is_cut_around_what_is_sought() -> None:
    shown = marked("無" * 300 + "検索" + "無" * 300, "検索")
    assert "[検索]" in shown
    assert 80 <= len(shown) <= 96


def test_titles_are_marked_too() -> None:
    title = "Red & green apples"
    assert [title[start:end] for start, end in highlights(title, marked_terms(parse("apple green")))] == [
        "green",
        "apples",
    ]


def test_words_and_synonyms_that_stand_somewhere_are_named() -> None:
    query = Query(("red", "cars", "fast"), synonyms={"cars": (("motor", "vehicles"), ("automobile",))})
    assert matched_words(query, "A fast thing", "The motor of a vehicle") == ("fast", "motor vehicles")


@given(st.text(max_size=400), st.lists(st.sampled_from(["apple", "検索", "検", "red"]), min_size=1))
def test_marks_are_in_order_and_hold_what_is_sought(text: str, sought: list[str]) -> None:
    terms = marked_terms(Query(tuple(sought)))
    shown = snippet(text.join(sought), terms)
    ends = [0, *(place for span in shown.spans for place in span), len(shown.text)]
    assert ends == sorted(ends)
    assert all(highlights(shown.text[start:end], terms) for start, end in shown.spans)


@pytest.mark.parametrize("text", ["a" * 100_000, "-" * 100_000 + " apple " + "-" * 100_000, "apple " * 20_000])
def test_a_hostile_text_has_a_short_snippet(text: str) -> None:
    assert len(snippet(text, marked_terms(parse("apple"))).text) <= 502
