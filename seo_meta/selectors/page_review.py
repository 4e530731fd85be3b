"""What a reviewer needs beside a proposal: the rest of its page, where it comes in the queue, and what became of it."""

from django.db.models import QuerySet

from seo_meta.core.propose import Field
from seo_meta.core.review import CURRENT
from seo_meta.models import Finding, Proposal, Transition

from .inbox import Cursor, Proposals, beyond

MAX_SIBLINGS = 5
FIELDS = [field.value for field in Field]


def page_proposals(proposals: Proposals, chosen: Proposal) -> list[Proposal]:
    """The chosen proposal and those that are current for the other fields of its page, in the order of the fields."""
    of_page = proposals.filter(site=chosen.site_id, folder=chosen.folder, key=bytes(chosen.key), state__in=CURRENT)
    others = [one for one in of_page.exclude(pk=chosen.pk) if one.field != chosen.field]
    return sorted([chosen, *others], key=lambda one: FIELDS.index(one.field))


def neighbour(queue: Proposals, chosen: Proposal, *, backwards: bool = False) -> int | None:
    """The id of the next proposal of the queue that is about another page, or of the one before."""
    order = ("worth", "-id") if backwards else ("-worth", "id")
    rest = beyond(queue, Cursor(chosen.worth, chosen.pk, backwards)).exclude(
        site=chosen.site_id, folder=chosen.folder, key=bytes(chosen.key)
    )
    return rest.order_by(*order).values_list("pk", flat=True).first()


def like_it(proposals: Proposals, chosen: Proposal) -> list[Proposal]:
    """Proposals for other pages whose value is the same to a reader."""
    if not chosen.value_key:
        return []
    same = proposals.filter(
        site=chosen.site_id, folder=chosen.folder, field=chosen.field, value_key=chosen.value_key, state__in=CURRENT
    )
    return list(same.exclude(key=bytes(chosen.key)).only("url", "field", "state")[:MAX_SIBLINGS])


def asking_findings(chosen: Proposal) -> QuerySet[Finding, Finding]:
    """The findings of the page that the proposal answers."""
    return Finding.objects.filter(page=chosen.page_id, rule__in=chosen.rules).order_by("id")


def value_at(proposal: Proposal, version: int) -> str:
    """The value that a proposal had at a version: that of the last change up to it, or from before the first since."""
    log = Transition.objects.filter(proposal=proposal)
    until = log.filter(version__lte=version).order_by("version").last()
    if until is not None:
        return until.value
    since = (one.before["value"] for one in log.order_by("version") if "value" in one.before)
    return next(since, proposal.value)
