import pytest

from seo_meta.core.evaluation.baselines import SHOWN_CHARACTERS, baselines
from seo_meta.core.evaluation.measure import Answers, Page, calibration, compare, interval, measure, origin
from seo_meta.core.propose import Confidence

PAGES = [
    Page("Beans are roasted slowly.", "copied", "en"),
    Page("Water is poured in circles.", "hand-written", "en"),
    Page("Cups are warmed before.", "copied", "en"),
]
OWN = Answers("own", ("Beans are roasted slowly.", "However, we use cookies", ""))
OTHER = Answers("other", ("Beans are", "Water is poured in circles.", "Beans are"))


def test_scores_are_split_by_origin_and_faults_are_shares_of_what_was_given() -> None:
    result = measure(OWN, PAGES)
    assert result.by_origin["copied"].mean == 0.5
    assert result.by_origin["partly"].pages == 0
    assert (result.cut, result.boilerplate, result.anaphoric) == (0.5, 0.5, 0.5)
    assert result.empty == pytest.approx(1 / 3)
    assert (result.repeated, measure(OTHER, PAGES).repeated) == (0, 1)


def test_methods_are_compared_page_by_page() -> None:
    ahead = compare(OWN, OTHER, PAGES)
    behind = compare(OTHER, OWN, PAGES)
    assert ahead.mean == pytest.approx(-behind.mean)
    assert ahead.low <= ahead.mean <= ahead.high


def test_an_interval_holds_its_mean_is_the_same_again_and_narrows_with_pages() -> None:
    few, many = [0.0, 1.0] * 5, [0.0, 1.0] * 200
    assert interval(few) == interval(few)
    assert interval(few).low < 0.5 < interval(few).high
    assert interval(many).high - interval(many).low < interval(few).high - interval(few).low
    assert interval([]).pages == 0


def test_calibration_leaves_out_pages_without_a_value() -> None:
    table = calibration(OWN, [Confidence.HIGH, Confidence.LOW, None], PAGES)
    assert [(group.confidence, group.rouge_l.pages, group.good) for group in table] == [
        *(("high", 1, 1.0), ("medium", 0, 0.0), ("low", 1, 0.0)),
    ]


@pytest.mark.parametrize(("share", "name"), [(1.0, "copied"), (0.8, "copied"), (0.6, "partly"), (0.4, "hand-written")])
def test_a_reference_is_a_copy_when_the_page_shows_most_of_it(share: float, name: str) -> None:
    assert origin(share) == name


def test_simple_methods_answer_within_what_a_result_shows() -> None:
    paragraphs = ["3 May 2026", "Beans are roasted. They cool.", "Roasted beans cool.", "Water is hot.", "word " * 99]
    found = baselines("Roastery", paragraphs, "en")
    assert found["title repeated"] == "Roastery"
    assert found["lead sentence"] == "Beans are roasted."
    assert found["first 155 of main text"].startswith("3 May 2026 Beans are roasted.")
    assert found["TextRank"] == "Roasted beans cool."
    assert all(len(value) <= SHOWN_CHARACTERS for value in found.values())
    assert set(baselines("", [], "en").values()) == {""}
