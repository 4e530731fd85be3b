"""The one way in which a proposal changes: guarded by its version, with a row in the log."""

from collections.abc import Mapping
from typing import Any

import msgspec
from django.db import connection
from django.db.models import F
from django.utils import timezone

from seo_meta.errors import VersionConflict
from seo_meta.models import Proposal, Site, Transition


class Actor(msgspec.Struct, frozen=True):
    """Who does something, and by what: `admin`, `api`, `command` or `run`."""

    user_id: int | None
    name: str
    client: str


RUN = Actor(None, "SiteAgent", "run")
"""The propose stage."""


def change(
    proposal: Proposal,
    move: str,
    actor: Actor,
    state: str,
    changes: Mapping[str, Any],
    *,
    note: str = "",
) -> Transition:
    """Lead `proposal`, as it was read, to `state` with `changes` of its columns (by `attname`), and log it.

    To be called in a transaction. Raises VersionConflict when the proposal changed since it was read; of two that
    change it at once, the database lets one through.
    """
    now = timezone.now()
    before = {name: getattr(proposal, name) for name in changes}
    mine = Proposal.objects.filter(pk=proposal.pk, version=proposal.version, state=proposal.state)
    if not mine.update(**changes, state=state, version=F("version") + 1, updated_at=now):
        raise conflict(proposal.pk)
    came_from = proposal.state
    for name, value in {**changes, "state": state, "version": proposal.version + 1, "updated_at": now}.items():
        setattr(proposal, name, value)
    return Transition.objects.create(
        proposal=proposal,
        at=now,
        actor_id=actor.user_id,
        actor_name=actor.name,
        client=actor.client,
        move=move,
        from_state=came_from,
        to_state=state,
        version=proposal.version,
        revision=proposal.revision,
        value=proposal.value,
        note=note,
        source_hash=proposal.source_hash,
        before=before,
    )


def take_turn(site_id: int) -> None:
    """Until the end of the transaction, let nobody else decide what depends on other proposals of the site."""
    if connection.features.has_select_for_update:  # SQLite has one writer at a time anyway
        Site.objects.select_for_update(no_key=True).get(pk=site_id)


def conflict(proposal_id: int) -> VersionConflict:
    now = Proposal.objects.filter(pk=proposal_id).values_list("version", flat=True).first() or 0
    return VersionConflict(f"Proposal {proposal_id} has changed; it has version {now} now. Read it again.", version=now)
