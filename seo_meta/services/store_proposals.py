"""Proposals into the database: one that is current for a field of a page, and none that somebody has decided."""

from collections.abc import Iterable, Sequence

import msgspec
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from seo_meta.core.propose import Field
from seo_meta.models import Page, Proposal, Run
from seo_meta.models.proposal import Offer, pack_offers
from seo_meta.selectors import folder_of, site_proposals

State = Proposal.State
UNDECIDED = (State.OPEN, State.ABSTAINED)


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
    """Store what was made, all of it or nothing. A proposal that says the same again stays as it is."""
    pages = Page.objects.only("url", "key", "file", "language").in_bulk([one.page for one in made])
    with transaction.atomic():
        known = {(bytes(one.key), one.field): one for one in site_proposals(run).filter(state__in=Proposal.CURRENT)}
        for one in made:
            page = pages[one.page]
            before = known.get((bytes(page.key), one.field))
            if before is None:
                _proposal(run, page, one).save()
            elif before.state in UNDECIDED:
                _renew(run, page, one, before)


def _renew(run: Run, page: Page, made: Made, before: Proposal) -> None:
    """What somebody has decided meanwhile stays decided."""
    new = _proposal(run, page, made)
    mine = Proposal.objects.filter(pk=before.pk, version=before.version, state__in=UNDECIDED)
    if _says_the_same(new, before):
        mine.update(
            run=run,
            page=page,
            url=page.url,
            file=page.file,
            worth=made.worth,
            worth_reason=made.worth_reason,
            rules=new.rules,
            source_hash=made.source_hash,
            content_hash=made.content_hash,
        )
    elif mine.filter(state=State.ABSTAINED).delete()[0] or _supersede(mine, "a newer proposal"):
        new.save()


def _says_the_same(one: Proposal, other: Proposal) -> bool:
    return (one.state, one.current, one.candidates, one.reason) == (
        other.state,
        other.current,
        other.candidates,
        other.reason,
    )


def supersede_mended(run: Run, fields: Iterable[Field], wanted: set[tuple[bytes, str]]) -> None:
    """Undecided proposals for pages of the run that no finding asks for any more; `wanted` are those that one does."""
    undecided = site_proposals(run).filter(state__in=UNDECIDED, field__in=list(fields))
    gone = [one.pk for one in undecided.only("key", "field") if (bytes(one.key), one.field) not in wanted]
    for start in range(0, len(gone), 500):
        _supersede(
            Proposal.objects.filter(pk__in=gone[start : start + 500], state__in=UNDECIDED), "nothing is wrong now"
        )


def _supersede(proposals: QuerySet[Proposal], reason: str) -> int:
    return proposals.update(state=State.SUPERSEDED, reason=reason, version=F("version") + 1, updated_at=timezone.now())


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
