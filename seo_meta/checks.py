"""System checks: what must hold before this app can work (`manage.py check`), and before it gets traffic (`/ready`)."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

SUPPORTED = ("sqlite", "postgresql")


@register(Tags.compatibility)
def check_database_kind(**kwargs: Any) -> Sequence[CheckMessage]:
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
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return [
            Error(
                f"The database does not answer: {error}",
                hint="Start it, or correct DATABASE_URL.",
                id="seo_meta.E101",
            )
        ]
    return []


@register("readiness", deploy=True)
def check_migrations_applied(**kwargs: Any) -> Sequence[CheckMessage]:
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
