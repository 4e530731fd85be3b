from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.checks import CheckMessage, Tags, register
from django.core.checks import Warning as CheckWarning
from django.db import Error as DatabaseError
from django.db import connection

from seo_meta.lock import taken
from seo_meta.models import Edit

BEGUN = (Edit.State.PLANNED, Edit.State.UNDOING, Edit.State.TAKING_BACK)
HELD = """
SELECT pid, coalesce(host(client_addr), 'this machine'), state_change FROM pg_stat_activity
WHERE datname = current_database() AND state = 'idle' AND state_change < now() - interval '1 day'
AND pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted) ORDER BY state_change
"""


@register("installation", Tags.database, deploy=True)
def check_locks(**kwargs: Any) -> Sequence[CheckMessage]:
    """No lock is held for longer than a run takes."""
    if connection.vendor != "postgresql":  # a file's locks go with their process
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute(HELD)
            held = cursor.fetchall()
    except DatabaseError:
        return []
    return [
        CheckWarning(
            f"A process at {address} has held a lock of a site since {since:%Y-%m-%d %H:%M} UTC.",
            hint=f"If no run is going on there: SELECT pg_terminate_backend({pid});",
            id="seo_meta.W208",
        )
        for pid, address, since in held
    ]


@register("installation", Tags.database, deploy=True)
def check_edits(**kwargs: Any) -> Sequence[CheckMessage]:
    """Every edit of a file that was begun was brought to its end."""
    try:
        roots = set(Edit.objects.filter(state__in=BEGUN).values_list("apply_run__root", flat=True))
        left = [root for root in sorted(roots) if _is_left(root)]
    except DatabaseError:
        return []
    return [
        CheckWarning(
            f"A process that died left edits in {root} neither made nor undone.",
            hint="The next seo_apply in that folder settles them, by what the files say."
            if Path(root).is_dir()
            else "The folder is gone. Bring it back and run seo_apply there, or leave it.",
            id="seo_meta.W209",
        )
        for root in left
    ]


def _is_left(root: str) -> bool:
    with taken(f"seo_apply in {root}") as ours:
        return ours and Edit.objects.filter(apply_run__root=root, state__in=BEGUN).exists()
