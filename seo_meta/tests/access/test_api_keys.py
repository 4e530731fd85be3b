import logging
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from seo_meta.core.access import Action
from seo_meta.models import ApiKey, AuditEntry
from seo_meta.services.api_keys import create_key, revoke_key
from seo_meta.tests.access.people import key_of
from seo_meta.tests.factories import BASE
from seo_meta.tests.stored import stored_run

pytestmark = pytest.mark.django_db


def command(*arguments: str) -> str:
    out = StringIO()
    call_command("api_key", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def status(client: Client, text: str) -> int:
    return client.get("/api/v1/runs", headers={"Authorization": f"Bearer {text}"}).status_code


def test_a_key_that_was_made_opens_the_api_until_it_is_revoked(client: Client) -> None:
    text = command("create", "--name", "nightly", "--scope", "read").strip()
    assert status(client, text) == 200
    prefix = text.split("_")[1]
    assert "nightly (sa_" in command("revoke", prefix)
    response = client.get("/api/v1/runs", headers={"Authorization": f"Bearer {text}"})
    assert response.status_code == 401
    assert "was revoked on" in response.json()["detail"]


def test_a_key_is_shown_once_and_then_nobody_knows_it() -> None:
    text = command("create", "--name", "ci", "--scope", "read").strip()
    secret = text.split("_")[2]
    assert len(bytes.fromhex(secret)) == 32
    stored = str([ApiKey.objects.values().get(), list(AuditEntry.objects.values())])
    assert secret not in stored + command("list") + command("revoke", text[:11])


def test_the_list_says_what_a_key_may_do_and_when_it_was_used(client: Client) -> None:
    stored_run()
    text = command("create", "--name", "a\x1b[2Jb", "--scope", "run", "--scope", "read", "--site", BASE[:-1])
    prefix = text[:11]
    assert command("list").split("  ") == [
        *(prefix, "a\\x1b[2Jb", "read,run", "https://example.com/", "never used", "no end\n"),
    ]
    assert status(client, text.strip()) == 200
    assert f"used {timezone.now():%Y-%m-%d}" in command("list")


def test_a_key_ends_on_its_day(client: Client) -> None:
    text = command("create", "--name", "ci", "--scope", "read", "--expires", "30").strip()
    assert status(client, text) == 200
    ApiKey.objects.update(expires_at=timezone.now())
    response = client.get("/api/v1/runs", headers={"Authorization": f"Bearer {text}"})
    assert response.status_code == 401
    assert "expired on" in response.json()["detail"]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("create", "--name", "ci", "--scope", "admin"), "invalid choice: 'admin'"),
        (("create", "--name", "ci"), "--scope"),
        (("create", "--name", "ci", "--scope", "read", "--expires", "0"), "no positive whole number"),
        (("create", "--name", "ci", "--scope", "read", "--site", "https://x.example/"), "There is no site 'https://x"),
        (("revoke", "sa_12345678"), "There is no API key '12345678'"),
        ((), "required: create|list|revoke"),
    ],
)
def test_what_cannot_be_made_is_refused_and_leaves_nothing(arguments: tuple[str, ...], reason: str) -> None:
    with pytest.raises(CommandError, match=reason.replace("|", r"\|")):
        command(*arguments)
    assert not ApiKey.objects.exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        *("", "sa_", "sa_00000000_" + "0" * 64, "{prefix}", "{prefix}_", "{prefix}_" + "0" * 64, "{text}0"),
        *("{text} {text}", "Bearer {text}", "sa_\x00", "sa_" + "é" * 8 + "_" + "0" * 64, "x" * 10_000),
    ],
)
def test_what_is_not_a_key_is_answered_with_how_to_send_one(client: Client, wrong: str) -> None:
    _, text = create_key("ci", [Action.READ], by="command:test")
    header = f"Bearer {wrong.format(prefix=text[:11], text=text)}"
    response = client.get("/api/v1/runs", headers={"Authorization": header})
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="SiteAgent"'
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["detail"].endswith("Authorization: Bearer sa_PREFIX_SECRET")


def test_another_scheme_is_no_key(client: Client) -> None:
    response = client.get("/api/v1/runs", headers={"Authorization": "Basic YTpi"})
    assert response.status_code == 401
    assert response.json()["detail"] == "Log in to the admin with a staff account, or send an API key."


def test_a_busy_key_is_not_written_at_each_request(client: Client) -> None:
    _, header = key_of(Action.READ)

    def writes() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/api/v1/runs", headers=header).status_code == 200
        return sum(query["sql"].startswith("UPDATE") for query in captured)

    assert [writes(), writes()] == [1, 0]
    ApiKey.objects.update(last_used_at=timezone.now() - timedelta(minutes=2))
    assert writes() == 1


def test_revoking_again_changes_nothing() -> None:
    key, _ = key_of(Action.READ)
    first = revoke_key(key.prefix, by="command:test").revoked_at
    assert revoke_key(key.prefix, by="command:test").revoked_at == first
    assert AuditEntry.objects.filter(action="key.revoked").count() == 1


def test_no_secret_is_logged(client: Client, caplog: Any, settings: Any) -> None:
    settings.DEBUG = True
    caplog.set_level(logging.DEBUG)
    _, text = create_key("ci", [Action.READ], by="command:test")
    for header in (f"Bearer {text}", f"Bearer {text}0", f"Token {text}"):
        client.get("/api/v1/runs", headers={"Authorization": header})
    assert "/api/v1/runs" in caplog.text
    assert text.split("_")[2] not in caplog.text
