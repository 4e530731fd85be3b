import json

import pytest

from seo_meta.core.baseline import Baseline, Compared, Known, State, parse, render
from seo_meta.core.findings import Outcome

A, B, C = "a" * 32, "b" * 32, "c" * 32
OLD = Baseline({"title.missing": 1, "dup.exact": 2}, [Known("title.missing", "/a", A), Known("dup.exact", "", B)])


def compared(**values: object) -> Compared:
    known = {"rules": {"title.missing": 1, "dup.exact": 2}, "found": set(), "undecided": set(), "read": None}
    return Compared(**{**known, **values})


def states(**values: object) -> dict[State, int]:
    return dict(OLD.missing(compared(**values)))


def test_a_finding_is_new_or_existing_by_its_fingerprint() -> None:
    assert OLD.state("title.missing", 1, Outcome.FAIL, A) is State.EXISTING
    assert OLD.state("title.missing", 1, Outcome.FAIL, C) is State.NEW


@pytest.mark.parametrize(
    ("rule", "version", "outcome"),
    [
        ("lang.missing", 1, Outcome.FAIL),
        ("title.missing", 2, Outcome.FAIL),
        ("title.missing", 1, Outcome.INCONCLUSIVE),
        ("title.missing", 1, Outcome.CRASHED),
    ],
)
def test_what_one_side_cannot_say_is_not_compared(rule: str, version: int, outcome: Outcome) -> None:
    assert OLD.state(rule, version, outcome, C) is State.NOT_COMPARED


def test_what_a_whole_run_no_longer_finds_is_fixed() -> None:
    assert states() == {State.FIXED: 2}
    assert states(found={A}) == {State.FIXED: 1}


def test_a_new_version_of_a_rule_fixes_nothing() -> None:
    assert states(rules={"title.missing": 2, "dup.exact": 2}) == {State.FIXED: 1, State.NOT_COMPARED: 1}


def test_a_rule_that_was_not_asked_fixes_nothing() -> None:
    assert states(rules={"dup.exact": 2}) == {State.FIXED: 1, State.NOT_COMPARED: 1}


def test_a_page_that_was_not_read_fixes_nothing() -> None:
    assert states(read={"/b"}) == {State.FIXED: 1, State.NOT_COMPARED: 1}
    assert states(read={"/a"}) == {State.FIXED: 2}


def test_a_rule_that_could_not_tell_fixes_nothing_where_it_could_not() -> None:
    assert states(undecided={("title.missing", "/a")}) == {State.FIXED: 1, State.NOT_COMPARED: 1}
    assert states(undecided={("title.missing", "/b")}) == {State.FIXED: 2}
    assert states(undecided={("title.missing", "")}) == {State.FIXED: 1, State.NOT_COMPARED: 1}


def written(*findings: Known) -> str:
    return "".join(render({"title.missing": 1, "dup.exact": 2}, findings))


def test_a_baseline_comes_back_as_it_was_written() -> None:
    hostile = Known("title.missing", '/"<!--\n\u2028]}', C)
    again = parse(written(*OLD.findings.values(), hostile).encode())
    assert (again.rules, again.findings) == (OLD.rules, {**OLD.findings, C: hostile})
    assert parse(written().encode()).findings == {}


def test_the_file_has_one_finding_a_line_in_an_order_of_its_own() -> None:
    text = written(Known("title.missing", "/b", A), Known("dup.exact", "/z", C), Known("title.missing", "/a", B))
    assert [json.loads(line.rstrip(",")) for line in text.splitlines() if line.startswith("[")] == [
        ["dup.exact", "/z", C],
        ["title.missing", "/a", B],
        ["title.missing", "/b", A],
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b'{"schema_version": 2, "rules": {}, "findings": []}',
        b'{"schema_version": 1, "rules": {}, "findings": [["a", "/", "short"]]}',
        b'{"schema_version": 1, "rules": {}, "findings": [], "extra": 1}',
        b'{"schema_version": 1, "rules": {"a": "1"}, "findings": []}',
        b'<<<<<<< ours\n{"schema_version": 1, "rules": {}, "findings": []}',
    ],
)
def test_what_is_no_baseline_is_refused_in_one_line(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"^[^\n]+$"):
        parse(content)
