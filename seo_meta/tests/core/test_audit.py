from collections.abc import Iterator

import pytest

from seo_meta.core.audit import Gate, Inconclusive, PageRule, Policy, SiteRule, audit_page, audit_site
from seo_meta.core.findings import Failure, Kind, Outcome, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.types import PageFacts
from seo_meta.tests.factories import MemorySite, facts_of


class Complaint(PageRule):
    """Says the same of every page that it is asked about."""

    id = "test.complaint"
    kind = Kind.SPEC
    severity = Severity.WARNING

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        yield Failure("Bad.", "the same")
        yield Failure("Bad again.", "the same")


class Lines(Complaint):
    """Complains of every image, with its line."""

    id = "test.lines"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        yield from (Failure("Bad.", image.src or "", image.line) for image in page.images)


class Crash(Complaint):
    id = "test.crash"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        raise ZeroDivisionError("oops")


class Shrug(Complaint):
    id = "test.shrug"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        raise Inconclusive("Nobody can tell.")


class SiteComplaint(SiteRule):
    id = "test.site"
    kind = Kind.SPEC
    severity = Severity.ERROR

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        yield from (SiteFailure(page.id, "Bad.") for page in site.pages())


PAGE = facts_of("<title>x</title>")


def outcome(rule: PageRule, page: PageFacts) -> Outcome:
    return audit_page(page, [rule], Policy()).outcomes[rule.id]


def test_a_rule_that_crashes_costs_only_itself_and_is_no_pass() -> None:
    verdicts = audit_page(PAGE, [Crash(), Complaint()], Policy())
    assert verdicts.outcomes == {"test.crash": Outcome.CRASHED, "test.complaint": Outcome.FAIL}
    assert verdicts.findings[0].outcome is Outcome.CRASHED
    assert "ZeroDivisionError" in verdicts.findings[0].message


def test_a_rule_that_cannot_tell_says_why() -> None:
    (finding,) = audit_page(PAGE, [Shrug()], Policy()).findings
    assert (finding.outcome, finding.message) == (Outcome.INCONCLUSIVE, "Nobody can tell.")


def test_the_policy_decides_severity_and_silence() -> None:
    louder = Policy(severities={"test.complaint": Severity.ERROR})
    assert {finding.severity for finding in audit_page(PAGE, [Complaint()], louder).findings} == {Severity.ERROR}
    assert audit_page(PAGE, [Complaint()], Policy(off=frozenset(["test.complaint"]))).outcomes == {}


def test_a_rule_that_is_off_by_default_runs_when_it_is_given_a_severity() -> None:
    class Quiet(Complaint):
        on = False

    assert audit_page(PAGE, [Quiet()], Policy()).outcomes == {}
    asked = Policy(severities={"test.complaint": Severity.INFO})
    assert len(audit_page(PAGE, [Quiet()], asked).findings) == 2


@pytest.mark.parametrize(
    ("gate", "html", "document", "expected"),
    [
        (Gate.ANY, "", {"status": 404}, Outcome.FAIL),
        (Gate.HTML, "", {"status": 404}, Outcome.NOT_APPLICABLE),
        (Gate.HTML, "", {"headers": {"content-type": "application/pdf"}}, Outcome.NOT_APPLICABLE),
        (Gate.HTML, "", {"truncated": True}, Outcome.INCONCLUSIVE),
        (Gate.HTML, "<meta name=robots content=noindex>", {}, Outcome.FAIL),
        (Gate.INDEXABLE, "<meta name=robots content=noindex>", {}, Outcome.NOT_APPLICABLE),
        (Gate.INDEXABLE, "<link rel=canonical href=/other>", {}, Outcome.FAIL),
        (Gate.CANONICAL, "<link rel=canonical href=/other>", {}, Outcome.NOT_APPLICABLE),
        (Gate.CANONICAL, "<link rel=canonical href=/page>", {}, Outcome.FAIL),
    ],
)
def test_the_gate_decides_which_pages_a_rule_sees(gate: Gate, html: str, document: dict, expected: Outcome) -> None:
    rule = Complaint()
    rule.requires = gate
    assert outcome(rule, facts_of(html, **document)) is expected


def test_equal_findings_of_a_page_have_fingerprints_of_their_own_that_last() -> None:
    first, second = audit_page(PAGE, [Complaint()], Policy()).findings
    moved = audit_page(facts_of("\n\n<title>x</title>"), [Complaint()], Policy()).findings
    assert first.fingerprint != second.fingerprint
    assert [finding.fingerprint for finding in moved] == [first.fingerprint, second.fingerprint]


def test_a_new_rule_version_makes_new_findings() -> None:
    class Stricter(Complaint):
        version = 2

    old = audit_page(PAGE, [Complaint()], Policy()).findings[0]
    assert audit_page(PAGE, [Stricter()], Policy()).findings[0].fingerprint != old.fingerprint


def test_site_rules_are_inconclusive_on_a_partial_run() -> None:
    site = MemorySite([PAGE])
    ((_, whole, failures),) = audit_site(site, [SiteComplaint()], Policy())
    site.complete = False
    ((_, partial, reasons),) = audit_site(site, [SiteComplaint()], Policy())
    assert (whole, [failure.page for failure in failures]) == (Outcome.FAIL, [1])
    assert (partial, [failure.page for failure in reasons]) == (Outcome.INCONCLUSIVE, [0])


TWO = "<img src=a.png{}>\n<img src=b.png>"


@pytest.mark.parametrize(
    ("attribute", "ignored", "found"),
    [
        ("", 0, 2),
        (' data-siteagent-ignore="test.lines"', 1, 1),
        (' data-siteagent-ignore="other.rule, test.lines"', 1, 1),
        (' data-siteagent-ignore="*"', 1, 1),
        (' data-siteagent-ignore="other.rule"', 0, 2),
    ],
)
def test_what_a_page_asks_to_ignore_is_counted_in_place_of_found(attribute: str, ignored: int, found: int) -> None:
    verdicts = audit_page(facts_of(TWO.format(attribute)), [Lines()], Policy())
    assert verdicts.outcomes == {"test.lines": Outcome.FAIL}
    assert (len(verdicts.findings), verdicts.ignored.get("test.lines", 0)) == (found, ignored)


def test_only_a_whole_page_ignores_what_has_no_line() -> None:
    part = facts_of('<title>x</title><p data-siteagent-ignore="test.complaint">')
    whole = facts_of('<html data-siteagent-ignore="test.complaint"><title>x</title>')
    assert len(audit_page(part, [Complaint()], Policy()).findings) == 2
    verdicts = audit_page(whole, [Complaint()], Policy())
    assert (verdicts.outcomes, verdicts.ignored) == ({}, {"test.complaint": 2})


def test_a_crash_is_not_ignored() -> None:
    page = facts_of('<html data-siteagent-ignore="*"><title>x</title>')
    assert audit_page(page, [Crash()], Policy()).outcomes == {"test.crash": Outcome.CRASHED}


def test_rules_about_findings_come_last_and_judge_a_partial_run_too() -> None:
    class About(SiteComplaint):
        id = "test.about"
        requires = Gate.FINDINGS

    site = MemorySite([PAGE])
    site.complete = False
    told = [(rule.id, outcome) for rule, outcome, _ in audit_site(site, [About(), SiteComplaint()], Policy())]
    assert told == [("test.site", Outcome.INCONCLUSIVE), ("test.about", Outcome.FAIL)]
