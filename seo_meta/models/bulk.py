"""Many rows at once: `bulk_create` takes six times as long (docs/explanation/measurements.md)."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models


def insert_rows(model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert `rows`, each with a database value for each of `fields` (attribute names, `run_id` for a foreign key).

    COPY on PostgreSQL, `executemany` elsewhere; the caller holds the transaction. Defaults are not filled in.
    """
    quote = connection.ops.quote_name
    columns = ", ".join(quote(_column(model, field)) for field in fields)
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(fields))
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", list(rows))  # noqa: S608 - own names


def _column(model: type[models.Model], attribute: str) -> str:
    for field in model._meta.concrete_fields:
        if field.attname == attribute:
            return str(field.column)
    raise LookupError(f"{model.__name__} has no column for {attribute!r}")
