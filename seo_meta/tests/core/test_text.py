from hypothesis import given
from hypothesis import strategies as st

from seo_meta.core import text

WORDS = [f"{word}{tail}" for word in ("coffee", "roast", "bean", "water", "cup") for tail in ("", "s", "ing", "er")]


def alike(one: str, other: str) -> float:
    """The share of equal minima among the bins that either text fills."""
    pairs = [(one[place : place + 8], other[place : place + 8]) for place in range(0, len(one), 8)]
    filled = [pair for pair in pairs if pair != ("ffffffff", "ffffffff")]
    return sum(first == second for first, second in filled) / len(filled)


def test_equal_texts_have_equal_signatures_whatever_their_white_space() -> None:
    assert text.signature(" ".join(WORDS)) == text.signature("\n ".join(WORDS))


def test_a_changed_word_moves_few_places_and_another_text_all() -> None:
    long = " ".join(f"{word}{number}" for number in range(40) for word in WORDS)
    edited = long.replace("fox17", "hound")
    other = " ".join(f"{word}{number}" for number in range(100, 140) for word in WORDS)
    assert alike(text.signature(long), text.signature(edited)) > 0.9
    assert alike(text.signature(long), text.signature(other)) < 0.1


@given(st.text())
def test_any_text_has_a_hash_a_count_and_a_signature(value: str) -> None:
    collapsed = text.collapse(value)
    assert len(text.content_hash(collapsed)) == (32 if value.split() else 0)
    assert text.count_words(collapsed.split()) >= len(value.split())
    assert len(text.signature(value)) in (0, 8 * text.SIGNATURE_BINS)
