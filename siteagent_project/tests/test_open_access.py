import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, RequestFactory

from siteagent_project.api import from_this_machine
from siteagent_project.open_access import open_access


@pytest.mark.parametrize("bind", ["127.0.0.1:8000", "127.8.8.8:80", "[::1]:8000", "localhost:8000"])
def test_a_pipeline_may_open_a_server_that_listens_to_itself(bind: str) -> None:
    assert open_access(disable_auth=True, env="ci", bind=bind)


@pytest.mark.parametrize(
    "bind",
    [
        *("0.0.0.0:8000", "[::]:8000", ":8000", "8000", "192.168.1.5:8000", "ci.example:8000", "127.0.0.1.example:80"),
        *("127.0.0.1", "unix:/run/127.0.0.1:8000", "127.0.0.1:8000,0.0.0.0:80", "localhost.example:8000", ""),
    ],
)
def test_a_server_that_others_can_reach_does_not_open(bind: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="works only on a loopback address"):
        open_access(disable_auth=True, env="ci", bind=bind)


def test_nothing_is_asked_of_a_server_that_wants_a_login() -> None:
    assert not open_access(disable_auth=False, env="prod", bind="0.0.0.0:80")


@pytest.mark.parametrize(("address", "open"), [("127.0.0.1", True), ("::1", True), ("10.0.0.9", False), ("", False)])
def test_an_open_server_still_turns_other_machines_away(address: str, open: bool) -> None:
    assert from_this_machine(RequestFactory().get("/", REMOTE_ADDR=address)) is open


def test_the_api_is_closed_by_default(client: Client) -> None:
    assert client.get("/api/v1/runs").status_code == 401
