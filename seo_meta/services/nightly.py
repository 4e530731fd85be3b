"""The nightly run: what is proposed becomes one commit on one branch, and one pull request, which is the review.

What a run must know of earlier ones is in the repository and in GitHub: a database may be new every night.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path

import msgspec
from django.conf import settings

from seo_meta.core import pull_request
from seo_meta.core.decisions import Decision, change_id, render
from seo_meta.core.pull_request import Dropped, PullRequest, Tick, ticks
from seo_meta.errors import ConfigError, TargetError
from seo_meta.fetch.github import Account, GitHub
from seo_meta.models import Run
from seo_meta.targets.git import repository_of
from seo_meta.targets.git_branch import REGULAR, Commit, Repository

from .apply_plan import plan
from .apply_values import FileEdit, Plan, Refusal
from .apply_values import Wish as ApplyWish
from .decisions_file import (
    NAME,
    PageText,
    decisions_about,
    pages_by_path,
    read_decisions,
    remember_decisions,
)
from .in_pull_request import recognise, settle_pull_request, stand_in
from .night_changes import changes_of, chosen, hashes_of, keep_to_base, why_nothing
from .night_metrics import METRICS, metrics_line, with_line

BRANCH = "siteagent/seo-meta"
LABELS = ("seo-meta", "automation")
STATE = ".siteagent"
EDITED_MARK = "<!-- siteagent: edited by others -->"
EDITED = (
    f"Somebody else has committed to `{BRANCH}`, so the nightly run leaves it alone. Merge or close this pull request, "
    "or delete the branch, and the next run starts again."
)


class Wish(msgspec.Struct, frozen=True):
    """`base` is the branch to merge into, the one that is checked out without it; `limit` is the number of files."""

    base: str = ""
    draft: bool = False
    limit: int | None = None


class Result(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    """There was nothing to do."""
    STOPPED = "stopped"
    """Somebody else has committed to the branch."""


class Night(msgspec.Struct):
    """What came of it. `body` is what the pull request says, `reason` why there is none or nothing new."""

    result: Result
    reason: str
    run: Run
    refusals: list[Refusal]
    fields: tuple[str, ...] = ()
    """Of each change."""
    files: int = 0
    body: str = ""
    commit: str = ""
    number: int | None = None

    @property
    def url(self) -> str:
        """Made of our own settings, so that nothing which a server says gets into the outputs of a job."""
        return url_of(self.number) if self.number else ""


def url_of(number: int) -> str:
    return f"{settings.GITHUB_SERVER_URL}/{settings.GITHUB_REPOSITORY}/pull/{number}"


class Nightly:
    """One night: `remember` goes between audit and proposals, `recognise` and `publish` come after them."""

    def __init__(self, source: str, wish: Wish) -> None:
        """Learn how things stand. Raises ConfigError, TargetError and GitHubError before any work is done."""
        self._wish = wish
        self._github = GitHub(_account())
        self._repository = open_repository(source)
        self._base_branch = wish.base or self._repository.base_branch()
        if self._base_branch == BRANCH:
            raise ConfigError(
                f"{BRANCH} is the branch of the pull request itself. Check out another, or name one with --base."
            )
        self._base = _required(self._repository.fetch(self._base_branch), self._base_branch)
        self._tip = self._repository.fetch(BRANCH)
        self._pull = self._github.open_pull(BRANCH)
        self._entries = self._repository.entries(self._base.id)
        self._decisions = read_decisions(self._state(NAME), f"{STATE}/{NAME} on {self._base_branch}")
        self._closed = self._github.closed_pulls(BRANCH)
        self._dropped = self._answers()
        self._new: list[Decision] = []
        self._pages: Mapping[str, PageText] = {}

    def remember(self, run: Run) -> None:
        """What people have refused in the repository and in pull requests is not proposed again."""
        self._pages = pages_by_path(run)
        self._new = decisions_about(self._pages, self._dropped)
        remember_decisions(run, [*self._decisions, *self._new], self._pages)
        settle_pull_request(run, url_of(self._pull.number) if self._pull else "")

    def recognise(self, run: Run) -> None:
        """Mark what stands in the open pull request already, for the reports."""
        if self._pull:
            kept = {id for id, tick in ticks(self._pull.body or "").items() if tick is Tick.KEPT}
            recognise(run, url_of(self._pull.number), kept, self._pages)

    def publish(self, run: Run) -> Night:
        """Commit, push, and open or update the pull request, as far as anything is new. Raises TargetError and
        GitHubError; what was pushed stays, and the next night goes on from there."""
        made = plan(run, ApplyWish(unreviewed=True))
        keep_to_base(made, self._entries, self._base_branch)
        left = made.files = chosen(made, self._wish.limit)
        fields = tuple(one.field for file in left for one in file.proposals)
        night = Night(Result.SKIPPED, "", run, made.refusals, fields, len(left))
        if self._is_others():
            return self._stop(night)
        if not left and not self._pull:
            night.reason = "There is nothing to do: " + why_nothing(made)
            return night
        told = self._told(run, made, left)
        night.body = pull_request.body(told)
        commit = self._commit(run, made, left, pull_request.title(told))
        night.commit = commit.id
        if pushed := self._tip is None or self._tip.tree != commit.tree:
            self._repository.push(commit, BRANCH, self._tip)
        self._open(night, pull_request.title(told), pushed=pushed)
        stand_in(run, night.url, [one for file in left for one in file.proposals])
        return night

    def _is_others(self) -> bool:
        """Whether the branch has the work of somebody else that no pull request has carried to its end."""
        if self._tip is None or self._tip.is_ours:
            return False
        return self._tip.id not in {pull.head.sha for pull in self._closed}

    def _state(self, name: str) -> bytes:
        return self._repository.read(self._entries.get(f"{STATE}/{name}"))

    def _tip_metrics(self) -> bytes:
        if self._tip is None:
            return b""
        return self._repository.read(self._repository.entries(self._tip.id).get(f"{STATE}/{METRICS}"))

    def _answers(self) -> dict[str, str]:
        """Id of each change that people refused to the pull request in which they did."""
        found: dict[str, str] = {}
        for pull in self._closed:
            if not pull.merged_at:
                found |= dict.fromkeys(ticks(pull.body or ""), f"#{pull.number}")
        if self._pull:
            now = ticks(self._pull.body or "")
            found |= {id: f"#{self._pull.number}" for id, tick in now.items() if tick is Tick.DROPPED}
        return found

    def _told(self, run: Run, made: Plan, files: Sequence[FileEdit]) -> PullRequest:
        mine = [one for one in self._new if self._pull and one.by == f"#{self._pull.number}"]
        return PullRequest(
            base=self._base_branch,
            commit=self._base.id,
            version=run.version,
            changes=tuple(changes_of(run, made, files, self._pages)),
            files=tuple(hashes_of(made, files)),
            dropped=tuple(Dropped(change_id(one.page, one.field, one.content), one.page, one.field) for one in mine),
            outdated=tuple(made.outdated),
            refused=tuple(sorted(Counter(refusal.code for refusal in made.refusals).items())),
        )

    def _commit(self, run: Run, made: Plan, files: Sequence[FileEdit], message: str) -> Commit:
        edits = {made.prefix + file.held.path: file.splices.result for file in files}
        changed = {path: (self._entries[path].mode, body) for path, body in edits.items()}
        line = metrics_line(run, self._base, files, made.refusals, self._tip_metrics())
        state = {METRICS: with_line(self._state(METRICS), line), NAME: render([*self._decisions, *self._new])}
        changed |= {f"{STATE}/{name}": (REGULAR[0], text) for name, text in state.items() if text != self._state(name)}
        return self._repository.commit(self._base, changed, message)

    def _open(self, night: Night, title: str, *, pushed: bool) -> None:
        if self._pull is None:
            made = self._github.create(BRANCH, self._base_branch, title, night.body, draft=self._wish.draft)
            self._github.label(made.number, LABELS)
            night.result, night.number = Result.CREATED, made.number
            return
        night.number = self._pull.number
        said = _lines(self._pull.body) != _lines(night.body)
        if pushed:
            self._github.update(night.number, title=title, body=night.body)
        elif said:
            self._github.update(night.number, body=night.body)
        night.result = Result.UPDATED if pushed or said else Result.UNCHANGED
        night.reason = "" if pushed or said else "The pull request has all of it."

    def _stop(self, night: Night) -> Night:
        night.result, night.reason = Result.STOPPED, EDITED
        if self._pull:
            night.number = self._pull.number
            self._github.comment_once(night.number, EDITED_MARK, EDITED)
        return night


def open_repository(source: str) -> Repository:
    """The repository that a folder lies in. Raises ConfigError for what lies in none, TargetError without a remote."""
    folder = Path(source)
    found = repository_of(str(folder.resolve())) if folder.is_dir() else None
    if found is None:
        raise ConfigError(f"{source} is no folder in a git repository, so there is nothing to open a pull request of.")
    return Repository(found.top, settings.GITHUB_SERVER_URL, settings.SITEAGENT_GITHUB_TOKEN)


def _account() -> Account:
    """Raises ConfigError for what a pull request cannot be opened without."""
    if not settings.SITEAGENT_GITHUB_TOKEN:
        raise ConfigError(
            "No GitHub token is set. Set GITHUB_TOKEN, or use --patch-only FILE for a patch without GitHub."
        )
    if not settings.GITHUB_REPOSITORY:
        raise ConfigError("GITHUB_REPOSITORY is not set. Set it to OWNER/NAME of the repository on GitHub.")
    return Account(settings.GITHUB_API_URL, settings.GITHUB_REPOSITORY, settings.SITEAGENT_GITHUB_TOKEN)


def _required(base: Commit | None, branch: str) -> Commit:
    if base is None:
        raise TargetError("git", f"The remote has no branch {branch}. Push it, or name another with --base.")
    return base


def _lines(body: str | None) -> str:
    """GitHub's form sends CRLF, and its API keeps that."""
    return (body or "").replace("\r\n", "\n").strip()
