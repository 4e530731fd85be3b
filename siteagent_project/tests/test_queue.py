import pytest
from django.core.exceptions import ImproperlyConfigured

from siteagent_project import queue
from siteagent_project.installed_apps import installed_apps
from siteagent_project.queue import IN_DATABASE, IN_REDIS, rq_queues, task_backend

URL = "redis://:secret@redis.internal:6379/0"


def test_the_queue_is_in_the_database_unless_there_is_a_redis(monkeypatch) -> None:
    monkeypatch.setattr(queue, "find_spec", lambda name: object())
    assert task_backend("") == IN_DATABASE
    assert task_backend(URL) == IN_REDIS
    assert rq_queues("") == {}


def test_a_redis_without_its_packages_stops_the_start_and_the_list_is_named(monkeypatch) -> None:
    monkeypatch.setattr(queue, "find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured, match=r"requirements/redis\.txt"):
        task_backend(URL)


def test_nobody_waits_for_ever_for_a_redis_that_went_away() -> None:
    assert rq_queues(URL)["default"]["URL"] == f"{URL}?socket_connect_timeout=5&socket_timeout=10"
    own = f"{URL}?socket_timeout=2"
    assert rq_queues(own)["default"]["URL"] == own


def test_tasks_in_redis_may_take_as_long_as_they_like() -> None:
    assert rq_queues(URL)["default"]["DEFAULT_TIMEOUT"] == -1


def test_what_is_no_url_of_redis_stops_the_start_and_is_not_shown() -> None:
    with pytest.raises(ImproperlyConfigured, match="SITEAGENT_REDIS_URL") as error:
        rq_queues("http://:secret@redis.internal/")
    assert "secret" not in str(error.value)


def test_the_app_of_the_queue_runs_only_with_it() -> None:
    assert "django_rq" not in installed_apps(["seo_meta"])
    assert "django_rq" in installed_apps(["seo_meta"], redis=True)
