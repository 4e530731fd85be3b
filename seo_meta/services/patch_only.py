"""What the nightly pull request would change, as a patch in a file: without git, GitHub or a token."""

from pathlib import Path

from seo_meta.errors import ConfigError
from seo_meta.models import Run

from .apply_plan import plan
from .apply_values import Plan
from .apply_values import Wish as ApplyWish
from .decisions_file import NAME, pages_by_path, read_decisions, remember_decisions
from .night_changes import chosen
from .nightly import STATE
from .replace_file import replace_file


def remember_local(run: Run) -> None:
    """As `.siteagent/decisions.jsonl` in the current folder says, if it is there. Raises ConfigError."""
    path = Path(STATE) / NAME
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return
    except OSError as error:
        raise ConfigError(f"Cannot read {path}: {error.strerror}.") from error
    remember_decisions(run, read_decisions(text, str(path)), pages_by_path(run))


def write_patch(run: Run, path: Path, limit: int | None) -> Plan:
    """Write the patch, for `git apply`, and return what is in it; nothing is written when nothing is to do.

    Raises RunError and TargetError as `plan` does, ReportError when the file cannot be written.
    """
    made = plan(run, ApplyWish(unreviewed=True))
    made.files = chosen(made, limit)
    if made.files:
        replace_file(path, (part.decode("utf-8", "surrogateescape") for part in made.diff()), "The patch")
    return made
