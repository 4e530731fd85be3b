import re

from hypothesis import given
from hypothesis import strategies as st

from seo_meta.core.highlight import AROUND, START, highlight


def marked(text: str, *quotes: str) -> str:
    parts = highlight(text, quotes)
    return "".join(("…" if part.gap else "") + (f"[{part.text}]" if part.quoted else part.text) for part in parts)


def test_a_quote_is_marked_where_it_first_stands() -> None:
    assert marked("We roast coffee. We roast tea.", "We roast") == "[We roast] coffee. We roast tea."


def test_a_quote_is_not_found_inside_a_word_but_in_a_script_without_spaces() -> None:
    assert marked("Tread carefully: ref and refs.", "ref") == "Tread carefully: [ref] and refs."
    assert marked("東京の珈琲店です", "珈琲店") == "東京の[珈琲店]です"


def test_quotes_that_overlap_are_marked_as_one() -> None:
    assert marked("We roast coffee daily.", "roast coffee", "coffee daily") == "We [roast coffee daily]."


def test_a_quote_that_the_text_does_not_have_is_passed_over() -> None:
    assert marked("We roast coffee.", "We sell tea", "") == "We roast coffee."


def test_far_from_quotes_whole_words_are_left_out() -> None:
    filler = "word " * AROUND
    shown = marked(f"{filler}one {filler}two {filler}", "two", "one")
    assert re.fullmatch(r"…(word )+\[one\]( word)+…(word )+\[two\]( word)+…", shown)
    assert len(shown) < 5 * AROUND


def test_without_quotes_the_start_is_shown() -> None:
    assert marked("x" * 2 * START) == "x" * START + "…"


@given(st.text("ab ", max_size=40), st.lists(st.text("ab ", max_size=5), max_size=4))
def test_a_short_text_is_shown_whole(text: str, quotes: list[str]) -> None:
    assert "".join(part.text for part in highlight(text, quotes)) == text
