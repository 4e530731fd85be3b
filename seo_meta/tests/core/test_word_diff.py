from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seo_meta.core.word_diff import MAX_WORDS, Change, word_diff

MARKS = {Change.SAME: "{}", Change.REMOVED: "[-{}-]", Change.ADDED: "[+{}+]"}


def marked(before: str, after: str) -> str:
    return "".join(MARKS[piece.change].format(piece.text) for piece in word_diff(before, after))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("Coffee | Acme", "Coffee | Acme", "Coffee | Acme"),
        ("", "Coffee", "[+Coffee+]"),
        ("Coffee", "", "[-Coffee-]"),
        ("Our Coffee | Acme", "Fresh Coffee | Acme", "[-Our-][+Fresh+] Coffee | Acme"),
        ("Coffee | Acme", "Coffee beans | Acme", "Coffee [+beans +]| Acme"),
        ("Home of tea", "All about tea", "[-Home of-][+All about+] tea"),
        ("東京の珈琲店", "大阪の珈琲店", "[-東京-][+大阪+]の珈琲店"),
        ("Café", "Cafés", "[-Café-][+Cafés+]"),
    ],
)
def test_the_words_that_differ_are_marked(before: str, after: str, shown: str) -> None:
    assert marked(before, after) == shown


@given(st.text(alphabet="ab c|日本é\u0301", max_size=60), st.text(alphabet="ab c|日本é\u0301", max_size=60))
def test_both_texts_can_be_read_from_the_pieces(before: str, after: str) -> None:
    pieces = word_diff(before, after)
    assert "".join(piece.text for piece in pieces if piece.change is not Change.ADDED) == before
    assert "".join(piece.text for piece in pieces if piece.change is not Change.REMOVED) == after
    kinds = [piece.change for piece in pieces]
    assert all(piece.text for piece in pieces)
    assert all(one is not other for one, other in pairwise(kinds))


def test_long_texts_that_differ_throughout_are_not_searched_for_common_words() -> None:
    before, after = "a b " * MAX_WORDS, "b c " * MAX_WORDS
    assert [piece.change for piece in word_diff(f"x {before}z", f"x {after}z")] == [
        *(Change.SAME, Change.REMOVED, Change.ADDED, Change.SAME)
    ]
