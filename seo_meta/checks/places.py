"""Where this installation keeps what it cannot lose, or not cheaply."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection


def database_file() -> Path | None:
    """None where the database is a server, or in memory."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or ":memory:" in name or "mode=memory" in name:
        return None
    return Path(name).absolute()


def folders() -> Iterator[tuple[str, Path]]:
    """(what it is, folder) of the database and the search index, as far as they are there."""
    file = database_file()
    found = [("the database", file.parent)] if file else []
    index = Path(settings.SITEAGENT_INDEX_DIR).absolute()
    yield from (pair for pair in [*found, ("the search index", index)] if pair[1].is_dir())
