"""report.md: a page of Markdown for a pull request or a job summary, on GitHub and elsewhere.

Whatever comes from a page stands in a code span (`core.defang.markdown`), where nothing is alive.
"""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import BinaryIO

from seo_meta.core import defang
from seo_meta.core.findings import Kind, Outcome
from seo_meta.core.report import (
    LABELS,
    Cluster,
    Report,
    ReportedFinding,
    ReportedProposal,
    RuleCount,
    RunFacts,
    counted,
    place,
    verdict,
)
from seo_meta.core.text import collapse

# These keep every report under 60,000 characters; GitHub takes 65,536 in a comment.
ROOM_FOR_RULES = 24_000
ROOM_FOR_PROPOSALS = 12_000
ROOM_FOR_CLUSTERS = 6_000
ROOM_FOR_SKIPPED = 8_000
MAX_NAMED_RULES = 40
MAX_TEXT = 120
"""Characters shown of one place, piece of evidence or reason."""
MAX_VALUE = 320
"""Of a value that is proposed, which a reader must see whole."""


def write(report: Report, findings: Iterable[ReportedFinding], file: BinaryIO) -> None:
    """Write `render(report)`; the single findings are left to the other formats."""
    file.write(render(report).encode())


def render(report: Report) -> str:
    """The report as Markdown of fewer than 60,000 characters."""
    parts = (
        _head(report),
        _severities(report),
        _rules(report.rules),
        _clusters(report.clusters),
        _proposals(report.proposals),
        _open(report),
        _skipped(report.run),
        _foot(report),
    )
    return "\n\n".join("\n".join(lines) for part in parts if (lines := list(part))) + "\n"


def _head(report: Report) -> Iterator[str]:
    run = report.run
    yield f"## SEO metadata of {_code(run.base_url)}\n"
    yield f"**{verdict(report)}**"
    if not run.complete:
        yield "\n> [!WARNING]"
        yield f"> This run is partial: {_code(run.why_partial)}. What was not read was not judged."


def _severities(report: Report) -> Iterator[str]:
    if any(report.severities.values()):
        yield _row(*(LABELS[severity] for severity in report.severities))
        yield _row(*("--:" for _ in report.severities))
        yield _row(*(f"{count:,}" for count in report.severities.values()))


def _rules(rules: Sequence[RuleCount]) -> Iterator[str]:
    if rules:
        yield "### By rule\n"
        yield _row("Severity", "Rule", "Pages", "Findings", "For example")
        yield _row("---", "---", "--:", "--:", "---")
        yield from _fitting([_rule_row(rule) for rule in rules], ROOM_FOR_RULES, "rule")


def _rule_row(rule: RuleCount) -> str:
    severity = f"{rule.severity}<br>(heuristic)" if rule.kind is Kind.HEURISTIC else rule.severity.value
    name = f"{_code(rule.rule)}<br>{escape(defang.clip(rule.summary, MAX_TEXT), quote=False)}"
    example = rule.example
    if example is None:
        return _row(severity, name, "0", "0", f"crashed on {counted(rule.crashed, 'page')}")
    shown = [_code(place(example.url, example.file, example.line)), _code(example.evidence)]
    return _row(severity, name, f"{rule.pages:,}", f"{rule.findings:,}", "<br>".join(filter(None, shown)))


def _clusters(clusters: Sequence[Cluster]) -> Iterator[str]:
    """Faults of a template: one edit mends all pages of a row."""
    if clusters:
        yield "### By template\n"
        yield _row("Severity", "Rule", "Pages of one template", "For example")
        yield _row("---", "---", "--:", "---")
        rows = [
            _row(
                cluster.severity.value,
                _code(cluster.rule),
                f"{cluster.pages:,} of {cluster.of:,}",
                "<br>".join(map(_code, cluster.examples)),
            )
            for cluster in clusters
        ]
        yield from _fitting(rows, ROOM_FOR_CLUSTERS, "template")


def _proposals(proposals: Sequence[ReportedProposal]) -> Iterator[str]:
    made = [proposal for proposal in proposals if proposal.candidates]
    if made:
        yield "### Proposals\n"
        yield _row("Page", "Field", "Now, and proposed", "Confidence")
        yield _row("---", "---", "---", "---")
        yield from _fitting([_proposal_row(proposal) for proposal in made], ROOM_FOR_PROPOSALS, "proposal")
    if without := len(proposals) - len(made):
        yield f"\nFor {counted(without, 'field')} nothing is proposed; `report.html` says why."


def _proposal_row(proposal: ReportedProposal) -> str:
    best = proposal.candidates[0]
    now = _code(proposal.current, MAX_VALUE)
    return _row(
        _code(proposal.file or proposal.url),
        proposal.field,
        f"{now}{'<br>' if now else ''}**→** {_code(collapse(best.value), MAX_VALUE)}",
        f"{best.confidence}<br>({best.treatment})",
    )


def _open(report: Report) -> Iterator[str]:
    """Rules that came to no verdict: silence about them would look like a pass."""
    for outcome, words in ((Outcome.CRASHED, "crashed"), (Outcome.INCONCLUSIVE, "could not be decided everywhere")):
        if rules := report.rules_with(outcome):
            more = f" and {len(rules) - MAX_NAMED_RULES:,} more" if len(rules) > MAX_NAMED_RULES else ""
            yield f"- {counted(len(rules), 'rule')} {words}: {', '.join(map(_code, rules[:MAX_NAMED_RULES]))}{more}."
    for topic in report.not_run:
        yield f"- {topic.topic}: not run, since {topic.reason}."


def _skipped(run: RunFacts) -> Iterator[str]:
    if run.skipped:
        yield f"### Skipped: {counted(len(run.skipped), 'file' if run.kind == 'folder' else 'URL')}\n"
        yield _row("What", "Why")
        yield _row("---", "---")
        rows = [_row(_code(skipped.place), _code(skipped.reason)) for skipped in run.skipped]
        yield from _fitting(rows, ROOM_FOR_SKIPPED, "place")


def _foot(report: Report) -> Iterator[str]:
    run = report.run
    yield "Every finding is in `report.html`, and for programs in `report.json`, in the output folder of the run.\n"
    started = f"{run.started_at:%Y-%m-%d %H:%M %Z}"
    yield f"<sub>SiteAgent {run.version} · run {run.id} of {_code(run.source)} · {started}</sub>"


def _fitting(rows: list[str], room: int, noun: str) -> Iterator[str]:
    """The rows that fit into so many characters, and how many were left out."""
    for shown, row in enumerate(rows):
        room -= len(row) + 1
        if room < 0:
            yield f"\n… and {counted(len(rows) - shown, f'more {noun}')}."
            return
        yield row


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def _code(text: str, length: int = MAX_TEXT) -> str:
    return defang.markdown(defang.clip(defang.visible(text), length))
