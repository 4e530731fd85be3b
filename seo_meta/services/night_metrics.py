"""What a night came to, in numbers: `metrics.json` beside the reports, and a line in the repository for each commit."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from seo_meta import selectors
from seo_meta.models import Run
from seo_meta.targets.git_branch import Commit

from .apply_values import FileEdit, Refusal

METRICS = "metrics.jsonl"


def metrics_line(
    run: Run, base: Commit, files: Sequence[FileEdit], refusals: Iterable[Refusal], known: bytes = b""
) -> bytes:
    """A line of JSON, dated as the base. If the last line of the `known` metrics is about the same changes, it stays:
    what else is counted, findings say, may depend on the day, and is no reason for another commit."""
    at = datetime.fromtimestamp(int(base.date.split(" ")[0]), UTC).isoformat()
    fields = Counter(one.field for file in files for one in file.proposals)
    made = {"at": at, "base": base.id, **counts(run, len(files), fields, refusals)}
    last = _last(known)
    same = all(last.get(name) == made[name] for name in ("base", "files", "changes"))
    return msgspec.json.encode(last if same else made) + b"\n"


def with_line(known: bytes, line: bytes) -> bytes:
    """Whoever edited the file may have left out the newline at its end."""
    return known + (b"" if not known or known.endswith(b"\n") else b"\n") + line


def _last(known: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(known.rstrip().rpartition(b"\n")[2], type=dict[str, Any])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return {}


def counts(run: Run, files: int, fields: Counter[str], refusals: Iterable[Refusal]) -> dict[str, Any]:
    return {
        "pages": run.pages,
        "complete": run.complete,
        "findings": {severity.value: count for severity, count in selectors.severity_counts(run).items()},
        "files": files,
        "changes": dict(sorted(fields.items())),
        "refused": dict(sorted(Counter(refusal.code for refusal in refusals).items())),
        "version": run.version,
    }
