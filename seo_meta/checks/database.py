from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as CheckWarning
from django.db import Error as DatabaseError
from django.db import NotSupportedError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

SUPPORTED = ("sqlite", "postgresql")


@register(Tags.compatibility)
def check_database_kind(**kwargs: Any) -> Sequence[CheckMessage]:
    """The database is of a kind that SiteAgent stores runs in."""
    if connection.vendor in SUPPORTED:
        return []
    return [
        Error(
            f"The database is {connection.display_name}, which SiteAgent does not store runs in.",
            hint="Set DATABASE_URL to sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME.",
            id="seo_meta.E001",
        )
    ]


@register("readiness", deploy=True)
def check_database_answers(**kwargs: Any) -> Sequence[CheckMessage]:
    """The database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except NotSupportedError as error:
        return [Error(str(error), hint="Upgrade the database server, or SQLite with its Python.", id="seo_meta.E103")]
    except DatabaseError as error:
        return [
            Error(
                f"The database does not answer: {error}",
                hint="Start it, or correct DATABASE_URL.",
                id="seo_meta.E101",
            )
        ]
    return []


@register("readiness", Tags.database, deploy=True)
def check_migrations_applied(**kwargs: Any) -> Sequence[CheckMessage]:
    """The database has the tables of this version."""
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError:  # check_database_answers says so
        return []
    missing = [migration for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    if not missing:
        return []
    return [
        Error(
            f"{len(missing)} migrations are not applied, the first is {missing[0]}.",
            hint="Run: python manage.py migrate",
            id="seo_meta.E102",
        )
    ]


@register("installation", Tags.database, deploy=True)
def check_migrations_known(**kwargs: Any) -> Sequence[CheckMessage]:
    """The database was written by this version or an earlier one."""
    try:
        loader = MigrationLoader(connection)
    except DatabaseError:
        return []
    # Of an app that was left out since, the migrations stay.
    newer = [key for key in loader.applied_migrations or () if key[0] in loader.migrated_apps]
    unknown = sorted(set(newer) - set(loader.disk_migrations or ()) - _replaced(loader))
    if not unknown:
        return []
    app, name = unknown[-1]
    # No error: while a newer version is rolled out, servers of this one go on.
    return [
        CheckWarning(
            f"The database was written by a newer version (migration {app}.{name}). Servers go on, commands refuse.",
            hint="Upgrade this installation, or name another database in DATABASE_URL.",
            id="seo_meta.W201",
        )
    ]


def _replaced(loader: MigrationLoader) -> set[tuple[str, str]]:
    return {key for migration in loader.replacements.values() for key in migration.replaces}
