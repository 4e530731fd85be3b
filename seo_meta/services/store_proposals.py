"""Proposals into the database: one that is current for a field of a page, and none that somebody has decided."""

from collections.abc import Iterable, Sequence
from contextlib import suppress

import msgspec
from django.db import transaction
from django.db.models import QuerySet

from seo_meta.core.propose import Field
from seo_meta.core.review import CURRENT, UNDECIDED, State, value_key
from seo_meta.errors import VersionConflict
from seo_meta.models import Page, Proposal, Run
from seo_meta.models.proposal import Offer, pack_offers
from seo_meta.selectors import brand_of, folder_of, site_proposals

from .transitions import RUN, change, take_turn

AT_ONCE = 200
"""In one transaction: reviewers wait for no more than that."""
FOLLOWING = ("run", "page", "url", "file", "worth", "worth_reason", "rules", "source_hash", "content_hash")
"""What a proposal takes over from a run that would make the same again."""


class Made(msgspec.Struct, frozen=True):
    """What came of one field of one page: offers, or the reason why there are none."""

    page: int
    field: Field
    current: str
    offers: tuple[Offer, ...]
    reason: str
    rules: tuple[str, ...]
    worth: float
    worth_reason: str
    source_hash: str
    content_hash: str


def store_proposals(run: Run, made: Sequence[Made]) -> None:
    """Store what was made. A proposal that says the same again stays as it is."""
    for start in range(0, len(made), AT_ONCE):
        _store(run, made[start : start + AT_ONCE])


def _store(run: Run, made: Sequence[Made]) -> None:
    pages = Page.objects.only("url", "key", "file", "language").in_bulk([one.page for one in made])
    with transaction.atomic():
        take_turn(run.site_id)
        current = site_proposals(run).filter(state__in=CURRENT, key__in=[bytes(page.key) for page in pages.values()])
        known = {(bytes(one.key), one.field): one for one in current}
        for one in made:
            page = pages[one.page]
            before = known.get((bytes(page.key), one.field))
            new = _proposal(run, page, one)
            if before is None:
                new.save()
            elif before.state in UNDECIDED:
                with suppress(VersionConflict):  # what somebody has decided meanwhile stays decided
                    _renew(before, new)


def _renew(before: Proposal, new: Proposal) -> None:
    if _says_the_same(new, before):
        _follow(before, new)
    elif before.revision:
        _offer_beside(before, new)
    elif before.state == State.ABSTAINED and before.version == 1:
        _mine(before).delete()
        new.save()
    else:
        _supersede(before, "a newer proposal")
        new.assignee_id = before.assignee_id
        new.save()


def _says_the_same(one: Proposal, other: Proposal) -> bool:
    """An edited proposal says the same as long as what is offered beside it does."""
    state = State.OPEN if other.revision else other.state
    return (one.state, one.current, one.candidates, one.reason) == (
        state,
        other.current,
        other.candidates,
        other.reason,
    )


def _follow(before: Proposal, new: Proposal) -> None:
    _mine(before).update(**{name: getattr(new, name) for name in FOLLOWING})


def _offer_beside(before: Proposal, new: Proposal) -> None:
    """What a person has written stays; what is new stands beside it."""
    beside = {"candidates": new.candidates, "current": new.current}
    if beside != {name: getattr(before, name) for name in beside}:
        change(before, "offer", RUN, before.state, beside, note=new.reason)
    _follow(before, new)


def _mine(before: Proposal) -> QuerySet[Proposal]:
    return Proposal.objects.filter(pk=before.pk, version=before.version, state=before.state)


def supersede_mended(run: Run, fields: Iterable[Field], wanted: set[tuple[bytes, str]]) -> None:
    """Undecided proposals for pages of the run that no finding asks for any more, unless a person has written them;
    `wanted` are those that one does."""
    undecided = site_proposals(run).filter(state__in=UNDECIDED, revision=0, field__in=list(fields))
    gone = [one for one in undecided if (bytes(one.key), one.field) not in wanted]
    for one in gone:
        with suppress(VersionConflict), transaction.atomic():
            _supersede(one, "nothing is wrong now")


def _supersede(proposal: Proposal, reason: str) -> None:
    change(proposal, "supersede", RUN, State.SUPERSEDED, {"reason": reason})


def _proposal(run: Run, page: Page, made: Made) -> Proposal:
    first = made.offers[0] if made.offers else None
    return Proposal(
        site=run.site,
        folder=folder_of(run),
        run=run,
        page=page,
        url=page.url,
        key=bytes(page.key),
        file=page.file,
        field=made.field.value,
        language=page.language,
        state=State.OPEN if first else State.ABSTAINED,
        current=made.current,
        value=first.value if first else "",
        value_key=value_key(made.field, first.value, brand_of(run)) if first else "",
        confidence=first.confidence.value if first else "",
        treatment=first.treatment.value if first else "",
        generator=first.generator if first else "",
        candidates=pack_offers(list(made.offers)),
        reason=made.reason if not first else "",
        rules=sorted(made.rules),
        worth=made.worth,
        worth_reason=made.worth_reason,
        source_hash=made.source_hash,
        content_hash=made.content_hash,
    )
