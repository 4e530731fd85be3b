"""The text of the nightly pull request, and what people ticked in it.

Whatever comes from a page or a file name stands in a code span (`core.defang.markdown`), where nothing is alive, and
never where a line begins: there only our own marks stand, which are read back.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum
from typing import TypeVar

from . import defang
from .decisions import change_id
from .propose import Evidence, Field
from .report import counted
from .text import collapse
from .types import Value
from .width_profiles import in_results

MAX_CHANGES = 1_000
"""Of one pull request, so that every one has its mark in the body; the others come another night."""
MAX_DROPPED = 300
MAX_PATH = 120
MAX_VALUE = 320
MAX_EVIDENCE = 160
MAX_NAME = 60
MAX_NAMED = 6
"""Rules, or pieces of evidence, of one change."""
# These, with the marks, keep every body below 60,000 characters; GitHub takes 65,536.
ROOM_FOR_LINES = 13_000
ROOM_FOR_DETAILS = 12_000
ROOM_FOR_FILES = 7_000
ROOM_FOR_DROPPED = 3_000
TICK = re.compile(r"- \[([ xX])\] ")
MARK = re.compile(r"<!-- siteagent:([0-9a-f]{12}) -->")
MORE = "<!-- siteagent-more:"
DROPPED = "<!-- siteagent-dropped:"

T = TypeVar("T")


class Tick(Enum):
    KEPT = "kept"
    DROPPED = "dropped"


class Change(Value, frozen=True):
    """What the pull request changes in one field of one page. `page` and `content` are as in `core.decisions`."""

    page: str
    file: str
    field: Field
    before: str
    value: str
    confidence: str
    rules: tuple[str, ...]
    reasons: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    approved_by: str = ""
    content: str = ""
    is_built: bool = False
    """Whether a build makes the page from the file."""
    warnings: tuple[str, ...] = ()
    """What else changes on the page, one sentence each."""

    @property
    def id(self) -> str:
        return change_id(self.page, self.field, self.content)


class Dropped(Value, frozen=True):
    """A change that somebody took the tick from."""

    id: str
    page: str
    field: Field


class ChangedFile(Value, frozen=True):
    """`path` is from the top of the repository; the hashes are SHA-256 of the content."""

    path: str
    before: str
    after: str


class PullRequest(Value, frozen=True):
    """`base` is the branch, `commit` its id."""

    base: str
    commit: str
    version: str
    changes: tuple[Change, ...]
    files: tuple[ChangedFile, ...]
    dropped: tuple[Dropped, ...] = ()
    refused: tuple[tuple[str, int], ...] = ()
    """(code, how many changes were not made for it)"""
    outdated: tuple[str, ...] = ()
    """Files that list changed ones by their content, as those of service workers do."""


def title(pull: PullRequest) -> str:
    if not pull.changes:
        return "SEO metadata: remember what was not wanted"
    pages = len({change.page for change in pull.changes})
    return f"SEO metadata: {counted(len(pull.changes), 'change')} on {counted(pages, 'page')}"


def body(pull: PullRequest) -> str:
    """Fewer than 60,000 characters of Markdown, the same for the same values."""
    parts = (_head(pull), _table(pull), _changes(pull.changes), _dropped(pull.dropped), _files(pull.files), _foot(pull))
    return "\n\n".join("\n".join(lines) for part in parts if (lines := list(part))) + "\n"


def ticks(text: str) -> dict[str, Tick]:
    """The changes that a body names, by their ids, and whether people want them."""
    found: dict[str, Tick] = {}
    for line in text.split("\n"):
        if line.startswith((MORE, DROPPED)):
            state = Tick.KEPT if line.startswith(MORE) else Tick.DROPPED
            found |= dict.fromkeys(re.findall(r"\b[0-9a-f]{12}\b", line), state)
        elif (tick := TICK.match(line)) and (marks := MARK.findall(line)):
            found[marks[-1]] = Tick.DROPPED if tick[1] == " " else Tick.KEPT
    return found


def _head(pull: PullRequest) -> Iterator[str]:
    yield f"## {title(pull)}\n"
    if not pull.changes:
        yield "Nothing is left to change. Merge this to keep the decisions in `.siteagent/decisions.jsonl`."
        return
    yield "Every line below is one change. The changes are edits of bytes: nothing else in the files is touched.\n"
    yield "- **To drop one**, take its tick away: the next run takes it out, and does not make it again while the text"
    yield "  of the page stays as it is. With the tick back, it comes back."
    yield "- **To refuse all**, close this unmerged: none of them is made again."
    yield "- **To change one**, edit the page on the base branch; a commit on this branch stops the nightly run."
    yield "- **To silence a rule or a page**, use `siteagent.toml`, or a line with the scope `pin` in"
    yield "  `.siteagent/decisions.jsonl`."


def _table(pull: PullRequest) -> Iterator[str]:
    if pull.changes:
        yield "| Field | Changes | Rules that they answer |"
        yield "| --- | --: | --- |"
        for field in Field:
            ours = [change for change in pull.changes if change.field is field]
            rules = sorted({rule for change in ours for rule in change.rules})
            if ours:
                yield f"| {field} | {len(ours):,} | {_names(rules)} |"


def _changes(changes: Sequence[Change]) -> Iterator[str]:
    """All as marks, as many as fit as lines, and the first of these with all there is to say."""
    if not changes:
        return
    lines = _fitting(changes, _line, ROOM_FOR_LINES)
    details = _fitting(changes[: len(lines)], _details, ROOM_FOR_DETAILS)
    yield "### Changes\n"
    for place, line in enumerate(lines):
        yield line + (f"\n{details[place]}" if place < len(details) else "")
    if hidden := changes[len(lines) :]:
        yield f"\n… and {counted(len(hidden), 'more change')}; the diff has them.\n"
        yield _hidden(MORE, hidden)


def _line(change: Change) -> str:
    page = f" of {_code(change.page, MAX_PATH)}" if change.is_built else ""
    file = _code(change.file or change.page, MAX_PATH)
    return f"- [x] {file} {change.field}{page} <!-- siteagent:{change.id} -->"


def _details(change: Change) -> str:
    return "\n".join(f"  - {line}" for line in _told(change))


def _told(change: Change) -> Iterator[str]:
    if change.before:
        yield f"now: {_code(change.before, MAX_VALUE)}{_room(change.field, change.before)}"
    yield f"proposed: {_code(change.value, MAX_VALUE)}"
    for shown in in_results(change.field, change.value):
        yield (
            f"{shown.device}: {shown.width_px:,} of {shown.room_px:,} px, "
            + (f"cut: {_code(shown.text, MAX_VALUE)}" if shown.cut else "shown whole")
        )
    if change.evidence:
        yield f"the page says: {_told_by(change.evidence)}"
    who = f"approved by {_code(change.approved_by, MAX_PATH)}" if change.approved_by else "nobody has reviewed it"
    why = f" ({_code(' '.join(change.reasons), MAX_EVIDENCE)})" if change.reasons else ""
    for warning in change.warnings[:MAX_NAMED]:
        yield f"also: {_code(warning, MAX_EVIDENCE)}"
    yield f"answers {_names(change.rules) or 'no rule'}; confidence: {change.confidence or 'of a person'}{why}; {who}"


def _room(field: Field, value: str) -> str:
    widths = ", ".join(f"{shown.device} {shown.width_px:,} px" for shown in in_results(field, value))
    return f" ({widths})" if widths else ""


def _told_by(evidence: Sequence[Evidence]) -> str:
    told = [
        f"{_code(one.source, MAX_PATH)}{f' in line {one.line}' if one.line else ''} {_code(one.text, MAX_EVIDENCE)}"
        for one in evidence[:MAX_NAMED]
    ]
    return ", ".join(told)


def _dropped(dropped: Sequence[Dropped]) -> Iterator[str]:
    if dropped:
        yield "### Dropped\n"
        lines = _fitting(dropped, _dropped_line, ROOM_FOR_DROPPED)
        yield from lines
        if hidden := dropped[len(lines) : MAX_DROPPED]:
            yield f"\n… and {len(dropped) - len(lines):,} more.\n"
            yield _hidden(DROPPED, hidden)


def _dropped_line(one: Dropped) -> str:
    return f"- [ ] {_code(one.page, MAX_PATH)} {one.field} <!-- siteagent:{one.id} -->"


def _hidden(mark: str, left: Iterable[Change | Dropped]) -> str:
    return f"{mark} {' '.join(one.id for one in left)} -->"


def _files(files: Sequence[ChangedFile]) -> Iterator[str]:
    if files:
        lines = _fitting(files, _file_line, ROOM_FOR_FILES)
        yield f"<details><summary>SHA-256 of {counted(len(files), 'file')}, before and after</summary>\n"
        yield from lines
        if more := len(files) - len(lines):
            yield f"\n… and {counted(more, 'more file')}."
        yield "\n</details>"


def _file_line(file: ChangedFile) -> str:
    return f"- {_code(file.path, MAX_PATH)}<br>`{file.before}`<br>`{file.after}`"


def _foot(pull: PullRequest) -> Iterator[str]:
    if any(change.is_built for change in pull.changes):
        yield "Pages that are built from these files show the new values after the next build.\n"
    if pull.outdated:
        named = ", ".join(_code(path, MAX_PATH) for path in pull.outdated[:MAX_NAMED])
        yield f"> [!WARNING]\n> Build these anew before you publish; they list changed files by content: {named}\n"
    if pull.refused:
        counts = ", ".join(f"{_code(code, MAX_NAME)} {count:,}" for code, count in pull.refused[:MAX_NAMED])
        yield f"Not made: {counts}. The log of the run says why.\n"
    yield f"<sub>SiteAgent {pull.version} · made from {_code(pull.base, MAX_PATH)} at `{pull.commit[:12]}`</sub>"


def _fitting(things: Sequence[T], write: Callable[[T], str], room: int) -> list[str]:
    """The first things as lines, as many as there is room for."""
    lines: list[str] = []
    for thing in things:
        line = write(thing)
        room -= len(line) + 1
        if room < 0:
            break
        lines.append(line)
    return lines


def _names(rules: Sequence[str]) -> str:
    more = f" and {len(rules) - MAX_NAMED:,} more" if len(rules) > MAX_NAMED else ""
    return ", ".join(_code(rule, MAX_NAME) for rule in rules[:MAX_NAMED]) + more


def _code(text: str, length: int) -> str:
    return defang.markdown(defang.clip(defang.visible(collapse(text)), length))
