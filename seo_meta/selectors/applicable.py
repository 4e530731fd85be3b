"""Which proposals may be written into the source, and which edits of it are not settled."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from seo_meta.core.propose import Confidence, Field, Treatment
from seo_meta.core.review import State
from seo_meta.models import Edit, Proposal, Run

from .proposals import site_proposals

WITHOUT_REVIEW = Q(
    state=State.OPEN,
    treatment__in=(Treatment.AUTO, Treatment.PROPOSED),
    confidence__in=(Confidence.HIGH, Confidence.MEDIUM),
)
"""What may be written unseen where somebody sees it later, in a pull request."""


def applicable_proposals(run: Run, fields: Iterable[Field], *, unreviewed: bool) -> QuerySet[Proposal]:
    """The approved proposals of the run's site in the order of files; with `unreviewed` the good open ones too."""
    wanted = Q(state=State.APPROVED)
    if unreviewed:
        wanted |= WITHOUT_REVIEW
    proposals = site_proposals(run).filter(wanted, field__in=list(fields) or list(Field))
    return proposals.select_related("site", "run", "page").order_by("file", "field", "pk")


def unsettled_edits(root: str) -> QuerySet[Edit]:
    """Those in a folder that a process began and did not settle."""
    begun = (Edit.State.PLANNED, Edit.State.UNDOING, Edit.State.TAKING_BACK)
    return Edit.objects.filter(apply_run__root=root, state__in=begun).select_related("apply_run")


def written_values(run: Run) -> dict[bytes, dict[Field, tuple[str, str]]]:
    """What was written into sources and may not be built yet: by page and field, what the page said and the value."""
    written = site_proposals(run).filter(state=State.APPLIED).order_by()
    found: defaultdict[bytes, dict[Field, tuple[str, str]]] = defaultdict(dict)
    for key, field, current, value in written.values_list("key", "field", "current", "value"):
        found[bytes(key)][Field(field)] = (current, value)
    return dict(found)
