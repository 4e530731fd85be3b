"""What a database must have for the store pgvector, and what is said when it has not."""

import os
from urllib.parse import urlencode

import numpy as np
import psycopg
import pytest

from ml_search.errors import IndexUnreadable, StoreError
from ml_search.stores import store_of
from ml_search.stores.pgvector import PgvectorStore
from ml_search.tests.vector_stores import ALIAS, clustered, connected, generation, has_pgvector, publish

FEW = clustered(50)


@pytest.fixture
def database(pgvector_url: str, django_db_blocker):
    with django_db_blocker.unblock(), connected(pgvector_url):
        yield pgvector_url
        PgvectorStore(1, using=ALIAS).clear()


def tables(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        query = "SELECT tablename FROM pg_tables WHERE tablename LIKE 'ml_search_vectors_%'"
        return [name for (name,) in connection.execute(query)]


def test_another_database_is_refused_with_what_to_do(settings) -> None:
    settings.SITEAGENT_VECTOR_STORE = "pgvector"
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        pytest.skip("the tests run on PostgreSQL")
    with pytest.raises(
        StoreError, match=r"needs PostgreSQL\. Set DATABASE_URL .* or set SITEAGENT_VECTOR_STORE to faiss"
    ):
        store_of(1)


def test_a_server_without_the_extension_is_refused_with_what_to_do(django_db_blocker) -> None:
    url = os.environ.get("TEST_DATABASE_URL", "")
    if not url.startswith("postgres") or has_pgvector(url):
        pytest.skip("TEST_DATABASE_URL names no PostgreSQL without pgvector")
    with django_db_blocker.unblock(), connected(url):
        store = PgvectorStore(1, using=ALIAS)
        assert store.active() is None
        with pytest.raises(StoreError, match="Install its package"):
            store.write(generation("1", FEW), *FEW)


def test_who_may_not_enable_the_extension_is_told_to_ask(pgvector_url: str, django_db_blocker) -> None:
    with psycopg.connect(pgvector_url, autocommit=True) as connection:
        connection.execute("CREATE ROLE lowly LOGIN")
        connection.execute("CREATE DATABASE of_lowly OWNER lowly")
    try:
        place = psycopg.conninfo.conninfo_to_dict(pgvector_url)
        lowly = f"postgresql://lowly@/of_lowly?{urlencode({'host': place['host'], 'port': place.get('port', 5432)})}"
        denied = pytest.raises(StoreError, match="Let an administrator run CREATE EXTENSION vector")
        with django_db_blocker.unblock(), connected(lowly), denied:
            PgvectorStore(1, using=ALIAS).write(generation("1", FEW), *FEW)
    finally:
        with psycopg.connect(pgvector_url, autocommit=True) as connection:
            connection.execute("DROP DATABASE of_lowly")
            connection.execute("DROP ROLE lowly")


def test_a_server_that_is_away_is_named_without_a_traceback(django_db_blocker) -> None:
    with (
        django_db_blocker.unblock(),
        connected("postgresql://nobody:secret@127.0.0.1:1/none"),
        pytest.raises(IndexUnreadable, match="PostgreSQL refuses") as caught,
    ):
        PgvectorStore(1, using=ALIAS).active()
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_writer_that_fails_leaves_nothing(database: str) -> None:
    store = PgvectorStore(1, using=ALIAS)
    publish(store, "1", FEW)
    before = tables(database)
    with pytest.raises(IndexUnreadable):
        store.write(generation("2", FEW, dimensions=64), FEW.ids, np.zeros_like(FEW.rows))
    with pytest.raises(IndexUnreadable, match="PostgreSQL refuses"):
        store.write(generation("a\0b", FEW, encoder="1" * 32), *FEW)
    assert tables(database) == before
    assert [one.name for one in store.generations()] == ["1"]


def test_what_no_generation_needs_is_removed(database: str) -> None:
    store = PgvectorStore(1, using=ALIAS)
    for number in range(4):
        publish(store, str(number), clustered(50, seed=number))
        store.prune()
    assert len(tables(database)) == 2
    store.clear()
    assert tables(database) == []
