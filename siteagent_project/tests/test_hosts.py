import pytest
from django.core.exceptions import ImproperlyConfigured

from siteagent_project.hosts import allowed_hosts, trusted_origins


@pytest.mark.parametrize("host", ["siteagent.example.com", "localhost", "10.0.0.7", "[::1]", ".example.com", "web_1"])
def test_hosts_are_taken_by_name_by_address_and_by_domain(host: str) -> None:
    assert allowed_hosts([host]) == [host]


@pytest.mark.parametrize(
    "host",
    [
        *("*", "*.example.com", ".com", ".", "https://siteagent.example.com", "siteagent.example.com:443"),
        *("siteagent.example.com/", "a b", "-a.example", "siteagent.example.com\n", ""),
    ],
)
def test_what_would_answer_to_any_host_or_to_none_stops_the_start(host: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="ALLOWED_HOSTS=") as caught:
        allowed_hosts(["siteagent.example.com", host])
    assert repr(host) in str(caught.value)


def test_a_server_without_a_host_does_not_start() -> None:
    with pytest.raises(ImproperlyConfigured, match="ALLOWED_HOSTS is not set"):
        allowed_hosts([])


@pytest.mark.parametrize(
    "origin",
    [
        "https://siteagent.example.com",
        "https://siteagent.example.com:8443",
        "https://*.example.com",
        "https://[::1]:8000",
    ],
)
def test_origins_are_https_with_a_host_and_perhaps_a_port(origin: str) -> None:
    assert trusted_origins([origin]) == [origin]


def test_no_origin_beside_the_server_itself_is_trusted_without_being_named() -> None:
    assert trusted_origins([]) == []


@pytest.mark.parametrize(
    "origin",
    [
        *("siteagent.example.com", "http://siteagent.example.com", "https://", "https://*", "https://*.com", "*"),
        *("https://siteagent.example.com/", "https://a@siteagent.example.com", "https://[::1", "https://a.example\n"),
    ],
)
def test_an_origin_that_is_anybodys_or_not_https_stops_the_start(origin: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="CSRF_TRUSTED_ORIGINS=") as caught:
        trusted_origins([origin])
    assert repr(origin) in str(caught.value)
