"""The baseline file: read, written from a run, and held against a run."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from seo_meta.core import urls
from seo_meta.core.audit import page_rules, site_rules
from seo_meta.core.baseline import WHOLE_SITE, Baseline, Compared, Known, State, parse, render
from seo_meta.core.findings import Outcome
from seo_meta.errors import ConfigError, RunError
from seo_meta.models import Page, Run
from seo_meta.selectors import standings

from .replace_file import replace_file

DEFAULT_BASELINE = Path(".siteagent") / "baseline.json"
COLUMNS = ("rule", "rule_version", "outcome", "evidence", "fingerprint", "page__url", "page__file")
UNDECIDED = (Outcome.INCONCLUSIVE.value, Outcome.CRASHED.value)


def load_baseline(path: Path | None, *, needed: bool = False) -> Baseline | None:
    """The baseline in the file that was named, else in `.siteagent/baseline.json` if it is there.

    Raises ConfigError when the file is broken, or is missing although it was named or is `needed`.
    """
    file = path or DEFAULT_BASELINE
    try:
        return parse(file.read_bytes())
    except FileNotFoundError as error:
        if path is None and not needed:
            return None
        write = "seo_report --write-baseline" + (f" {path}" if path else "")
        raise ConfigError(f"There is no baseline {file}. Write one from the latest run with: {write}") from error
    except OSError as error:
        raise ConfigError(f"Cannot read {file}: {error.strerror}.") from error
    except ValueError as error:
        raise ConfigError(
            f"{file} is no baseline: {error}. Take it from version control again, or write a new one."
        ) from error


def write_baseline(run: Run, path: Path) -> int:
    """Write the failures of a run that no waiver covers; returns how many. The file is replaced as a whole.

    Raises RunError for a run that ended early or was not judged, ReportError when the file cannot be written.
    """
    if run.state != Run.State.DONE:
        raise RunError(f"Run {run.pk} was not judged to its end. Do so with: seo_audit --run {run.pk}")
    if run.stop_reason:
        raise RunError(
            f"Run {run.pk} ended early ({run.stop_reason}), so all that it did not read would count as new. "
            "Read the whole site first."
        )
    known = standings(run)
    findings = [
        Known(rule, _path(run, url), fingerprint)
        for rule, _, outcome, evidence, fingerprint, url, file in _rows(run)
        if outcome == Outcome.FAIL and not known.waived(rule, url, file, evidence, fingerprint)
    ]
    replace_file(path, render(_versions(run), findings), "The baseline")
    return len(findings)


def compare(run: Run, baseline: Baseline | None) -> tuple[dict[State, int] | None, int]:
    """(failures in each state and known ones that are gone, None without a baseline; failures that are waived)"""
    known = standings(run, baseline)
    if baseline is None and known.waivers is None:
        return None, 0
    states: Counter[State] = Counter()
    waived = 0
    found: set[str] = set()
    undecided: set[tuple[str, str]] = set()
    for rule, version, outcome, evidence, fingerprint, url, file in _rows(run):
        if outcome != Outcome.FAIL:
            undecided.add((rule, _path(run, url)))
            continue
        found.add(fingerprint)
        waived += known.waived(rule, url, file, evidence, fingerprint) is not None
        if state := known.state(rule, version, Outcome.FAIL, fingerprint):
            states[state] += 1
    if baseline is None:
        return None, waived
    states += baseline.missing(Compared(_versions(run), found, undecided, _paths_read(run)))
    return {state: states[state] for state in State}, waived


def _rows(run: Run) -> Iterator[tuple[Any, ...]]:
    return run.findings.order_by().values_list(*COLUMNS).iterator()


def _path(run: Run, url: str | None) -> str:
    """How the baseline names a page: without its host, and for a built folder the same for all its spellings."""
    return urls.without_origin(urls.page_key(url, clean_urls=run.clean_urls)) if url else WHOLE_SITE


def _paths_read(run: Run) -> set[str] | None:
    """None when nothing was left out."""
    if run.complete and not run.filtered:
        return None
    return {_path(run, url) for url in Page.objects.filter(run=run).values_list("url", flat=True).iterator()}


def _versions(run: Run) -> dict[str, int]:
    """The rules that came to a verdict in this run, with the versions that did; those of silent rules are today's."""
    known = {rule.id: rule.version for rule in (*page_rules, *site_rules)}
    known |= dict(run.findings.order_by().values_list("rule", "rule_version").distinct())
    decided = (rule for rule, outcomes in run.outcomes.items() if set(outcomes) - set(UNDECIDED))
    return {rule: known[rule] for rule in decided if rule in known}
