"""Which stored runs may go. What anything still needs stays, however old."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import msgspec
from django.db.models import ForeignObjectRel, Q
from django.utils import timezone

from seo_meta.core.profile import Profile
from seo_meta.core.review import State
from seo_meta.models import Job, Page, Proposal, Run
from seo_meta.sources.folder import UNKNOWN_BASE_URL

from .runs import UNDER_WAY

REMOVING = "being removed by prune_runs"
"""The reason of a run of which a part may be gone already."""
WAITING = (State.OPEN, State.SNOOZED, State.APPROVED)
"""Proposals whose pages somebody will look at, or be judged again. To undo an edit takes neither run nor page."""


class Retention(msgspec.Struct, frozen=True):
    """A run goes when it is beyond both: older than the latest `keep` finished ones of its site, and begun longer ago
    than `older_than`. None is no limit."""

    keep: int | None = None
    """1 or more."""
    older_than: timedelta | None = None
    site: int | None = None
    """The id of one; else all."""


class Stored(msgspec.Struct, frozen=True):
    """A run that is over."""

    id: int
    site: int
    base_url: str
    source: str
    kind: str
    state: str
    complete: bool
    profile: str | None
    started: datetime
    reason: str
    pages: int

    @property
    def place(self) -> tuple[object, ...]:
        """Whose runs count together: those of a site, or of a folder of which nobody knows where it is served."""
        return self.site, self.source if self.base_url == UNKNOWN_BASE_URL else ""

    @property
    def series(self) -> tuple[object, ...]:
        """The runs that are compared with each other."""
        return *self.place, self.kind, self.profile == Profile.PREVIEW


class Choice(msgspec.Struct, frozen=True):
    going: tuple[Stored, ...]
    needed: dict[int, str]
    """The id of each run that is old enough to go and stays, with the reason."""
    busy: tuple[str, ...]
    """Sites where work is under way, of which nothing goes."""


def choose(retention: Retention) -> Choice:
    """Look at what is stored; nothing is changed."""
    stored = list(_stored(retention))
    aged = _old(retention, stored)
    old = [run for run in stored if run.reason == REMOVING or run.id in aged]
    reasons = _needed(stored)
    busy = {site: base_url for site, base_url in busy_sites() if any(run.site == site for run in old)}
    going = tuple(run for run in old if run.id not in reasons and run.site not in busy)
    needed = {run.id: reasons[run.id] for run in old if run.id in reasons}
    return Choice(going, needed, tuple(sorted(busy.values())))


def _stored(retention: Retention) -> Iterator[Stored]:
    runs = Run.objects.exclude(UNDER_WAY).exclude(state=Run.State.QUEUED).order_by("pk")
    if retention.site is not None:
        runs = runs.filter(site=retention.site)
    columns = ("pk", "site", "site__base_url", "source", "kind", "state", "complete", "policy__profile", "started_at")
    for row in runs.values_list(*columns, "stop_reason", "pages").iterator():
        yield Stored(*row)


def _old(retention: Retention, stored: Iterable[Stored]) -> set[int]:
    """Without `keep` nothing is too many, without `older_than` nothing too young."""
    finished: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for run in stored:
        if run.state == Run.State.DONE:
            finished[run.place].append(run.id)
    since = timezone.now() - (retention.older_than or timedelta(0))
    return {run.id for run in stored if run.started < since and _is_beyond(run.id, finished[run.place], retention.keep)}


def _is_beyond(id: int, finished: list[int], keep: int | None) -> bool:
    return keep is None or (len(finished) >= keep and id < finished[-keep])


def _needed(stored: Iterable[Stored]) -> dict[int, str]:
    """The later reasons are the stronger ones."""
    needed = dict.fromkeys(_of_plugins(), "an index or another plugin refers to its pages")
    waiting = Proposal.objects.filter(state__in=WAITING).order_by()
    for field in ("run", "page__run"):
        made = waiting.exclude(**{field: None}).values_list(field, flat=True).distinct()
        needed |= dict.fromkeys(made, "proposals made from it wait")
    last: dict[tuple[object, ...], int] = {}
    for run in stored:
        # Folders of no known site are compared with each other as well.
        for series in (run.series, (run.site, run.kind)) if run.state == Run.State.DONE else ():
            last[*series, "any"] = run.id
            if run.complete:
                last[*series, "complete"] = run.id
    return needed | dict.fromkeys(last.values(), "the next run is compared with it")


def _of_plugins() -> Iterator[int]:
    """Runs with a page that the rows of another app know, as the search index does. Those rows would outlive it, and
    lead nowhere."""
    own = Page._meta.app_label
    for relation in Page._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and relation.related_model._meta.app_label != own:
            name = relation.field.name
            rows = relation.related_model._default_manager.exclude(**{name: None}).order_by()
            yield from rows.values_list(f"{name}__run", flat=True).distinct()


def busy_sites() -> Iterator[tuple[int, str]]:
    """Sites with a run that goes on, which may be copying pages of any other."""
    unfinished = Q(pk__in=Job.objects.filter(state__in=Job.UNFINISHED).values("run"))
    runs = Run.objects.filter(UNDER_WAY | unfinished).order_by()
    yield from runs.values_list("site", "site__base_url").distinct()
