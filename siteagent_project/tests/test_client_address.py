from typing import Any

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from siteagent_project.client_address import ClientAddressMiddleware


def address(settings: Any, proxies: int, forwarded: str | None) -> str:
    """The address that a view sees of a request that came through a proxy at 10.0.0.1."""
    settings.SITEAGENT_PROXIES = proxies
    seen = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    ClientAddressMiddleware(view)(RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers=headers))
    return seen[0]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "127.0.0.1, 203.0.113.7", "203.0.113.7"),
        (2, "192.0.2.1, 203.0.113.7,10.0.0.2", "203.0.113.7"),
        (1, "2001:DB8::1", "2001:db8::1"),
    ],
)
def test_what_our_proxies_saw_is_the_client_and_what_it_wrote_itself_is_not(
    settings: Any, proxies: int, forwarded: str, expected: str
) -> None:
    assert address(settings, proxies, forwarded) == expected


@pytest.mark.parametrize("forwarded", [None, "", "unknown", "203.0.113.7:4711x", "203.0.113.7"])
def test_without_an_address_from_each_proxy_the_connection_counts(settings: Any, forwarded: str | None) -> None:
    assert address(settings, 2, forwarded) == "10.0.0.1"


def test_without_proxies_no_header_is_believed(settings: Any) -> None:
    with pytest.raises(MiddlewareNotUsed):
        address(settings, 0, "203.0.113.7")


def test_a_server_without_login_believes_no_header_about_where_a_request_comes_from(settings: Any) -> None:
    settings.DISABLE_AUTH = True
    with pytest.raises(MiddlewareNotUsed):
        address(settings, 1, "127.0.0.1")
