"""What a decision changes in a proposal, before anybody asks whether it may."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.contrib.auth import get_user_model
from django.utils import timezone

from seo_meta.core.audit import page_rules
from seo_meta.core.propose import Field
from seo_meta.core.review import Move, RejectReason, Scope, ruleset_hash, value_key
from seo_meta.core.text import collapse, content_hash
from seo_meta.errors import NotAllowed
from seo_meta.models import Proposal
from seo_meta.models.proposal import Offer

from .transitions import Actor

FURTHEST = timedelta(days=3653)
TEXTS = (Field.TITLE, Field.DESCRIPTION)
NO_APPROVAL: dict[str, Any] = {
    "approved_by_id": None,
    "approved_by_name": "",
    "approved_at": None,
    "approved_revision": None,
    "approved_value_hash": "",
    "approved_source_hash": "",
    "approved_ruleset_hash": "",
}


class Decision(msgspec.Struct, frozen=True):
    """The words of `services.review.decide`."""

    move: Move
    value: str | None = None
    candidate: int | None = None
    reason: RejectReason | None = None
    scope: Scope | None = None
    until: datetime | None = None
    assignee: int | None = None
    note: str = ""
    override: bool = False

    def rejection(self) -> tuple[RejectReason, Scope]:
        """Raises NotAllowed without a reason."""
        if self.reason is None:
            raise NotAllowed(f"A rejection needs a reason: {', '.join(RejectReason)}.")
        return self.reason, self.scope or self.reason.scope


def changes_of(decision: Decision, proposal: Proposal, actor: Actor, brand: str) -> dict[str, Any]:
    """The columns that the move changes, by `attname`. Raises NotAllowed when words of the decision are missing."""
    if "\0" in decision.note:  # PostgreSQL has none in text
        raise NotAllowed("The note holds a NUL character.")
    if decision.override and not decision.note:
        raise NotAllowed("An override needs a note that says why.")
    match decision.move:
        case Move.APPROVE:
            value = _new_value(decision, proposal, actor, brand)
            return {"snoozed_until": None, **value, **_approval(proposal, value, actor)}
        case Move.EDIT:
            value = _new_value(decision, proposal, actor, brand)
            if value.get("value", proposal.value) == proposal.value:
                raise NotAllowed("An edit needs a value other than the one that the proposal has.")
            return {"snoozed_until": None, "reason": "", **value, **NO_APPROVAL}
        case Move.REJECT:
            _require_rejection(decision, proposal)
            return {"snoozed_until": None, **NO_APPROVAL}
        case Move.SNOOZE:
            return {"snoozed_until": _later(decision)}
        case Move.ASSIGN:
            return {"assignee_id": _user(decision.assignee)}
    return {"snoozed_until": None, **NO_APPROVAL}


def _new_value(decision: Decision, proposal: Proposal, actor: Actor, brand: str) -> dict[str, Any]:
    """What changes when the value becomes that of a candidate, which is the generator's again, or words of the actor's;
    nothing when neither is given, or when it has that value."""
    if decision.value is not None and decision.candidate is not None:
        raise NotAllowed("Give a value or the number of a candidate, not both.")
    field, offers = Field(proposal.field), proposal.read_candidates()
    if decision.candidate is not None:
        if not 0 <= decision.candidate < len(offers):
            raise NotAllowed(f"There is no candidate {decision.candidate}; proposal {proposal.pk} has {len(offers)}.")
        return _chosen(offers[decision.candidate], field, brand)
    if decision.value is None:
        return {}
    written = collapse(decision.value) if field in TEXTS else decision.value.strip()
    if written == proposal.value:
        return {}
    if offer := next((offer for offer in offers if offer.value == written), None):
        return _chosen(offer, field, brand)
    return {
        "value": written,
        "value_key": value_key(field, written, brand),
        "revision": proposal.revision + 1,
        "edited_by_id": actor.user_id,
        "edited_by_name": actor.name,
    }


def _chosen(offer: Offer, field: Field, brand: str) -> dict[str, Any]:
    return {
        "value": offer.value,
        "value_key": value_key(field, offer.value, brand),
        "confidence": offer.confidence.value,
        "treatment": offer.treatment.value,
        "generator": offer.generator,
        "revision": 0,
        "edited_by_id": None,
        "edited_by_name": "",
    }


def _approval(proposal: Proposal, changed: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """What exactly is approved: when any of it is another, the approval is for something else."""
    versions = {rule.id: rule.version for rule in page_rules}
    return {
        "approved_by_id": actor.user_id,
        "approved_by_name": actor.name,
        "approved_at": timezone.now(),
        "approved_revision": changed.get("revision", proposal.revision),
        "approved_value_hash": content_hash(changed.get("value", proposal.value)),
        "approved_source_hash": proposal.source_hash,
        "approved_ruleset_hash": ruleset_hash(versions, proposal.run.policy if proposal.run else {}),
    }


def _require_rejection(decision: Decision, proposal: Proposal) -> None:
    reason, scope = decision.rejection()
    if reason is RejectReason.OTHER and not decision.note:
        raise NotAllowed("The reason `other` needs a note that says which.")
    if scope is Scope.VALUE and not proposal.value:
        raise NotAllowed("There is no value to reject. Give another scope: content, days or pin.")
    if scope is Scope.DAYS:
        _later(decision)


def _later(decision: Decision) -> datetime:
    now = timezone.now()
    if decision.until is None or not now < decision.until < now + FURTHEST:
        raise NotAllowed("Say until when: a time to come, within ten years.")
    return decision.until


def _user(id: int | None) -> int | None:
    if id is not None and not get_user_model()._default_manager.filter(pk=id, is_active=True).exists():
        raise NotAllowed(f"There is no active user {id}.")
    return id
