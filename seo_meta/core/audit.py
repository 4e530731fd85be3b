"""The rule engine, dumb on purpose: it asks each rule, isolates crashes, and adds nothing that a rule should know.

A rule is one module under `rules/<topic>/` whose name is its id; `docs/how-to/add-a-rule.md` has the steps.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import islice
from typing import TypeVar

import msgspec

from .findings import Failure, Finding, Kind, Outcome, Severity, SiteFailure
from .fingerprint import fingerprint
from .limits import Limits
from .policy import Policy as Policy
from .profile import Profile
from .registry import Registry
from .site import Site
from .types import Ignore, PageFacts
from .urls import without_origin

MAX_EVIDENCE = 300
"""Characters of evidence that are kept of one finding."""


class Gate(StrEnum):
    """What a page must be before a rule looks at it. Most false alarms of auditors come from lacking this."""

    ANY = "any answer"
    HTML = "an HTML page that answered 200 and was read whole"
    INDEXABLE = "an HTML page that search engines may index"
    CANONICAL = "an indexable page that names no other page as its canonical"
    SITE = "every page of the site"
    FINDINGS = "what the other rules found"


class Rule:
    """What page rules and site rules declare. `severity` is the default; the site's configuration may change it."""

    id: str
    version: int = 1
    """Raised when the same page would get another verdict: only this rule's findings then count as new."""
    kind: Kind
    severity: Severity
    requires: Gate
    on: bool = True
    """Whether it runs without being asked for; a severity in the configuration asks."""
    summary: str
    """The failing state in a few words: "The page has no title"."""
    remedy: str
    """What to do about it, in a sentence."""
    source: str = ""
    """Where the rule rests: a URL of a specification or of a search engine's documentation."""


class PageRule(Rule):
    """A rule that needs one page. `check` yields a `Failure` for each thing wrong, and nothing for a good page."""

    requires = Gate.INDEXABLE

    def applies(self, page: PageFacts) -> bool:
        """Whether the page has what the rule is about; else the rule is not applicable rather than passed."""
        return True

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        raise NotImplementedError


class SiteRule(Rule):
    """A rule that needs all pages: one linear pass over them, never pairs. Inconclusive when the run is partial."""

    requires = Gate.SITE
    timeless: bool = True
    """Whether the same pages get the same verdict whatever the day, the run before, the waivers and other sites."""

    def applies(self, site: Site) -> bool:
        """Whether the site has what the rule is about, such as an earlier run; else the rule is not applicable."""
        return True

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        raise NotImplementedError


class Inconclusive(Exception):
    """Raised by a rule that cannot tell; the text says why."""


page_rules: Registry[PageRule] = Registry()
site_rules: Registry[SiteRule] = Registry()


class Verdicts(msgspec.Struct):
    """What the rules said of one page, by their ids. A rule of whose failures all are ignored has no outcome."""

    findings: list[Finding]
    outcomes: dict[str, Outcome]
    ignored: dict[str, int]
    """How many failures the page asks to ignore, of each rule that has any."""


class Stop(msgspec.Struct, frozen=True):
    """Why a page does not get through a gate."""

    outcome: Outcome
    reason: str


MAX_FAILURES = 200
"""Of one rule on one page: a page can be made to break a rule without end, and nobody reads further."""

F = TypeVar("F", Failure, SiteFailure)


def audit_page(page: PageFacts, rules: Iterable[PageRule], policy: Policy) -> Verdicts:
    """Ask every rule that runs about one page, whose policy is given (`PagePolicies`)."""
    verdicts = Verdicts([], {}, {})
    gates = {gate: stop_at(gate, page, policy.profile) for gate in Gate}
    for rule in rules:
        if not policy.runs(rule):
            continue
        stopped = gates[rule.requires]
        outcome, failures = (stopped.outcome, []) if stopped else _ask(rule, page, policy.limits)
        if failures and page.ignores and outcome is Outcome.FAIL:
            kept = not_ignored(rule.id, failures, page.ignores)
            if ignored := len(failures) - len(kept):
                verdicts.ignored[rule.id] = ignored
                failures = kept
            if not kept:
                continue
        verdicts.outcomes[rule.id] = outcome
        if failures:
            verdicts.findings += findings_of(rule, outcome, failures, page.key, policy)
    return verdicts


def not_ignored(rule: str, failures: Iterable[F], ignores: Sequence[Ignore]) -> list[F]:
    """The failures of a rule that the page does not ask to ignore; those without a line only a whole page can."""
    mine = [ignore for ignore in ignores if ignore.rule in (rule, "*")]
    if any(ignore.whole_page for ignore in mine):
        return []
    lines = {line for ignore in mine for line in ignore.lines}
    return [failure for failure in failures if failure.line not in lines]


def _ask(rule: PageRule, page: PageFacts, limits: Limits) -> tuple[Outcome, list[Failure]]:
    try:
        if not rule.applies(page):
            return Outcome.NOT_APPLICABLE, []
        failures = list(islice(rule.check(page, limits), MAX_FAILURES))
    except Inconclusive as reason:
        return Outcome.INCONCLUSIVE, [Failure(str(reason))]
    except Exception as error:  # a broken rule costs only itself, and must not look like a pass
        return Outcome.CRASHED, [_crash(rule, error)]
    return (Outcome.FAIL if failures else Outcome.PASS), failures


def stop_at(gate: Gate, page: PageFacts, profile: Profile = Profile.PRODUCTION) -> Stop | None:
    """What holds for every rule behind the gate when the page does not get through; None when it does.

    A preview is judged as the page that it will be: without its noindex, and standing for itself.
    """
    if gate is Gate.ANY:
        return None
    if page.status != 200:
        return Stop(Outcome.NOT_APPLICABLE, f"the page answered {page.status}")
    if not page.is_html:
        return Stop(Outcome.NOT_APPLICABLE, f"the page is {page.content_type}, not HTML")
    if page.truncated:
        return Stop(Outcome.INCONCLUSIVE, "the page was too large to be read whole")
    if page.unparsed:
        return Stop(Outcome.INCONCLUSIVE, f"the page was not parsed: {page.unparsed}")
    if gate is Gate.HTML:
        return None
    if page.refreshes_at_once:
        return Stop(Outcome.NOT_APPLICABLE, "the page sends its readers elsewhere at once")
    if profile is Profile.PREVIEW:
        own = without_origin(page.canonical_key) == without_origin(page.key) if page.canonical_key else True
    elif not page.indexable:
        return Stop(Outcome.NOT_APPLICABLE, "the page asks to be kept out of search")
    else:
        own = page.self_canonical
    if gate is Gate.CANONICAL and not own:
        return Stop(Outcome.NOT_APPLICABLE, f"the page names {page.canonical} as its canonical")
    return None


def _crash(rule: Rule, error: Exception) -> Failure:
    return Failure(f"The rule {rule.id} crashed: {type(error).__name__}. Please report it with this page.", str(error))


def audit_site(
    site: Site, rules: Iterable[SiteRule], policy: Policy
) -> Iterator[tuple[SiteRule, Outcome, list[SiteFailure]]]:
    """Ask every site rule that runs; yields (rule, outcome, failures). Page 0 stands for the site as a whole."""
    # What the others found is known only when they have answered; otherwise the order is that of ids.
    for rule in sorted(rules, key=lambda rule: rule.requires is Gate.FINDINGS):
        if policy.runs_anywhere(rule):
            yield rule, *_ask_site(rule, site, policy.limits)


def _ask_site(rule: SiteRule, site: Site, limits: Limits) -> tuple[Outcome, list[SiteFailure]]:
    if not site.complete and rule.requires is not Gate.FINDINGS:
        return Outcome.INCONCLUSIVE, [SiteFailure(0, "The run is partial, so what was not read cannot be judged.")]
    try:
        if not rule.applies(site):
            return Outcome.NOT_APPLICABLE, []
        failures = list(rule.check(site, limits))
    except Inconclusive as reason:
        return Outcome.INCONCLUSIVE, [SiteFailure(0, str(reason))]
    except Exception as error:  # as for page rules
        crash = _crash(rule, error)
        return Outcome.CRASHED, [SiteFailure(0, crash.message, crash.evidence)]
    return (Outcome.FAIL if failures else Outcome.PASS), failures


def findings_of(
    rule: Rule, outcome: Outcome, failures: Iterable[Failure | SiteFailure], page_key: str, policy: Policy
) -> Iterator[Finding]:
    """Turn what a rule said of one page into findings with fingerprints."""
    seen: Counter[str] = Counter()
    for failure in failures:
        evidence = failure.evidence[:MAX_EVIDENCE]
        occurrence = seen[evidence]
        seen[evidence] += 1
        yield Finding(
            rule.id,
            rule.version,
            rule.kind,
            policy.severity(rule),
            outcome,
            failure.message,
            evidence,
            fingerprint(rule.id, rule.version, page_key, evidence, occurrence),
            failure.line,
        )
