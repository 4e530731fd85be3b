"""What reviewers do not want proposed again: remembered, and forgotten again."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from seo_meta.core.propose import Field
from seo_meta.core.review import STILL_ALIKE, RejectReason, Scope, value_key
from seo_meta.core.topics.near_duplicates import similarity
from seo_meta.errors import NoProposal, NotAllowed
from seo_meta.models import Proposal, Rejection, Run
from seo_meta.selectors import site_rejections

from .transitions import RUN, Actor


def remember(
    proposal: Proposal,
    reason: RejectReason,
    scope: Scope,
    actor: Actor,
    *,
    brand: str,
    note: str = "",
    until: datetime | None = None,
) -> None:
    """Keep out what the reviewer saw, or with a wider scope whatever the field may be offered."""
    field = Field(proposal.field)
    shown: list[str | None] = [None]
    if scope is Scope.VALUE:
        shown = [*dict.fromkeys([proposal.value, *(offer.value for offer in proposal.read_candidates())])]
    Rejection.objects.bulk_create(
        Rejection(
            site_id=proposal.site_id,
            folder=proposal.folder,
            proposal=proposal,
            key=bytes(proposal.key),
            url=proposal.url,
            field=proposal.field,
            value=value,
            value_key=value_key(field, value, brand) if value else "",
            reason=reason.value,
            scope=scope.value,
            note=note,
            content_hash=proposal.content_hash,
            signature=proposal.page.signature if proposal.page else "",
            expires_at=until if scope is Scope.DAYS else None,
            created_by_id=actor.user_id,
            created_by_name=actor.name,
        )
        for value in shown
    )


def lift_rejection(rejection_id: int, actor: Actor) -> Rejection:
    """Let what was rejected be proposed again. Raises NoProposal for one that there is not, NotAllowed for one that
    was lifted before."""
    rejection = Rejection.objects.filter(pk=rejection_id).first()
    if rejection is None:
        raise NoProposal(f"There is no rejection {rejection_id}.")
    if not lift(Rejection.objects.filter(pk=rejection_id), actor):
        raise NotAllowed(f"Rejection {rejection_id} was lifted before.")
    rejection.refresh_from_db()
    return rejection


def lift(rejections: QuerySet[Rejection], actor: Actor, at: datetime | None = None) -> int:
    """How many were still holding."""
    return rejections.filter(lifted_at=None).update(
        lifted_at=at or timezone.now(), lifted_by_id=actor.user_id, lifted_by_name=actor.name
    )


def lift_changed(run: Run) -> None:
    """Lift the rejections that hold until the text of a page changes, of pages whose text the run found changed."""
    waiting = site_rejections(run).filter(scope=Scope.CONTENT).only("key", "content_hash", "signature")
    by_key: dict[bytes, list[Rejection]] = {}
    for rejection in waiting:
        by_key.setdefault(bytes(rejection.key), []).append(rejection)
    if not by_key:
        return
    changed: list[int] = []
    pages = run.read_pages.order_by().values_list("key", "content_hash", "signature")
    for key, content_hash, signature in pages.iterator():
        before = by_key.get(bytes(key), ())
        changed += [one.pk for one in before if differs(one.content_hash, one.signature, content_hash, signature)]
    for start in range(0, len(changed), 500):
        lift(Rejection.objects.filter(pk__in=changed[start : start + 500]), RUN)


def differs(old_hash: str, old_signature: str, content_hash: str, signature: str) -> bool:
    """Whether more than a fifth of the text is another. Texts too short to have a signature change with any word."""
    return content_hash != old_hash and similarity(old_signature, signature) < STILL_ALIKE
