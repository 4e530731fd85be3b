"""What Sentry gets to know of an error, played by a server on loopback: where it was, and not a word of a page."""

import gzip
import json
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from seo_meta.tests.loopback import Loopback, answer, serving
from siteagent_project.sentry import start_sentry
from tests.process import python

PAGE, PASSWORD, COOKIE = "Zanzibarium", "a-password-of-this-test", "a-session-of-this-test"
PROD = {
    "DJANGO_SETTINGS_MODULE": "siteagent_project.settings.prod",
    "SECRET_KEY": "x-secret-key-of-this-test-alone-0123456789-abcdefghijklmnop",
    "ALLOWED_HOSTS": "siteagent.example",
    "SITEAGENT_APPS": "seo_meta",
}
FAIL = f"""
import logging
import sys
sys.argv += ["--title", "{PAGE}"]
import django
django.setup()
import sentry_sdk
from django.test import Client
from django.urls import path
import siteagent_project.urls as urls
from seo_meta.core.log_context import JOB, RUN

def view(request, number):
    title = "{PAGE}"
    logging.getLogger("seo_meta.test").warning("read %s", title)
    try:
        raise ValueError("not a title: " + title)
    except ValueError as error:
        raise RuntimeError("{PAGE} {PASSWORD}") from error

urls.urlpatterns.append(path("fails/<int:number>", view))
client = Client(raise_request_exception=False, headers={{"host": "siteagent.example", "x-forwarded-proto": "https"}})
client.cookies["sessionid"] = "{COOKIE}"
answer = client.post(
    "/fails/7?q={PAGE}", {{"value": "{PAGE}", "password": "{PASSWORD}"}}, secure=True,
    headers={{"x-request-id": "of-this-test", "authorization": "Bearer {PASSWORD}", "referer": "https://a/{PAGE}"}},
)
RUN.set(3), JOB.set(5)
logging.getLogger("seo_meta.test").error("cannot keep %s", "{PAGE}")
sentry_sdk.flush(10)
print(answer.status_code)
"""


@pytest.fixture
def sentry() -> Iterator[Loopback]:
    with serving({"/api/1/envelope/": answer("{}", content_type="application/json")}) as server:
        yield server


def events(server: Loopback) -> tuple[str, list[dict[str, Any]]]:
    """All that was sent, and the events in it."""
    bodies = [gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body for body in server.bodies]
    items = [item for body in bodies for item in read_envelope(body)]
    return "\n".join(body.decode() for body in bodies), items


def read_envelope(body: bytes) -> Iterator[dict[str, Any]]:
    """https://develop.sentry.dev/sdk/data-model/envelopes/"""
    _, _, rest = body.partition(b"\n")
    while rest:
        header, _, rest = rest.partition(b"\n")
        about = json.loads(header)
        payload, rest = rest[: about["length"]], rest[about["length"] + 1 :]
        if about["type"] == "event":
            yield json.loads(payload)


def test_an_error_is_reported_with_its_place_and_ids_and_without_any_text_of_page_person_or_secret(
    sentry: Loopback,
) -> None:
    dsn = sentry.url.replace("http://", "http://0123456789abcdef@") + "1"
    done = python("-W", "ignore", "-c", FAIL, **PROD, SENTRY_DSN=dsn, SECURE_SSL_REDIRECT="0")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "500"), done.stderr
    said, found = events(sentry)
    assert [word for word in (PAGE, PASSWORD, COOKIE, PROD["SECRET_KEY"]) if word.lower() in said.lower()] == []
    crash = next(event for event in found if "exception" in event)
    assert [one["type"] for one in crash["exception"]["values"]] == ["ValueError", "RuntimeError"]
    assert crash["exception"]["values"][-1]["stacktrace"]["frames"][-1]["function"] == "view"
    assert crash["tags"] == {"request_id": "of-this-test"}
    assert crash["transaction"] == "/fails/{number}"
    logged = next(event for event in found if "logentry" in event)
    assert logged["logentry"] == {"message": "cannot keep %s"}
    assert logged["tags"] == {"run_id": "3", "job_id": "5"}


def test_without_an_address_nothing_is_imported() -> None:
    done = python("-c", "import sys, siteagent_project.wsgi; print('sentry_sdk' in sys.modules)", **PROD)
    assert done.stdout == "False\n", done.stderr


def test_an_address_without_the_package_stops_the_start_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)
    start_sentry("")
    with pytest.raises(ImproperlyConfigured, match=r"Install requirements/prod\.txt, or unset it"):
        start_sentry("https://0123456789abcdef@sentry.example/1")


def test_what_is_no_address_stops_the_start_and_is_not_repeated() -> None:
    done = python("manage.py", "check", **PROD, SENTRY_DSN="a-mistake")
    assert done.returncode == 2
    assert done.stderr == "Configuration error: SENTRY_DSN is not the address that Sentry shows for a project.\n"
