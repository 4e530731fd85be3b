"""The tables of the keyword leg: one for the models, the others as the database has them.

The triggers forget a chunk when it is deleted, and take it off the counts. SQLite loses those of a table that a later
migration alters, which then makes them again.
"""

import django.db.models.deletion
from django.db import migrations, models

SQLITE = (
    """
    CREATE VIRTUAL TABLE ml_search_keyword USING fts5(
        title, headings, text, url, site, length UNINDEXED, terms UNINDEXED, written UNINDEXED, tokenize = 'ascii'
    )
    """,
    """
    CREATE TRIGGER ml_search_keyword_forget AFTER DELETE ON ml_search_chunk BEGIN
        UPDATE ml_search_term SET chunks = chunks - 1
        WHERE site_id = (SELECT site FROM ml_search_keyword WHERE rowid = OLD.id)
        AND term IN (SELECT value FROM ml_search_keyword AS kept, json_each(kept.terms) WHERE kept.rowid = OLD.id);
        UPDATE ml_search_term SET written = written - 1
        WHERE site_id = (SELECT site FROM ml_search_keyword WHERE rowid = OLD.id)
        AND term IN (SELECT value FROM ml_search_keyword AS kept, json_each(kept.written) WHERE kept.rowid = OLD.id);
        UPDATE ml_search_term SET written = written - (SELECT length FROM ml_search_keyword WHERE rowid = OLD.id)
        WHERE site_id = (SELECT site FROM ml_search_keyword WHERE rowid = OLD.id) AND term = '';
        DELETE FROM ml_search_term
        WHERE site_id = (SELECT site FROM ml_search_keyword WHERE rowid = OLD.id) AND chunks = 0 AND written = 0;
        DELETE FROM ml_search_keyword WHERE rowid = OLD.id;
    END
    """,
)
SQLITE_UNDO = ("DROP TRIGGER ml_search_keyword_forget", "DROP TABLE ml_search_keyword")

POSTGRESQL = (
    """
    CREATE TABLE ml_search_keyword (
        chunk_id bigint PRIMARY KEY, site_id bigint NOT NULL, vector tsvector NOT NULL, times jsonb NOT NULL,
        length integer NOT NULL, written text[] NOT NULL
    ) WITH (toast_tuple_target = 8160) -- a compressed row is unpacked for each term again
    """,
    "CREATE INDEX ml_search_keyword_vector ON ml_search_keyword USING gin (vector)",
    """
    CREATE FUNCTION ml_search_keyword_forget() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        WITH gone AS (
            DELETE FROM ml_search_keyword USING deleted WHERE chunk_id = deleted.id RETURNING ml_search_keyword.*
        ), parts AS (
            SELECT site_id, unnest(tsvector_to_array(vector)) AS term, 1 AS chunks, 0 AS written FROM gone
            UNION ALL SELECT site_id, unnest(written), 0, 1 FROM gone
            UNION ALL SELECT site_id, '', 1, length FROM gone
        ), less AS (
            SELECT site_id, term, sum(chunks) AS chunks, sum(written) AS written FROM parts GROUP BY site_id, term
        )
        UPDATE ml_search_term AS had SET chunks = had.chunks - less.chunks, written = had.written - less.written
        FROM less WHERE had.site_id = less.site_id AND had.term = less.term;
        DELETE FROM ml_search_term WHERE chunks = 0 AND written = 0;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER ml_search_keyword_forget AFTER DELETE ON ml_search_chunk REFERENCING OLD TABLE AS deleted
    FOR EACH STATEMENT EXECUTE FUNCTION ml_search_keyword_forget()
    """,
    """
    CREATE FUNCTION ml_search_keyword_clear() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        TRUNCATE ml_search_keyword;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER ml_search_keyword_clear AFTER TRUNCATE ON ml_search_chunk
    FOR EACH STATEMENT EXECUTE FUNCTION ml_search_keyword_clear()
    """,
)
POSTGRESQL_UNDO = (
    "DROP TRIGGER ml_search_keyword_clear ON ml_search_chunk",
    "DROP TRIGGER ml_search_keyword_forget ON ml_search_chunk",
    "DROP FUNCTION ml_search_keyword_clear",
    "DROP FUNCTION ml_search_keyword_forget",
    "DROP TABLE ml_search_keyword",
)


def create(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in POSTGRESQL_UNDO if schema_editor.connection.vendor == "postgresql" else SQLITE_UNDO:
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ("ml_search", "0001_initial"),
        ("seo_meta", "0010_edit"),
    ]

    operations = [
        migrations.CreateModel(
            name="Term",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("term", models.TextField()),
                ("chunks", models.PositiveIntegerField(default=0)),
                ("written", models.PositiveBigIntegerField(default=0)),
                ("site", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="seo_meta.site")),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(chunks=0, written=0), fields=["site"], name="unused_terms")],
                "constraints": [models.UniqueConstraint(fields=("site", "term"), name="one_term_a_site")],
            },
        ),
        migrations.RunPython(create, drop),
    ]
