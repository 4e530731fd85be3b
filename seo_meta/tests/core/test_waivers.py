from datetime import date

import pytest

from seo_meta.core.waivers import Waived, Waiver, Waivers

TODAY = "2026-11-23"
MARK = "b1946ac92492d2347c6235b4d2611184"


def waiver(**values: object) -> Waiver:
    known = {"rule": "title.missing", "path": "old/", "reason": "Goes", "owner": "web", "expires": date(2027, 1, 31)}
    return Waiver(**{**known, **values})


def covers(one: Waiver, rule: str = "title.missing", path: str = "old/a.html", evidence: str = "x") -> bool:
    return Waivers([one], TODAY).covering(rule, path, evidence, MARK) is not None


def test_a_waiver_covers_its_rule_on_its_paths_with_its_reason() -> None:
    found = Waivers([waiver()], TODAY).covering("title.missing", "old/a.html", "", MARK)
    assert found == Waived("Goes", "web", date(2027, 1, 31))


@pytest.mark.parametrize(
    "values",
    [
        {"rule": "title.multiple"},
        {"path": "new/"},
        {"fingerprint": "0" * 32},
        {"evidence": "y"},
        {"evidence": ""},
        {"fingerprint": MARK, "evidence": "y"},
        {"rule": "*", "path": "**", "fingerprint": "0" * 32},
    ],
)
def test_a_waiver_of_which_one_part_does_not_fit_covers_nothing(values: dict) -> None:
    assert not covers(waiver(**values))


@pytest.mark.parametrize("values", [{"fingerprint": MARK}, {"evidence": "x"}, {"rule": "*"}, {"path": "/**"}])
def test_a_waiver_of_which_every_part_fits_covers_the_finding(values: dict) -> None:
    assert covers(waiver(**values))


@pytest.mark.parametrize(("day", "holds"), [(22, False), (23, True), (24, True)])
def test_a_waiver_holds_through_its_last_day(day: int, holds: bool) -> None:
    assert covers(waiver(expires=date(2026, 11, day))) is holds


def test_no_waiver_covers_what_is_found_about_waivers() -> None:
    assert not covers(waiver(rule="*", path="**"), rule="waiver.over-broad", path="index.html")


def test_an_expired_waiver_does_not_stand_before_one_that_holds() -> None:
    both = Waivers([waiver(expires=date(2026, 1, 1)), waiver(reason="Still")], TODAY)
    found = both.covering("title.missing", "old/a.html", "", MARK)
    assert found is not None
    assert found.reason == "Still"


@pytest.mark.parametrize("path", ["*", "**", "/**", "/*", "**/*", "**/"])
def test_every_rule_on_every_path_is_everything(path: str) -> None:
    assert waiver(rule="*", path=path).covers_everything
    assert not waiver(rule="*", path=path, fingerprint=MARK).covers_everything
    assert not waiver(path=path).covers_everything
