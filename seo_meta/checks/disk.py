import shutil
from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as CheckWarning

from .places import database_file, folders

MIB = 1 << 20
LEAST, ENOUGH = 100 * MIB, 1024 * MIB


@register("installation", deploy=True)
def check_disk_space(**kwargs: Any) -> Sequence[CheckMessage]:
    """There is room on the disks of the database and of the search index."""
    file = database_file()
    # A backup, VACUUM and some migrations write the whole database once more.
    size = file.stat().st_size if file and file.is_file() else 0
    found: list[CheckMessage] = []
    for what, folder in folders():
        free = shutil.disk_usage(folder).free
        hint = "Make room: prune_runs removes old runs. Or move it to a larger disk."
        if free < LEAST:
            found.append(Error(f"{free // MIB} MiB are free for {what} in {folder}.", hint=hint, id="seo_meta.E203"))
        elif free < max(ENOUGH, size):
            wanted = max(ENOUGH, size) // MIB
            problem = f"{free // MIB} MiB are free for {what} in {folder}; {wanted} would be enough for a backup."
            found.append(CheckWarning(problem, hint=hint, id="seo_meta.W203"))
    return found
