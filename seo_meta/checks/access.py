import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as CheckWarning

from .places import database_file, folders


@register("installation", deploy=True)
def check_writable(**kwargs: Any) -> Sequence[CheckMessage]:
    """This user may write the database and the search index."""
    user = os.geteuid() if hasattr(os, "geteuid") else "this user"
    return [
        Error(
            f"User {user} may not write {place}.",
            hint=f"Run as the user who owns it, or: chown -R {user} {place}",
            id="seo_meta.E204",
        )
        for place in _places()
        if not os.access(place, os.W_OK)
    ]


@register("installation", deploy=True)
def check_others_may_not_write(**kwargs: Any) -> Sequence[CheckMessage]:
    """No other user of this machine may write the database and the search index."""
    return [
        CheckWarning(
            f"All users of this machine may write {place}, and so decide what SiteAgent believes.",
            hint=f"Run: chmod o-w {place}",
            id="seo_meta.W204",
        )
        for place in _places()
        if place.stat().st_mode & stat.S_IWOTH
    ]


def _places() -> Iterator[Path]:
    """The database's folder counts too: SQLite writes beside its file."""
    file = database_file()
    if file and file.is_file():
        yield file
    yield from (folder for _, folder in folders())
