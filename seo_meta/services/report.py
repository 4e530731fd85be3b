"""The report stage: a stored run becomes files, complete or not at all."""

import os
import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path, PurePosixPath

import msgspec

from seo_meta import selectors
from seo_meta.core.baseline import Baseline
from seo_meta.core.optional_topics import not_run
from seo_meta.core.report import ExternalCounts, Report, RunFacts, Skipped
from seo_meta.errors import ReportError, RunError
from seo_meta.models import Run
from seo_meta.report import FORMATS, github

from .baseline import compare

LEFTOVER = ".siteagent-*.tmp"
LEFTOVER_AGE = 3600
"""Seconds after which a temporary file belongs to no living run."""


def report_of(run: Run, source_root: str | None = None, baseline: Baseline | None = None) -> Report:
    """The run as reports tell it, without its findings. Raises RunError when it was not judged to its end.

    `source_root` is where the folder that was read stands in the repository; without it, as the current folder sees it.
    """
    if run.state != Run.State.DONE:
        raise RunError(f"Run {run.pk} was not judged to its end. Do so with: seo_audit --run {run.pk}")
    skipped = msgspec.convert(run.skipped, tuple[Skipped, ...])
    facts = RunFacts(
        id=run.pk,
        source=run.source,
        base_url=run.site.base_url,
        kind=run.kind,
        started_at=run.started_at,
        finished_at=run.finished_at,
        complete=run.complete,
        stop_reason=run.stop_reason,
        pages=run.pages,
        skipped=tuple(sorted(skipped, key=lambda one: (one.place, one.reason))),
        version=run.version,
        external=msgspec.convert(run.external, ExternalCounts) if run.external else None,
    )
    outcomes = {rule: dict(sorted(counts.items())) for rule, counts in sorted(run.outcomes.items())}
    states, waived = compare(run, baseline)
    return Report(
        facts,
        selectors.severity_counts(run),
        selectors.rule_counts(run, baseline),
        outcomes,
        selectors.clusters(run),
        selectors.history(run),
        _source_root(run, source_root),
        states,
        waived,
        selectors.reported_proposals(run),
        not_run((*run.page_rules, *run.site_rules)),
    )


def _source_root(run: Run, given: str | None) -> str:
    if run.kind != Run.Kind.FOLDER:
        return ""
    seen = os.path.relpath(run.source if given is None else given or os.curdir)
    root = PurePosixPath(Path(seen).as_posix())
    return "" if root == PurePosixPath() or ".." in root.parts else str(root)


def write_reports(
    run: Run,
    out: Path,
    formats: Iterable[str],
    source_root: str | None = None,
    baseline: Baseline | None = None,
) -> list[Path]:
    """Write the reports of a run under `out`, which is made when it is missing; returns their paths.

    Each file is replaced as a whole, and none before all are written. Raises ReportError when one cannot be.
    """
    require_writable(out)
    chosen = [FORMATS[name] for name in formats]
    report = report_of(run, source_root, baseline)
    with _explained(out), _temporary_files(out, len(chosen)) as temporary:
        for (_, write), path in zip(chosen, temporary, strict=True):
            with path.open("wb") as file:
                write(report, selectors.reported_findings(run, baseline), file)
                file.flush()
                os.fsync(file.fileno())
        for (name, _), path in zip(chosen, temporary, strict=True):
            path.replace(out / name)
    return [out / name for name, _ in chosen]


def annotations(run: Run, source_root: str | None = None, baseline: Baseline | None = None) -> str:
    """The first findings as lines that GitHub Actions takes from stdout for annotations."""
    file = BytesIO()
    github.write(report_of(run, source_root, baseline), selectors.reported_findings(run, baseline), file)
    return file.getvalue().decode()


def write_job_summary(run: Run, path: str | Path, baseline: Baseline | None = None) -> None:
    """Append the Markdown report to the job summary of GitHub Actions. Raises ReportError."""
    try:
        github.append_summary(report_of(run, baseline=baseline), Path(path))
    except OSError as error:
        raise ReportError(
            f"The job summary cannot be written to {path}: {error.strerror}. Unset GITHUB_STEP_SUMMARY."
        ) from error


def require_writable(out: Path) -> None:
    """Make the folder `out` and prove that it takes files, before any work is done. Raises ReportError."""
    with _explained(out):
        out.mkdir(parents=True, exist_ok=True)
        _remove_leftovers(out)
        with _temporary_files(out, 1):
            pass
    for name, _ in FORMATS.values():
        if (out / name).is_dir():
            raise ReportError(
                f"{out / name} is a folder where a report belongs. Move it, or name another folder with --out."
            )


@contextmanager
def _explained(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ReportError(
            f"Reports cannot be written to {out}: {error.strerror}. Name another folder with --out."
        ) from error


@contextmanager
def _temporary_files(out: Path, count: int) -> Iterator[list[Path]]:
    """New empty files in `out`, on the file system of the reports; what was not moved away is removed in the end."""
    # Not `tempfile`, whose files only their owner may read: a report is for everybody whom the umask lets in.
    paths = [out / LEFTOVER.replace("*", secrets.token_hex(8)) for _ in range(count)]
    try:
        for path in paths:
            path.touch(exist_ok=False)
        yield paths
    finally:
        for path in paths:
            path.unlink(missing_ok=True)


def _remove_leftovers(out: Path) -> None:
    """Remove the temporary files of runs that were killed."""
    for path in out.glob(LEFTOVER):
        if path.stat().st_mtime < time.time() - LEFTOVER_AGE:
            path.unlink(missing_ok=True)
