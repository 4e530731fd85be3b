from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management import CommandParser

from seo_meta.core.defang import plain
from seo_meta.core.explain import OFF, Verdict
from seo_meta.core.findings import IGNORED, Finding, Outcome
from seo_meta.core.policy import Override
from seo_meta.core.types import PageFacts
from seo_meta.core.waivers import Waived
from seo_meta.management.command import SeoCommand, positive
from seo_meta.services.explain import Explanation, explain_url

GROUPS = {
    "Failed": (Outcome.FAIL,),
    "Undecided": (Outcome.INCONCLUSIVE, Outcome.CRASHED),
    "Ignored": (IGNORED,),
    "Not applicable": (Outcome.NOT_APPLICABLE,),
    "Off": (OFF,),
}


class Command(SeoCommand):
    help = "Explain why a page was read or not, and what each rule said of it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", metavar="URL", help="the page, as a URL or as a path below the site")
        parser.add_argument("--run", type=positive, metavar="ID", help="the run; the latest finished one of the site")

    def run(self, **options: Any) -> None:
        explanation = explain_url(options["url"], options["run"])
        for line in _lines(explanation):
            # Text from pages stands in these lines: a CI log obeys what it prints.
            self.stdout.write(plain(line) if line.strip() else "")


def _lines(explanation: Explanation) -> Iterator[str]:
    run, facts = explanation.run, explanation.facts
    yield explanation.url
    known = f"linked from {_count(explanation.linked_from, 'page')}, listed {explanation.listed:,} times in sitemaps"
    if facts is None:
        yield f"Not in run {run.pk} of {run.source}: {explanation.reason}; {known}."
        return
    yield f"Read in run {run.pk} of {run.source}: {_what(facts)}; {known}."
    for number, override in explanation.overrides:
        yield f"Override {number} holds: {_override(override)}"
    if explanation.limits:
        yield f"Limits other than the defaults: {_pairs(explanation.limits)}"
    for title, outcomes in GROUPS.items():
        verdicts = [verdict for verdict in explanation.verdicts if verdict.outcome in outcomes]
        if verdicts:
            yield ""
            yield f"{title}:"
            yield from _group(verdicts, explanation.waived)
    passed = [verdict.rule for verdict in explanation.verdicts if verdict.outcome == Outcome.PASS]
    yield ""
    yield f"Passed: {', '.join(passed) or 'none'}"


def _what(facts: PageFacts) -> str:
    place = f"file {facts.file}, " if facts.file else ""
    search = "search engines may index it" if facts.indexable else "it stays out of search"
    return f"{place}status {facts.status}, {facts.byte_size:,} bytes, language {facts.lang or 'not given'}, {search}"


def _override(override: Override) -> str:
    """`path blog/**: title.missing = off, title_max_px = 600`"""
    where = {"path": override.path, "language": override.language}
    named = " and ".join(f"{name} {', '.join(values)}" for name, values in where.items() if values)
    changes = {**override.severities, **dict.fromkeys(override.off, OFF), **override.limits}
    return f"{named}: {_pairs(changes)}"


def _pairs(values: dict[str, Any]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in values.items())


def _group(verdicts: Iterable[Verdict], waived: dict[str, Waived]) -> Iterator[str]:
    """The failures of each rule; other rules share a line with those that have the same reason."""
    alike: dict[str, list[str]] = {}
    for verdict in verdicts:
        if verdict.outcome != Outcome.FAIL:
            reason = verdict.reason or " ".join(_finding(finding) for finding in verdict.findings)
            alike.setdefault(reason, []).append(verdict.rule)
            continue
        yield f"  {verdict.rule} ({verdict.severity}){f': {verdict.reason}' if verdict.reason else ''}"
        for finding in verdict.findings:
            yield f"    {_finding(finding)}"
            if waiver := waived.get(finding.fingerprint):
                yield f"    waived until {waiver.expires} by {waiver.owner}: {waiver.reason}"
    for reason, rules in alike.items():
        yield f"  {reason}: {', '.join(rules)}"


def _finding(finding: Finding) -> str:
    line = f"line {finding.line}: " if finding.line else ""
    evidence = f" [{finding.evidence}]" if finding.evidence else ""
    return f"{line}{finding.message}{evidence}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
