import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml_search.core.query import (
    KEPT_WORDS,
    MAX_CHARACTERS,
    MAX_WORDS,
    SYNONYM_WEIGHT,
    Query,
    inverse_frequency,
    keep_telling,
    parse,
    pieces,
    plain,
    weigh,
)
from ml_search.errors import QueryError

SYNTAX = {*"\0\t\n \"'\\*^:+-&|!<>(){},"}
"""Of SQL, FTS5 and tsquery."""


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("Red apples", Query(("red", "apples"))),
        ("red red apples", Query(("red", "red", "apples"))),
        ('"red apples"', Query(("red", "apples"), (("red", "apples"),))),
        ('cheap "red apples" now', Query(("cheap", "red", "apples", "now"), (("red", "apples"),))),
        ("„Rote Äpfel“", Query(("rote", "apfel"), (("rote", "apfel"),))),
        ("apples -pears", Query(("apples",), (), (("pears",),))),
        ('apples -"green pears"', Query(("apples",), (), (("green", "pears"),))),
        ("apples -wi-fi", Query(("apples",), (), (("wi", "fi"),))),
        ("wi-fi", Query(("wi", "fi"))),
        ("apples - pears", Query(("apples", "pears"))),
        ('red "apples', Query(("red", "apples"))),
        ('red"apples', Query(("red", "apples"))),
        ('apples ""', Query(("apples",))),
        ("ＡＰＰＬＥＳ －ｐｅａｒｓ", Query(("apples",), (), (("pears",),))),
        ("max_length", Query(("max", "length"))),
        ("title:red AND (apples OR NEAR*)", Query(("title", "red", "and", "apples", "or", "near"))),
        ("red\0apples", Query(("red", "apples"))),
    ],
)
def test_a_query_is_read_as_it_was_meant(typed: str, query: Query) -> None:
    assert parse(typed) == query


@pytest.mark.parametrize("typed", ["", "   ", '""', "?!*", "-", "\0"])
def test_a_query_without_a_word_is_refused_with_the_remedy(typed: str) -> None:
    with pytest.raises(QueryError, match=r"^The query has no word in it\. Type a word to look for\.$"):
        parse(typed)


def test_a_query_of_exclusions_alone_is_refused_with_the_remedy() -> None:
    with pytest.raises(QueryError, match=r"only says what to leave out\. Type a word to look for\."):
        parse("-pears")


def test_a_query_that_asks_too_much_is_refused_with_the_limit() -> None:
    with pytest.raises(QueryError, match=rf"has {MAX_CHARACTERS + 1} characters; shorten it to {MAX_CHARACTERS}"):
        parse("a" * (MAX_CHARACTERS + 1))
    with pytest.raises(QueryError, match=rf"has {MAX_WORDS + 1} words; shorten it to {MAX_WORDS}"):
        parse("a -b " * (MAX_WORDS // 2) + "c")


def test_a_text_as_a_query_has_all_its_words_and_no_syntax() -> None:
    text = '"one" -two ' * 40
    assert plain(text) == Query(("one", "two") * 40)
    assert plain("?") == Query()


@given(st.text(max_size=300))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    try:
        query = parse(typed)
    except QueryError:
        return
    assert query.words
    assert {word for phrase in query.phrases for word in phrase} <= {*query.words}
    assert not SYNTAX & {character for terms in weigh(query) for term in terms for character in term}


def test_of_many_words_those_that_tell_most_are_kept() -> None:
    words = tuple(f"word{number:02}" for number in range(20))
    rarer = {word: 100 - number for number, word in enumerate(words)}
    query, dropped = keep_telling(Query(words), rarer, 1_000)
    assert query.words == words[-KEPT_WORDS:]
    assert set(dropped) == {*words[:-KEPT_WORDS]}


def test_a_word_that_is_repeated_tells_more() -> None:
    words = tuple(f"word{number:02}" for number in range(20))
    alike = dict.fromkeys(words, 10)
    query, _ = keep_telling(Query((*words, words[-1], words[-1])), alike, 1_000)
    assert words[-1] in query.words


def test_words_that_stand_nowhere_take_nobodys_place() -> None:
    words = tuple(f"word{number:02}" for number in range(20))
    query, dropped = keep_telling(Query(words), dict.fromkeys(words[:KEPT_WORDS], 10), 1_000)
    assert (query.words, dropped) == (words, ())


def test_a_word_that_stands_nearly_everywhere_is_dropped_beside_others() -> None:
    found = {"the": 4_000, "of": 3_000, "apples": 20}
    assert keep_telling(Query(("the", "apples")), found, 5_000) == (Query(("apples",)), ("the",))
    assert keep_telling(Query(("the", "of")), found, 5_000) == (Query(("the", "of")), ())
    assert keep_telling(Query(("the", "apples")), {"the": 900, "apples": 20}, 1_000)[1] == ()


def test_a_long_run_without_spaces_is_cut_down_to_its_rarest_pairs() -> None:
    query = Query(("東京都港区芝公園四丁目二番八号東京",))
    found = {piece: 500 - number for number, piece in enumerate(pieces(query))}
    short, dropped = keep_telling(query, found, 1_000)
    assert len(set(short.words)) == KEPT_WORDS
    assert dropped == ()


def test_a_synonym_counts_less_than_what_was_typed() -> None:
    query = Query(("car",), synonyms={"car": (("automobile",), ("motor", "vehicle"))})
    weights = weigh(query)
    assert weights["car",] == 1
    assert weights["automobil",] == weights["motor", "vehicl"] == SYNONYM_WEIGHT


def test_a_word_in_most_chunks_tells_next_to_nothing() -> None:
    assert inverse_frequency(1, 100) > inverse_frequency(49, 100) > inverse_frequency(51, 100)
    assert inverse_frequency(51, 100) == inverse_frequency(200, 100) < 1e-5
