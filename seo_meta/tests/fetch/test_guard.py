"""No page, redirect or DNS answer leads to an address that is not public. Real clients, a resolver that lies."""

import json
import socket
import threading

import httpcore
import pytest

from seo_meta.errors import DeadlineError, FetchError
from seo_meta.fetch.client import REDIRECTS, Fetcher
from seo_meta.fetch.guard import Access, RefusedError, is_public, place_of
from seo_meta.tests.loopback import answer, private, redirect, serving
from seo_meta.tests.vectors import shared

PUBLIC = "93.184.216.34"
OPEN = httpcore.SyncBackend.connect_tcp


def cases():
    return json.loads(shared("vectors/ssrf/ssrf_cases.json").read_text())


@pytest.fixture
def site():
    with serving() as site:
        site.routes["/"] = answer("ok")
        yield site


@pytest.fixture
def connected(site, monkeypatch):
    """The (address, port) of every connection; all of them end at the loopback server."""
    connections = []

    def connect(backend, host, port, timeout=None, **options):
        connections.append((host, port))
        return OPEN(backend, "127.0.0.1", int(site.url.rstrip("/").rpartition(":")[2]), timeout)

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    return connections


@pytest.fixture
def hang():
    """A resolver that answers when the test is over."""
    over = threading.Event()

    def resolve(host, port):
        over.wait(20)
        return [PUBLIC]

    yield resolve
    over.set()


def resolver_of(case, hang):
    """What the case says of its host; `lo.test` is loopback, and nothing else exists."""
    said = case.get("dns", [])
    if said == "HANG":
        return hang
    lookups = iter(said) if said and isinstance(said[0], list) else None

    def resolve(host, port):
        if host == "lo.test":
            return ["127.0.0.1"]
        return next(lookups) if lookups else said

    return resolve


def reached(case, fetcher):
    """Whether a page was read at the end."""
    try:
        return fetcher.fetch(case["url"], follow=lambda url, target: True).status not in REDIRECTS
    except FetchError:
        return False


def test_all_cases_are_run():
    assert len(cases()) == 153


@pytest.mark.parametrize(
    "category",
    [
        *("loopback-spelling", "metadata", "ipv4-special", "ipv6-special", "scheme", "port", "parser-confusion"),
        *("dns", "dns-rebinding", "dns-timeout", "redirect", "public"),
    ],
)
def test_nothing_is_asked_of_what_is_not_public(category, site, connected, hang):
    for case in (case for case in cases() if case["category"] == category):
        connected.clear()
        site.routes["/redirect"] = redirect(case.get("redirect_location", "/"))
        with Fetcher(deadline=0.3, resolve=resolver_of(case, hang)) as fetcher:
            got_there = reached(case, fetcher)
            if case["expect"] == "allow":
                wanted = case["whatwg_ip"] if "whatwg_ip" in case else case["dns"][0]
                assert (got_there, connected) == (True, [(wanted, 80)]), case
            elif category == "redirect":
                assert (got_there, connected) == (False, [(PUBLIC, 80)]), case
            elif category == "dns-rebinding":  # The address that was checked is the one that was connected to.
                assert connected == [(PUBLIC, 80)], case
            else:
                assert (got_there, connected) == (False, []), case


def test_a_name_that_points_elsewhere_the_second_time_is_looked_at_again(site, connected):
    site.routes["/"] = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
    lookups = iter([[PUBLIC], ["127.0.0.1"]])
    with Fetcher(resolve=lambda host, port: next(lookups)) as fetcher:
        assert fetcher.fetch("http://rebind.test/").status == 200
        with pytest.raises(RefusedError, match="not a public one"):
            fetcher.fetch("http://rebind.test/")
    assert connected == [(PUBLIC, 80)]


def test_a_resolver_that_hangs_ends_at_the_deadline(hang):
    with (
        Fetcher(deadline=0.2, resolve=hang) as fetcher,
        pytest.raises(DeadlineError, match="could not be resolved in time"),
    ):
        fetcher.fetch("http://slow.test/")


@pytest.mark.parametrize("url", ["http://localhost/", "http://a.localhost./", "http://x.metadata.google.internal/"])
def test_local_names_are_refused_whatever_they_resolve_to(url):
    with Fetcher(resolve=lambda host, port: [PUBLIC]) as fetcher, pytest.raises(RefusedError, match="host name"):
        fetcher.fetch(url)


def test_what_is_refused_says_so_by_its_class():
    with Fetcher() as fetcher, pytest.raises(FetchError) as caught:
        fetcher.fetch("http://127.0.0.1/")
    assert caught.value.answer_class == "refused"


# What a person lets in


def test_a_named_port_is_open_but_only_at_public_addresses(connected):
    access = Access(hosts=frozenset([place_of("http://staging.test:9443/")]))
    with Fetcher(access=access, resolve=lambda host, port: [PUBLIC]) as fetcher:
        assert fetcher.fetch("http://staging.test:9443/").status == 200
        with pytest.raises(RefusedError, match="port 9444"):
            fetcher.fetch("http://staging.test:9444/")
    with Fetcher(access=access, resolve=lambda host, port: ["10.0.0.1"]) as fetcher, pytest.raises(RefusedError):
        fetcher.fetch("http://staging.test:9443/")
    assert connected == [(PUBLIC, 9443)]


@pytest.mark.parametrize("other", ["http://127.0.0.1:8080/", "http://127.0.0.2:8000/", "http://localhost:8000/"])
def test_a_private_host_is_let_in_with_its_port_and_no_other(other, connected):
    with Fetcher(access=private("http://127.0.0.1:8000/")) as fetcher:
        assert fetcher.fetch("http://127.0.0.1:8000/").status == 200
        with pytest.raises(RefusedError):
            fetcher.fetch(other)
        assert fetcher.fetch("http://127.0.0.1:8000/").status == 200
    assert {*connected} == {("127.0.0.1", 8000)}


def test_a_private_host_that_redirects_elsewhere_lets_nothing_else_in(site, connected):
    site.routes["/"] = redirect("http://169.254.169.254/latest/meta-data/")
    with Fetcher(access=site.access) as fetcher, pytest.raises(RefusedError):
        fetcher.fetch(site.url, follow=lambda url, target: True)
    assert connected == [("127.0.0.1", int(site.url.rstrip("/").rpartition(":")[2]))]


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("http://e.test/", "e.test:80"),
        ("https://E.test/a", "e.test:443"),
        ("http://[::1]:80/", "[::1]:80"),
        ("https://e.test:9443", "e.test:9443"),
    ],
)
def test_places_always_have_a_port(url, place):
    assert place_of(url) == place


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("::ffff:93.184.216.34", True),
        ("64:ff9b::5db8:d822", True),
        ("64:ff9b::a00:1", False),
        ("2002:5db8:d822::", False),
        ("fe80::1%eth0", False),
        ("nonsense", False),
        ("", False),
    ],
)
def test_an_embedded_address_counts_as_what_it_embeds(address, public):
    assert is_public(address) is public


def test_ipv6_literals_are_let_in_with_brackets():
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as server:
        url = f"http://[::1]:{server.getsockname()[1]}/"

        def reply() -> None:
            connection = server.accept()[0]
            with connection:
                connection.recv(1000)
                connection.sendall(answer("ok"))

        thread = threading.Thread(target=reply)
        thread.start()
        with Fetcher(access=private(url)) as fetcher:
            assert fetcher.fetch(url).status == 200
        thread.join()
