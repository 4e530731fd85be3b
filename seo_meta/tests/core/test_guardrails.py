import pytest

from seo_meta.core.audit import audit_page, page_rules
from seo_meta.core.findings import Finding, Kind, Outcome, Severity
from seo_meta.core.guardrails import BLOCKING, broken_rules, check_meta, check_page, fails_at, policy_of_text
from seo_meta.core.policy import Override, Policy
from seo_meta.core.propose import Field
from seo_meta.tests.factories import facts_of

PAGE = facts_of(
    "<html lang=en>\n<title>Roasting</title>\n<title>Again</title>\n"
    '<meta name="description" content="However, it takes long."><h1>Roasting</h1>'
)
GOOD_TITLE = "How we roast coffee slowly and by hand | Example Roasters"
GOOD_DESCRIPTION = "How we roast coffee, from the green bean to the bag, and how you can try it at home."


def rules(findings: list[Finding]) -> list[str]:
    return [finding.rule for finding in findings]


def test_a_good_text_breaks_no_rule() -> None:
    assert check_meta(GOOD_TITLE, GOOD_DESCRIPTION, language="en") == []


def test_what_is_not_given_is_not_judged() -> None:
    assert check_meta(None, GOOD_DESCRIPTION) == check_meta(GOOD_TITLE, None) == check_meta(None, None) == []


def test_an_empty_text_is_missing() -> None:
    assert rules(check_meta("", " \n")) == ["description.missing", "title.missing"]


@pytest.mark.parametrize("title", ["| Roasters", "Roasting <b>now</b>", "ROASTING EVERY DAY", "Null", "x" * 90])
def test_a_text_is_told_what_its_page_would_be_told(title: str) -> None:
    page = facts_of(f"<title>{title.replace('<', '&lt;')}</title>")
    told = audit_page(page, [rule for rule in page_rules if rule.id.startswith("title.")], Policy()).findings
    given = check_meta(title, None)
    assert [(one.rule, one.severity, one.message) for one in given] == [
        (one.rule, one.severity, one.message) for one in told
    ]


def test_the_value_takes_the_place_of_all_titles_of_the_page() -> None:
    assert "title.multiple" in rules(check_page(PAGE, [Field.TITLE], Policy()))
    assert broken_rules(Field.TITLE, GOOD_TITLE, PAGE, Policy()) == []


def test_a_value_is_judged_beside_what_the_page_has() -> None:
    assert rules(broken_rules(Field.TITLE, "Delivery times of our shop", PAGE, Policy())) == ["title.disagrees-with-h1"]
    repeated = broken_rules(Field.DESCRIPTION, "Roasting", PAGE, Policy())
    assert "description.same-as-title" in rules(repeated)


def test_a_value_is_told_nothing_of_the_other_field() -> None:
    assert rules(broken_rules(Field.DESCRIPTION, GOOD_DESCRIPTION, PAGE, Policy())) == []


def test_a_finding_stands_where_the_old_text_stood() -> None:
    (finding,) = broken_rules(Field.TITLE, "Roasting slowly and by hand |", PAGE, Policy())
    assert (finding.rule, finding.line) == ("title.half-empty", 2)


def test_a_policy_decides_as_in_an_audit() -> None:
    policy = Policy(severities={"title.half-empty": Severity.ERROR}, off=frozenset(["title.too-short-px"]))
    found = check_meta("| Tea", None, policy=policy)
    assert [one.severity for one in found if one.rule == "title.half-empty"] == [Severity.ERROR]
    assert "title.too-short-px" not in rules(found)


def test_an_override_by_language_holds_for_a_text_and_one_by_path_does_not() -> None:
    japanese = Override(language=("ja",), off=("title.too-short-px",))
    blog = Override(path=("**",), off=("title.rewrite-risk",))
    policy = Policy(overrides=(japanese, blog))
    assert rules(check_meta("珈琲", None, policy=policy_of_text(policy, "ja"))) == ["title.rewrite-risk"]
    assert len(check_meta("珈琲", None, policy=policy_of_text(policy, "zh"))) == 2


def test_a_field_without_guardrails_is_refused() -> None:
    with pytest.raises(KeyError):
        broken_rules(Field.SOCIAL, "{}", PAGE, Policy())


@pytest.mark.parametrize(
    ("severity", "outcome", "expected"),
    [
        (Severity.ERROR, Outcome.FAIL, True),
        (Severity.WARNING, Outcome.FAIL, True),
        (Severity.INFO, Outcome.FAIL, False),
        (Severity.REVIEW, Outcome.FAIL, False),
        (Severity.ERROR, Outcome.CRASHED, False),
    ],
)
def test_errors_and_warnings_block_and_a_crash_does_not(severity: Severity, outcome: Outcome, expected: bool) -> None:
    finding = Finding("title.x", 1, Kind.HEURISTIC, severity, outcome, "", "", "")
    assert fails_at(BLOCKING, finding) is expected
