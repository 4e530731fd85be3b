from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.test import Client, RequestFactory

from seo_meta.models import AuditEntry, LoginLock
from seo_meta.services.login_lock import FREE_ATTEMPTS, begin_attempt, locked_until
from seo_meta.tests.access.people import staff

pytestmark = pytest.mark.django_db

RIGHT = "correct horse"


def log_in(client: Client, password: str = RIGHT, username: str = "ana", ip: str = "203.0.113.7") -> Any:
    return client.post("/admin/login/", {"username": username, "password": password}, REMOTE_ADDR=ip)


def fail(client: Client, times: int = FREE_ATTEMPTS, **who: str) -> Any:
    return [log_in(client, "wrong", **who) for _ in range(times)][-1]


def wait_until_unlocked() -> None:
    LoginLock.objects.update(locked_until=F("tried_at"))


def minutes_locked() -> float:
    lock = LoginLock.objects.get()
    assert lock.locked_until is not None
    return (lock.locked_until - lock.tried_at) / timedelta(minutes=1)


def test_four_mistakes_and_then_the_password_is_a_login(client: Client) -> None:
    staff()
    fail(client, 4)
    assert log_in(client).status_code == 302
    assert not LoginLock.objects.exists()


def test_after_five_mistakes_even_the_password_waits_a_quarter_of_an_hour(client: Client) -> None:
    staff()
    assert "Try again in 15 min, at " in fail(client).content.decode()
    refused = log_in(client)
    assert refused.status_code == 200
    assert "Try again in 15 min, at " in refused.content.decode()
    wait_until_unlocked()
    assert log_in(client).status_code == 302


def test_each_further_mistake_doubles_the_wait_up_to_a_day(client: Client) -> None:
    staff()
    fail(client)
    waits = [minutes_locked()]
    for _ in range(8):
        wait_until_unlocked()
        fail(client, 1)
        waits.append(minutes_locked())
    assert waits == [15, 30, 60, 120, 240, 480, 960, 1440, 1440]


def test_attempts_while_locked_prolong_nothing(client: Client) -> None:
    fail(client)
    until = locked_until("ana", "203.0.113.7")
    fail(client, 10)
    assert locked_until("ana", "203.0.113.7") == until


def test_an_unknown_user_name_is_answered_as_a_known_one(client: Client) -> None:
    staff()

    def answers(username: str) -> list[str]:
        pages = [log_in(client, "wrong", username).content.decode() for _ in range(FREE_ATTEMPTS + 1)]
        return [page.partition('class="errornote"')[2].partition("</p>")[0] for page in pages]

    assert answers("ana") == answers("nobody")


def test_nobody_locks_a_colleague_out_from_another_address(client: Client) -> None:
    staff()
    fail(client, ip="198.51.100.9")
    assert log_in(client).status_code == 302


def test_a_name_forwarded_by_the_client_is_not_believed(client: Client) -> None:
    staff()
    for number in range(FREE_ATTEMPTS):
        data = {"username": "ana", "password": "wrong"}
        client.post("/admin/login/", data, headers={"X-Forwarded-For": f"192.0.2.{number}"})
    assert locked_until("ana", "127.0.0.1") is not None


@pytest.mark.django_db(transaction=True)
def test_parallel_attempts_are_no_more_than_one_by_one() -> None:
    def attempt(_: int) -> int:
        try:
            return begin_attempt("ana", "203.0.113.7")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        begun = list(pool.map(attempt, range(40)))
    assert sorted(number for number in begun if number) == [1, 2, 3, 4, 5]


def test_the_addresses_of_one_customer_are_one(client: Client) -> None:
    for number in range(FREE_ATTEMPTS):
        fail(client, 1, ip=f"2001:db8:0:7::{number}")
    assert locked_until("ana", "2001:db8:0:7:ffff::1") is not None
    assert locked_until("ana", "2001:db8:0:8::1") is None


def test_a_name_that_no_user_can_have_is_not_stored(client: Client) -> None:
    assert authenticate(RequestFactory().get("/"), username="x" * 151, password="wrong") is None
    for username in ("", "a\x00b", "x" * 151):
        assert fail(client, 1, username=username).status_code == 200
    assert not LoginLock.objects.exists()


def test_old_mistakes_are_forgotten(client: Client) -> None:
    fail(client, 4)
    LoginLock.objects.update(tried_at=F("tried_at") - timedelta(days=3))
    fail(client, 1, username="bo")
    assert LoginLock.objects.values_list("username", "attempts").get() == ("bo", 1)


def test_the_lock_holds_for_every_way_to_ask_for_a_password(client: Client) -> None:
    staff()
    fail(client)
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.7")
    assert authenticate(request, username="ana", password=RIGHT) is None


def test_an_administrator_unlocks_a_name_at_once(client: Client) -> None:
    staff()
    fail(client)
    out = StringIO()
    call_command("unlock_login", "ana", stdout=out)
    call_command("unlock_login", "bo", stdout=out)
    assert out.getvalue() == "ana can be tried again from 1 addresses.\nbo is not locked.\n"
    assert log_in(client).status_code == 302


def test_logins_and_locks_are_in_the_audit_log(client: Client) -> None:
    staff()
    fail(client, FREE_ATTEMPTS + 3)
    wait_until_unlocked()
    log_in(client)
    ana = {"actor": "user:ana", "ip": "203.0.113.7"}
    assert list(AuditEntry.objects.order_by("id").values("action", "actor", "ip", "details")) == [
        {**ana, "action": "login.locked", "details": {"attempts": 5, "minutes": 15}},
        {**ana, "action": "login", "details": {}},
    ]
