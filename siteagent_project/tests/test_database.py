import pytest
from django.core.exceptions import ImproperlyConfigured

from siteagent_project.database import database


def test_an_sqlite_file_is_relative_with_three_slashes_and_absolute_with_four() -> None:
    assert database("sqlite:///here.sqlite3")["NAME"] == "here.sqlite3"
    assert database("sqlite:////data/here.sqlite3")["NAME"] == "/data/here.sqlite3"


def test_postgresql_connections_are_kept_and_checked() -> None:
    settings = database("postgresql://user:p%40ss@db.example/siteagent")
    assert (settings["ENGINE"], settings["NAME"]) == ("django.db.backends.postgresql", "siteagent")
    assert (settings["PASSWORD"], settings["CONN_MAX_AGE"], settings["CONN_HEALTH_CHECKS"]) == ("p@ss", 60, True)


def test_nobody_waits_a_quarter_of_an_hour_for_a_postgresql_that_went_away_without_a_word() -> None:
    options = database("postgresql://db.example/siteagent")["OPTIONS"]
    assert (options["connect_timeout"], options["tcp_user_timeout"]) == (5, 15_000)
    assert database("postgresql://db.example/siteagent?connect_timeout=60")["OPTIONS"]["connect_timeout"] == 60


@pytest.mark.parametrize(
    "url", ["nonsense", "nosuch://user:s3cret@host/name", "postgresql://user:s3cret@host:port/name"]
)
def test_a_bad_url_stops_the_start_without_showing_its_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL is not a database URL") as caught:
        database(url)
    assert "s3cret" not in str(caught.value)
