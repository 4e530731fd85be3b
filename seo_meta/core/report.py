"""What a report says, as values: the writers under `seo_meta/report` know these and nothing of the database."""

from collections.abc import Collection, Mapping
from datetime import datetime

import msgspec

from .baseline import State
from .findings import IGNORED, Kind, Outcome, Severity
from .optional_topics import NotRun
from .propose import Candidate
from .waivers import Waived


class ReportedFinding(msgspec.Struct, frozen=True, gc=False):
    """A finding with its page. `url` and `file` are None for a finding about the site as a whole."""

    rule: str
    kind: Kind
    severity: Severity
    outcome: Outcome
    """fail, inconclusive or crashed."""
    url: str | None
    file: str | None
    """Path inside the folder that was read; None for a live page."""
    line: int | None
    message: str
    evidence: str
    fingerprint: str
    state: State | None = None
    """Beside the baseline; None without one."""
    waived: Waived | None = None
    """Why it does not count against a gate; None for a finding that does."""

    @property
    def counts(self) -> bool:
        """Whether it is news: not waived and, beside a baseline, not there before."""
        return self.waived is None and self.state in (None, State.NEW)


class Skipped(msgspec.Struct, frozen=True):
    """Something in scope that could not be read."""

    reason: str
    file: str | None = None
    url: str | None = None

    @property
    def place(self) -> str:
        return self.file or self.url or ""


class ExternalCounts(msgspec.Struct, frozen=True):
    """Addresses of other sites that the run was to check."""

    checked: int
    unchecked: int
    """Never checked so far, or so long ago that it says nothing of today."""


class RunFacts(msgspec.Struct, frozen=True):
    """The run that a report is about."""

    id: int
    source: str
    base_url: str
    kind: str
    """`folder` or `http`."""
    started_at: datetime
    finished_at: datetime | None
    complete: bool
    """Whether every page in scope was read whole."""
    stop_reason: str
    """Why the run is partial; empty when it is complete."""
    pages: int
    skipped: tuple[Skipped, ...]
    version: str
    """Of SiteAgent."""
    external: ExternalCounts | None = None
    """None when no links to other sites were to be checked."""

    @property
    def why_partial(self) -> str:
        """The reason in a few words; empty for a complete run."""
        if self.complete:
            return ""
        return self.stop_reason or f"{len(self.skipped):,} skipped"


class RuleCount(msgspec.Struct, frozen=True):
    """One rule that failed or crashed. `findings` and `pages` count failures, `crashed` counts crashes."""

    rule: str
    kind: Kind
    severity: Severity
    summary: str
    remedy: str
    source: str
    findings: int
    pages: int
    crashed: int
    example: ReportedFinding | None
    """The first failure in the order of the report."""


class Cluster(msgspec.Struct, frozen=True):
    """Failures of one rule on pages of one template: most likely one fault, to be mended in one place."""

    rule: str
    severity: Severity
    template: str
    """A hash of how the pages are built (`PageFacts.template`)."""
    pages: int
    """Pages of the template on which the rule failed."""
    of: int
    """Pages of the template that were read."""
    examples: tuple[str, ...]
    """The first and the last of the failing pages in the order of URLs."""


class RunCount(msgspec.Struct, frozen=True):
    """One run in the history of a site, for a trend: a count says nothing without the pages that it was counted on."""

    id: int
    started_at: datetime
    complete: bool
    pages: int
    severities: Mapping[Severity, int]


class RuleChange(msgspec.Struct, frozen=True):
    """What became of one rule's failures between two runs, told by their fingerprints."""

    rule: str
    severity: Severity
    new: int
    existing: int
    fixed: int
    not_compared: int
    """Of the earlier run, where the later one says nothing: the rule did not run, came to no verdict or has changed."""


class ReportedProposal(msgspec.Struct, frozen=True):
    """What is proposed for one field of one page, or why nothing is."""

    url: str
    file: str | None
    """Path inside the folder that was read; None for a live page."""
    field: str
    state: str
    """One of `core.review.CURRENT`."""
    current: str
    """The value that the page has."""
    candidates: tuple[Candidate, ...]
    """The best first; empty for an abstention."""
    reason: str
    """Why nothing is proposed."""
    rules: tuple[str, ...]
    """The rules whose findings it answers."""
    worth: float
    worth_reason: str
    pull_request: str = ""
    """Address of the nightly pull request in which it stands; empty for none."""


class Report(msgspec.Struct, frozen=True):
    """All of a report but its findings, which are streamed beside it: a run may have half a million."""

    run: RunFacts
    severities: Mapping[Severity, int]
    """Failures at each severity; every severity is named."""
    rules: tuple[RuleCount, ...]
    """Worst and commonest first."""
    outcomes: Mapping[str, Mapping[str, int]]
    """Rule id to outcome to how many pages; a rule about the whole site counts once, and `ignored` counts failures."""
    clusters: tuple[Cluster, ...] = ()
    """The worst and largest first."""
    history: tuple[RunCount, ...] = ()
    """The latest runs of the site up to this one, the oldest first."""
    source_root: str = ""
    """The folder that `file` is relative to, seen from the root of the repository; empty when they are the same."""

    states: Mapping[State, int] | None = None
    """Failures in each state beside the baseline, with what was fixed; None without a baseline."""
    waived: int = 0
    """Failures that a waiver covers; they are counted under `severities` and `rules` too."""
    proposals: tuple[ReportedProposal, ...] = ()
    """Those that matter most first, up to MAX_PROPOSALS."""
    not_run: tuple[NotRun, ...] = ()
    """The topics of plugins that the run was judged without."""

    @property
    def ignored(self) -> int:
        """Failures that pages asked to ignore; they are no findings."""
        return sum(counts.get(IGNORED, 0) for counts in self.outcomes.values())

    def rules_with(self, outcome: Outcome) -> list[str]:
        """The ids of the rules that came to this outcome on at least one page."""
        return sorted(rule for rule, counts in self.outcomes.items() if counts.get(outcome))


MAX_PROPOSALS = 1_000
"""What a report holds of them; nobody reviews more in one."""

LABELS = {
    Severity.ERROR: "Errors",
    Severity.WARNING: "Warnings",
    Severity.INFO: "Info",
    Severity.REVIEW: "To review",
}
"""The severities as headings of counts, in order."""


def verdict(report: Report) -> str:
    """The run in one sentence, as in "3 errors, 40 warnings and 1 to review on 130 pages."."""
    if not report.run.pages:
        return "No page was read."
    singular = {Severity.ERROR: "error", Severity.WARNING: "warning"}
    found = [
        counted(count, singular[severity]) if severity in singular else f"{count:,} {LABELS[severity].lower()}"
        for severity, count in report.severities.items()
        if count
    ]
    crashed = report.rules_with(Outcome.CRASHED)
    crashes = f"; {counted(len(crashed), 'rule')} crashed" if crashed else ""
    return f"{listed(found) or 'No findings'} on {counted(report.run.pages, 'page')}{crashes}{_aside(report)}."


def proposed(fields: Collection[tuple[str, bool]]) -> str:
    """What came of fields, given as (page, whether anything is proposed): "3 proposals for 2 pages; nothing …"."""
    pages = [page for page, made in fields if made]
    said = f"{counted(len(pages), 'proposal')} for {counted(len(set(pages)), 'page')}"
    without = len(fields) - len(pages)
    return f"{said}; nothing good enough was found for {counted(without, 'field')}." if without else f"{said}."


def _aside(report: Report) -> str:
    """What became of findings that do not count: `; 2 new, 40 existing and 1 fixed; 3 waived; 1 ignored`."""
    states = [f"{count:,} {state}" for state, count in (report.states or {}).items() if count]
    parts = [listed(states), f"{report.waived:,} waived" if report.waived else ""]
    parts.append(f"{report.ignored:,} ignored" if report.ignored else "")
    return "".join(f"; {part}" for part in parts if part)


def place(url: str | None, file: str | None, line: int | None) -> str:
    """Where a finding is: `about.html:12`, or the URL of a live page; empty for the site as a whole."""
    return f"{file}:{line}" if file and line else file or url or ""


def in_repository(report: Report, file: str) -> str:
    """The path of a finding's file from the root of the repository, where CI looks for it."""
    return f"{report.source_root}/{file}" if report.source_root else file


def counted(number: int, noun: str) -> str:
    """`1 page`, `1,200 pages`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def listed(parts: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join((", ".join(parts[:-1]), parts[-1])) if len(parts) > 1 else "".join(parts)
