"""Why each rule said what it said of a page: the audit of one page, told instead of counted."""

from collections.abc import Iterable, Iterator

import msgspec

from .audit import PageRule, Rule, audit_page, stop_at
from .findings import IGNORED, Finding, Outcome, Severity
from .policy import Policy
from .profile import EXPECTED_OF_A_PREVIEW, ONLY_FOR_PREVIEWS, Profile
from .types import PageFacts

OFF = "off"


class Verdict(msgspec.Struct, frozen=True):
    """What one rule said. `outcome` may be `ignored` or `off` too; `reason` says why it neither passed nor failed."""

    rule: str
    severity: Severity
    outcome: str
    reason: str = ""
    findings: tuple[Finding, ...] = ()


def explain_page(page: PageFacts, rules: Iterable[PageRule], policy: Policy) -> Iterator[Verdict]:
    """The verdict of every page rule on the page under its own policy (`PagePolicies`)."""
    for rule in rules:
        severity = policy.severity(rule)
        if not policy.runs(rule):
            yield Verdict(rule.id, severity, OFF, why_off(rule, policy))
            continue
        verdicts = audit_page(page, [rule], policy)
        ignored = verdicts.ignored.get(rule.id, 0)
        outcome = verdicts.outcomes.get(rule.id, IGNORED)
        reason = _reason(rule, page, policy, outcome, ignored)
        yield Verdict(rule.id, severity, outcome, reason, tuple(verdicts.findings))


def _reason(rule: PageRule, page: PageFacts, policy: Policy, outcome: str, ignored: int) -> str:
    if ignored:
        return f"the page asks to ignore {ignored} of its failures"
    if stop := stop_at(rule.requires, page, policy.profile):
        return stop.reason
    return "the page has nothing that the rule is about" if outcome == Outcome.NOT_APPLICABLE else ""


def why_off(rule: Rule, policy: Policy) -> str:
    """Why a rule does not run under a policy."""
    preview = policy.profile is Profile.PREVIEW
    if rule.id in (EXPECTED_OF_A_PREVIEW if preview else ONLY_FOR_PREVIEWS):
        return f"by the profile {policy.profile}"
    return "by the configuration" if rule.id in policy.off else "unless the configuration gives it a severity"
