"""Open proposals that do the same to their pages."""

from typing import Any

from django.db.models import QuerySet

from seo_meta.core.patterns import Change, Group, groups
from seo_meta.core.propose import Field
from seo_meta.core.review import State
from seo_meta.models import Proposal, Run

from .proposals import brand_of

MAX_PROPOSALS = 5_000
"""Those worth most, of which patterns are made: more than a team decides about in a month."""
COLUMNS = ("pk", "field", "current", "value", "rules", "generator", "treatment", "confidence", "reason", "run_id")


def open_patterns(proposals: QuerySet[Proposal], state: str = State.OPEN) -> list[Group]:
    """The patterns of the proposals in `state` (open or abstained), the largest first."""
    rows = list(proposals.filter(state=state).order_by("-worth", "id").values(*COLUMNS, "candidates")[:MAX_PROPOSALS])
    brands = {
        run.pk: brand_of(run) for run in Run.objects.filter(pk__in={row["run_id"] for row in rows}).only("styles")
    }
    return groups(_change(row, brands.get(row["run_id"], "")) for row in rows)


def _change(row: dict[str, Any], brand: str) -> Change:
    first: dict[str, Any] = next((offer for offer in row["candidates"] if offer["value"] == row["value"]), {})
    evidence = first.get("evidence", ())
    return Change(
        id=row["pk"],
        field=Field(row["field"]),
        current=row["current"],
        value=row["value"],
        rules=tuple(row["rules"]),
        generator=row["generator"],
        treatment=row["treatment"],
        confidence=row["confidence"],
        source=evidence[0]["source"] if evidence else "",
        reason=row["reason"],
        brand=brand,
    )
