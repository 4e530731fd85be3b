"""Many rows at once: `bulk_create` takes six times as long (docs/explanation/measurements.md)."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models


def insert_rows(model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert `rows`, each with a database value for each of `fields` (attribute names, `run_id` for a foreign key).

    COPY on PostgreSQL, `executemany` elsewhere; the caller holds the transaction. Defaults are not filled in.
    """
    if connection.vendor != "postgresql":
        _insert(model, fields, rows)
        return
    table, columns = _names(model, fields)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def insert_new_rows(model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """As `insert_rows`, without those that a unique constraint has already."""
    _insert(model, fields, rows, "ON CONFLICT DO NOTHING")


def update_rows(model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Set `fields` of many rows, each given as the new values and then its id; the caller holds the transaction."""
    quote = connection.ops.quote_name
    settings = ", ".join(f"{quote(_column(model, field))} = %s" for field in fields)
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {quote(model._meta.db_table)} SET {settings} WHERE id = %s", list(rows))  # noqa: S608


def _insert(
    model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]], otherwise: str = ""
) -> None:
    table, columns = _names(model, fields)
    places = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places}) {otherwise}", list(rows))  # noqa: S608


def _names(model: type[models.Model], fields: Sequence[str]) -> tuple[str, str]:
    """(table, columns), quoted; both come from the models alone."""
    quote = connection.ops.quote_name
    return quote(model._meta.db_table), ", ".join(quote(_column(model, field)) for field in fields)


def _column(model: type[models.Model], attribute: str) -> str:
    for field in model._meta.concrete_fields:
        if field.attname == attribute:
            return str(field.column)
    raise LookupError(f"{model.__name__} has no column for {attribute!r}")
