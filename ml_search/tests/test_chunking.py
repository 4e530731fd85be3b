from ml_search.core.chunking import (
    OVERLAP,
    SHARED_BY_PAGES,
    WORDS,
    Boilerplate,
    Passage,
    block_key,
    block_keys,
    chunk,
    encoded_text,
    text_hash,
)
from seo_meta.plugins import Section

NONE: frozenset[bytes] = frozenset()


def words(count: int, start: int = 0) -> str:
    return " ".join(f"w{number}" for number in range(start, start + count))


def test_a_passage_knows_its_headings_and_the_fragment_that_leads_to_it() -> None:
    sections = [Section("Tea", 1, (), "", ("Leaves.",)), Section("Green", 2, ("Tea",), "green", ("Steep.", "Pour."))]
    assert chunk("", sections, NONE) == [
        Passage(("Tea",), "", "Leaves.", 1),
        Passage(("Tea", "Green"), "green", "Steep.\nPour.", 2),
    ]


def test_a_long_section_becomes_windows_that_share_words() -> None:
    first, second = chunk("", [Section(blocks=(words(300),))], NONE)
    assert (first.words, second.words) == (WORDS, 300 - WORDS + OVERLAP)
    assert first.text.split()[-OVERLAP:] == second.text.split()[:OVERLAP]
    assert second.text.split()[-1] == "w299"


def test_a_rest_that_is_no_longer_than_the_overlap_stays_with_the_window_before() -> None:
    assert [one.words for one in chunk("", [Section(blocks=(words(WORDS + OVERLAP),))], NONE)] == [WORDS + OVERLAP]


def test_characters_count_as_words_where_a_script_has_no_spaces() -> None:
    passages = chunk("", [Section(blocks=("茶" * 400,))], NONE)
    assert [one.words for one in passages] == [WORDS, WORDS, 400 - 2 * (WORDS - OVERLAP)]


def test_one_word_without_end_is_cut() -> None:
    assert len(chunk("", [Section(blocks=("x" * 100_000,))], NONE)) > 1


def test_blocks_that_many_pages_share_are_left_out() -> None:
    pages = [[Section(blocks=("Sign up now!", f"Text {number}."))] for number in range(SHARED_BY_PAGES + 1)]
    known = Boilerplate()
    for page in pages[:-1]:
        known.add(block_keys(page))
    assert known.keys() == NONE
    known.add(block_keys(pages[-1]))
    assert known.keys() == {block_key("Sign up now!")}
    assert [one.text for one in chunk("", pages[0], known.keys())] == ["Text 0."]


def test_of_a_large_site_a_block_must_stand_on_a_twentieth_of_the_pages() -> None:
    known = Boilerplate()
    for number in range(200):
        known.add(block_keys([Section(blocks=("Rare note.",) if number < 10 else ("Other.",))]))
    assert known.keys() == {block_key("Other.")}


def test_a_page_without_text_is_found_by_its_headings_and_description() -> None:
    assert chunk("All about tea.", [Section("Tea", 1)], NONE) == [Passage(("Tea",), "", "All about tea.", 3)]
    assert chunk("All about tea.", [], NONE) == [Passage((), "", "All about tea.", 3)]


def test_the_encoder_reads_title_and_headings_once_above_the_text() -> None:
    passage = Passage(("Tea", "Green"), "green", "Steep.", 1)
    assert encoded_text("Tea", passage) == "Tea > Green\nSteep."
    assert encoded_text("", Passage((), "", "Steep.", 1)) == "Steep."
    assert text_hash("Steep.") != text_hash("Steep!")
