import pytest

from ml_search.core.linking import Habits, Titles, ranked
from ml_search.core.placing import place, read_sentences
from ml_search.core.stems import stems

KETTLES, GRINDERS, BEANS = 1, 2, 3


def learned(*pages: tuple[str, dict[str, int]]) -> Habits:
    """Habits of pages, each its text and what it links."""
    habits = Habits()
    for _, links in pages:
        habits.add_links({(stems(text), target) for text, target in links.items()})
    for text, _ in pages:
        habits.add_text(stems(text))
    return habits


def test_a_phrase_that_the_site_links_wherever_it_stands_is_linked_here_too() -> None:
    habits = learned(
        ("a gooseneck kettle pours slowly", {"gooseneck kettle": KETTLES}),
        ("the gooseneck kettle again", {"gooseneck kettles": KETTLES}),
        ("nothing of it", {}),
    )
    ((target, score),) = habits.scores(stems("Take a gooseneck kettle.")).items()
    assert (target, score) == (KETTLES, pytest.approx(0.5))


def test_a_phrase_that_is_seldom_linked_says_little() -> None:
    pages = [("water is hot", {}) for _ in range(20)]
    habits = learned(("water is cold", {"water": KETTLES}), *pages)
    assert habits.scores(stems("water"))[KETTLES] < 0.05


def test_what_the_page_itself_links_is_no_evidence() -> None:
    habits = learned(("a burr grinder", {"burr grinder": GRINDERS}), ("plain", {}))
    assert habits.scores(stems("a burr grinder"), {(stems("burr grinder"), GRINDERS)}) == {}


def test_a_phrase_that_leads_to_several_pages_is_shared_among_them() -> None:
    habits = learned(
        ("guide one", {"guide": KETTLES}), ("guide two", {"guide": KETTLES}), ("guide three", {"guide": GRINDERS})
    )
    scores = habits.scores(stems("guide"))
    assert scores[KETTLES] == pytest.approx(2 * scores[GRINDERS])


def test_a_title_of_rare_words_that_stand_in_the_text_comes_before_one_of_common_words() -> None:
    titles = Titles(
        {KETTLES: [stems("Kettle guide")], GRINDERS: [stems("Grinder guide")], BEANS: [stems("Bean guide")]}
    )
    scores = titles.scores(stems("A guide for whoever owns a kettle and a kettle"), 10)
    assert scores[KETTLES] > scores[GRINDERS] == scores[BEANS]


def test_part_of_a_title_stands_for_it_only_with_most_of_its_weight() -> None:
    titles = Titles({number: [stems(f"Care of {name}")] for number, name in enumerate(("kettle", "mug", "pot", "pan"))})
    parts = titles.parts(stems("Care of kettle"))
    assert ("kettle",) in parts
    assert ("care", "of") not in parts


def test_what_several_signals_say_comes_first() -> None:
    order = [target for target, _ in ranked({}, [{1: 0.9, 2: 0.8}, {2: 0.5, 3: 0.4}])]
    assert order == [2, 1, 3]


def test_the_habits_of_the_site_go_before_meaning() -> None:
    assert ranked({3: 0.6}, [{1: 0.9}])[0][0] == 3


TEXT = "Shop now\nGrind coarser for a French press. Heat the water in a kettle, e.g. a gooseneck. And a kettle again"


def placed(*names: str, taken: tuple[str, ...] = ()):
    return place(read_sentences([TEXT], "en"), map(stems, names), map(stems, taken))


def test_a_link_stands_at_the_exact_words_of_a_whole_sentence() -> None:
    found = placed("French press", "kettle")
    assert found.sentence == "Grind coarser for a French press."
    assert found.anchor_text == "French press"
    assert found.sentence[found.start : found.end] == found.anchor_text


def test_the_best_name_is_looked_for_everywhere_before_the_next() -> None:
    assert placed("gooseneck", "French press").anchor_text == "gooseneck"


def test_what_is_no_sentence_gets_no_link() -> None:
    assert placed("shop now") is None
    assert placed("kettle again") is None


def test_words_inside_a_link_of_the_page_are_not_linked_once_more() -> None:
    assert placed("press", taken=("French press",)) is None
    assert placed("French press", taken=("press",)).anchor_text == "French press"


def test_a_text_without_the_name_has_no_place() -> None:
    assert placed("espresso machine") is None
    assert placed("") is None


def test_a_word_that_is_linked_now_and_then_does_not_stand_for_its_target() -> None:
    pages = [("a kettle for tea, for two", {"kettle": KETTLES}), *((f"for {name}", {}) for name in range(50))]
    habits = learned(*pages, ("see this for kettles", {"for": KETTLES, "kettles": KETTLES}))
    assert habits.phrases_to(KETTLES) == [("kettle",)]
