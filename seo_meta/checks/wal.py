from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, register
from django.core.checks import Warning as CheckWarning
from django.db import Error as DatabaseError
from django.db import connection


@register("installation", Tags.database, deploy=True)
def check_wal(**kwargs: Any) -> Sequence[CheckMessage]:
    """Readers and a writer of the database do not wait for each other."""
    if connection.vendor != "sqlite":
        return []
    try:
        with connection.cursor() as cursor:
            (mode,) = cursor.execute("PRAGMA journal_mode").fetchone()
    except DatabaseError:
        return []
    if mode in ("wal", "memory"):
        return []
    return [
        CheckWarning(
            f"SQLite keeps its journal in mode {mode}, not wal: a run and the server lock each other out.",
            hint="Keep the file on a disk of this machine, not on a network share, and leave init_command out of "
            "DATABASE_URL; or use PostgreSQL.",
            id="seo_meta.W202",
        )
    ]
