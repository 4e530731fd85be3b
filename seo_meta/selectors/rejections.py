"""What reviewers do not want proposed again."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from seo_meta.core.review import RejectReason, Scope
from seo_meta.models import Proposal, Rejection, Run

from .proposals import Place, folder_of, place


def site_rejections(run: Run) -> QuerySet[Rejection]:
    """Those that hold now for the run's site, or for its folder where nobody knows where that will be served."""
    return Rejection.objects.filter(Rejection.holding(timezone.now()), site=run.site_id, folder=folder_of(run))


def holding_rejections(proposal: Proposal, now: datetime) -> QuerySet[Rejection]:
    """Those that hold for the field of the page."""
    return Rejection.objects.filter(
        Rejection.holding(now),
        site=proposal.site_id,
        folder=proposal.folder,
        field=proposal.field,
        key=bytes(proposal.key),
    )


class KnownRejections:
    """What must not be proposed for a site."""

    values: dict[Place, set[str]]
    """What reviewers saw and did not want."""
    barred: dict[Place, str]
    """The fields for which nothing at all is wanted, with who said so and why."""

    def __init__(self, run: Run) -> None:
        self.values = {}
        self.barred = {}
        for one in site_rejections(run).order_by("id").iterator():
            where = place(one.key, one.field)
            if one.scope == Scope.VALUE:
                self.values.setdefault(where, set()).add(one.value or "")
            else:
                self.barred[where] = in_words(one)


def in_words(rejection: Rejection) -> str:
    """Why nothing is proposed for a field."""
    why, who = RejectReason(rejection.reason).words, rejection.created_by_name
    match Scope(rejection.scope):
        case Scope.PIN:
            return f"Pinned by {who} ({why})."
        case Scope.DAYS:
            return f"Pinned by {who} until {rejection.expires_at:%Y-%m-%d} ({why})."
    return f"Pinned by {who} until the text of the page changes ({why})."
