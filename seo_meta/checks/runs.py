from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.checks import CheckMessage, Tags, register
from django.core.checks import Warning as CheckWarning
from django.db import Error as DatabaseError
from django.db.models import Max
from django.utils import timezone

from seo_meta.models import Run

LATE = timedelta(days=8)
"""A week, and a day for a night that failed."""


@register("installation", Tags.database, deploy=True)
def check_last_run(**kwargs: Any) -> Sequence[CheckMessage]:
    """A site was audited in the last eight days, or none ever."""
    try:
        last = Run.objects.filter(state=Run.State.DONE).aggregate(last=Max("finished_at"))["last"]
    except DatabaseError:
        return []
    if last is None or last > timezone.now() - LATE:
        return []
    return [
        CheckWarning(
            f"The last audit ended on {last:%Y-%m-%d}.",
            hint="Look at the log of whatever runs meta_auto every night.",
            id="seo_meta.W210",
        )
    ]
