"""Migrations that the servers of the version before survive: while a new version is rolled out, both use one database
(docs/explanation/migrations.md)."""

from collections.abc import Iterator

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState

BEFORE_THE_FIRST_RELEASE = {"seo_meta": 11, "ml_search": 2}
"""The number of the last migration that no server ran before the one after it."""
EXPECTED: dict[tuple[str, str], str] = {}
"""(app, migration) to the reason why what is found in it is no harm: of a column that is removed, say, the release
whose code was the last to use it."""

TAKES_AWAY = (
    migrations.RemoveField,
    migrations.DeleteModel,
    migrations.RenameField,
    migrations.RenameModel,
    migrations.AlterModelTable,
)


def faults(operation: Operation, before: ProjectState, app: str) -> Iterator[str]:
    """What of an operation breaks the code that was written before it, or cannot be taken back."""
    if isinstance(operation, migrations.SeparateDatabaseAndState):
        for inner in operation.database_operations:
            yield from faults(inner, before, app)
    if isinstance(operation, TAKES_AWAY):
        yield "takes away what the version before still uses"
    if isinstance(operation, migrations.AddField) and _is_demanded(operation.field):
        yield "demands a value that the version before does not write"
    if isinstance(operation, migrations.AlterField) and _is_demanded(operation.field):
        was = before.models[app, operation.model_name.lower()].fields[operation.name]
        if was.null or type(was) is not type(operation.field):
            yield "demands of old rows, or of the version before, what was not demanded"
    if isinstance(operation, migrations.RunSQL | migrations.RunPython) and not operation.reversible:
        yield "has no way back"


def _is_demanded(field: "models.Field[object, object]") -> bool:
    return not (field.null or field.many_to_many or field.db_default is not models.NOT_PROVIDED)


def found_in(app: str, name: str) -> list[str]:
    loader = MigrationLoader(None)
    before = loader.project_state([(app, name)], at_end=False)
    operations = loader.disk_migrations[app, name].operations
    return [f"{one.describe()}: it {fault}" for one in operations for fault in faults(one, before, app)]


def test_no_migration_since_the_first_release_harms_servers_of_the_version_before() -> None:
    ours = [key for key in MigrationLoader(None).disk_migrations if key[0] in BEFORE_THE_FIRST_RELEASE]
    newer = [(app, name) for app, name in ours if int(name[:4]) > BEFORE_THE_FIRST_RELEASE[app]]
    assert {key: found for key in newer if (found := found_in(*key)) and key not in EXPECTED} == {}


def test_what_earlier_migrations_did_while_there_was_no_server_is_found() -> None:
    assert any("demands" in fault for fault in found_in("seo_meta", "0002_crawl"))


STATE = ProjectState()
STATE.add_model(
    ModelState("app", "Thing", [("id", models.BigAutoField(primary_key=True)), ("note", models.TextField(null=True))])
)
HARMLESS = (
    migrations.AddField("Thing", "more", models.TextField(null=True)),
    migrations.AddField("Thing", "more", models.TextField(db_default="")),
    migrations.AlterField("Thing", "note", models.TextField(null=True, blank=True)),
    migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True))]),
    migrations.RunPython(migrations.RunPython.noop, migrations.RunPython.noop),
    migrations.RunSQL("SELECT 1", migrations.RunSQL.noop),
)
HARMFUL = (
    migrations.RemoveField("Thing", "note"),
    migrations.RenameField("Thing", "note", "remark"),
    migrations.RenameModel("Thing", "Object"),
    migrations.DeleteModel("Thing"),
    migrations.AddField("Thing", "more", models.TextField(default="")),
    migrations.AlterField("Thing", "note", models.TextField(default="")),
    migrations.RunPython(migrations.RunPython.noop),
    migrations.RunSQL("SELECT 1"),
    migrations.SeparateDatabaseAndState([migrations.RemoveField("Thing", "note")]),
)


@pytest.mark.parametrize("operation", HARMLESS, ids=Operation.describe)
def test_what_only_adds_is_harmless(operation: Operation) -> None:
    assert list(faults(operation, STATE, "app")) == []


@pytest.mark.parametrize("operation", HARMFUL, ids=Operation.describe)
def test_what_takes_away_or_demands_is_found(operation: Operation) -> None:
    assert list(faults(operation, STATE, "app"))
