"""Whether the database fits this version, said before work starts rather than by a failing query."""

from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader

from seo_meta.errors import DatabaseError

APP = "seo_meta"


def require_database() -> None:
    """Raises DatabaseError, with the remedy, when the database is away, behind, or of a newer SiteAgent."""
    try:
        loader = MigrationLoader(connection)
    except OperationalError as error:
        remedy = "Check DATABASE_URL, and that its disk has room."
        raise DatabaseError(f"The database does not answer: {error}. {remedy}".replace("\n", " ")) from error
    applied = {name for app, name in loader.applied_migrations or () if app == APP}
    known = {name for app, name in loader.disk_migrations or () if app == APP}
    if newer := applied - known:
        raise DatabaseError(
            f"The database was written by a newer SiteAgent (migration {max(newer)}). "
            "Upgrade SiteAgent, or name another database in DATABASE_URL."
        )
    if known - applied:
        raise DatabaseError("The database lacks the tables of this version. Run the command: migrate")
