from ml_search.core.synonyms import find_synonyms, read_line

LINES = [read_line("sso, single sign on"), read_line("car, automobile, motor vehicle"), read_line(" , ,")]


def test_a_word_finds_the_others_of_its_line() -> None:
    assert find_synonyms(("cheap", "car"), LINES) == {"car": (("automobile",), ("motor", "vehicle"))}
    assert find_synonyms(("sso",), LINES) == {"sso": (("single", "sign", "on"),)}


def test_a_phrase_finds_the_others_when_its_words_stand_together() -> None:
    assert find_synonyms(("the", "single", "sign", "on"), LINES) == {"single sign on": (("sso",),)}
    assert find_synonyms(("sign", "single", "on"), LINES) == {}


def test_the_form_of_a_word_does_not_matter() -> None:
    assert find_synonyms(("cars",), LINES) == {"car": (("automobile",), ("motor", "vehicle"))}


def test_what_the_query_has_already_is_not_added() -> None:
    assert find_synonyms(("car", "automobiles"), LINES) == {
        "car": (("motor", "vehicle"),),
        "automobile": (("motor", "vehicle"),),
    }


def test_a_long_line_adds_no_more_than_a_query_has_words() -> None:
    line = read_line(",".join(f"word{number}" for number in range(50)))
    assert len(find_synonyms(("word7",), [line])["word7"]) == 12
