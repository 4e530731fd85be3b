import gzip
import socket
import struct
import threading
import time
import tracemalloc
import zlib

import pytest

from seo_meta.errors import DeadlineError, FetchError
from seo_meta.fetch.client import Fetcher, RedirectError
from seo_meta.fetch.guard import RefusedError
from seo_meta.tests.loopback import answer, private, redirect, serving

PAGE = "<!doctype html><title>T</title>"


@pytest.fixture
def site():
    with serving() as site:
        yield site


@pytest.fixture
def fetcher(site):
    with Fetcher(deadline=20, access=site.access) as fetcher:
        yield fetcher


def drip(data: bytes, piece: bytes, pause: float = 0.05):
    """Say `data`, then `piece` again and again, for longer than any deadline of these tests."""

    def reply(connection: socket.socket) -> None:
        connection.sendall(data)
        for _ in range(400):
            time.sleep(pause)
            connection.sendall(piece)

    return reply


def test_an_answer_has_status_lower_case_headers_and_body(site, fetcher):
    site.routes["/a?b=c"] = answer(PAGE, 203, X_Robots_Tag="noindex")
    found = fetcher.fetch(site.url + "a?b=c#d")
    assert (found.status, found.body, found.headers["x-robots-tag"]) == (203, PAGE.encode(), "noindex")
    assert (found.url, found.final_url, found.redirects) == (site.url + "a?b=c#d", site.url + "a?b=c#d", ())
    assert not found.truncated


def test_requests_say_who_asks_and_share_a_connection(site, fetcher):
    fetcher.fetch(site.url)
    fetcher.fetch(site.url)
    assert site.headers[0]["user-agent"].startswith("SiteAgent/")
    assert site.headers[0]["host"] == site.url[7:-1]
    assert site.connections == 1


def test_cookies_are_not_kept(site, fetcher):
    site.routes["/"] = answer(PAGE, Set_Cookie="session=1; Path=/")
    fetcher.fetch(site.url)
    fetcher.fetch(site.url)
    assert "cookie" not in site.headers[1]


def test_a_proxy_of_the_environment_is_not_used(site, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    site.routes["/"] = answer(PAGE)
    with Fetcher(access=site.access) as fetcher:
        assert fetcher.fetch(site.url).status == 200


def test_repeated_headers_are_joined_but_not_content_type(site, fetcher):
    site.routes["/"] = (
        b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Robots-Tag: noindex\r\nX-Robots-Tag: noarchive\r\n"
        b"Content-Type: text/html\r\nContent-Type: text/html\r\n\r\n"
    )
    headers = fetcher.fetch(site.url).headers
    assert headers["x-robots-tag"] == "noindex, noarchive"
    assert headers["content-type"] == "text/html"


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(PAGE.encode())),
        ("GZIP", gzip.compress(PAGE.encode())),
        ("deflate", zlib.compress(PAGE.encode())),
        ("deflate", zlib.compress(PAGE.encode())[2:-4]),
        ("identity", PAGE.encode()),
    ],
)
def test_bodies_are_decoded_from_their_content_coding(site, fetcher, coding, body):
    site.routes["/"] = answer(body, Content_Encoding=coding)
    found = fetcher.fetch(site.url)
    assert (found.body, found.truncated) == (PAGE.encode(), False)


def test_an_empty_body_needs_no_coding(site, fetcher):
    site.routes["/"] = answer(b"", 404, Content_Encoding="gzip")
    found = fetcher.fetch(site.url)
    assert (found.status, found.body, found.truncated) == (404, b"", False)


def test_a_gzip_bomb_is_cut_at_the_cap(site, fetcher):
    site.routes["/"] = answer(gzip.compress(bytes(50_000_000)), Content_Encoding="gzip")
    tracemalloc.start()
    found = fetcher.fetch(site.url, max_bytes=10_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (len(found.body), found.truncated) == (10_000, True)
    assert peak < 5_000_000


def test_an_endless_body_is_cut_at_the_cap(site, fetcher):
    site.routes["/"] = drip(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"400\r\n" + bytes(1024) + b"\r\n", 0
    )
    found = fetcher.fetch(site.url, max_bytes=10_000)
    assert (len(found.body), found.truncated) == (10_000, True)


def test_a_body_at_the_cap_is_whole(site, fetcher):
    site.routes["/"] = answer(bytes(100))
    assert not fetcher.fetch(site.url, max_bytes=100).truncated
    assert fetcher.fetch(site.url, max_bytes=99).truncated


def test_a_cut_gzip_body_is_marked_as_truncated(site, fetcher):
    site.routes["/"] = answer(gzip.compress(PAGE.encode())[:-4], Content_Encoding="gzip")
    assert fetcher.fetch(site.url).truncated


def test_a_body_that_is_not_wanted_is_not_read(site, fetcher):
    site.routes["/"] = drip(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n", b"x")
    found = fetcher.fetch(site.url, wants_body=lambda headers: "html" in headers["content-type"])
    assert (found.status, found.body, found.truncated) == (200, b"", False)
    site.routes["/next"] = answer(PAGE)
    assert fetcher.fetch(site.url + "next").body == PAGE.encode()


@pytest.mark.parametrize(
    ("data", "piece"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"x"),
        (b"", b"HTTP/1.1 102 Processing\r\n\r\n"),
        (b"", b""),
    ],
    ids=["body", "headers", "interim answers", "silence"],
)
def test_a_slow_drip_ends_at_the_deadline(site, data, piece):
    site.routes["/"] = drip(data, piece)
    with (
        Fetcher(deadline=0.5, access=site.access) as fetcher,
        pytest.raises(FetchError, match=r"did not come within 0\.5 s"),
    ):
        fetcher.fetch(site.url)


def test_the_deadline_covers_all_redirects_together(site):
    def slow(connection: socket.socket) -> None:
        time.sleep(0.3)
        connection.sendall(redirect("/"))

    site.routes["/"] = slow
    with Fetcher(deadline=0.5, access=site.access) as fetcher, pytest.raises(FetchError, match="did not come within"):
        fetcher.fetch(site.url)


def test_redirects_on_the_host_are_followed_and_recorded(site, fetcher):
    site.routes |= {"/a": redirect("b/c", 302), "/b/c": redirect("../d#part", 308), "/d": answer(PAGE)}
    found = fetcher.fetch(site.url + "a")
    assert (found.status, found.final_url, found.body) == (200, site.url + "d", PAGE.encode())
    assert found.redirects == ((site.url + "a", 302), (site.url + "b/c", 308))


@pytest.mark.parametrize("location", ["/a", "/b", "?grow"])
def test_redirects_in_a_circle_end(site, fetcher, location):
    site.routes |= {"/a": redirect(location), "/b": redirect("/a"), "/a?grow": redirect("/a")}
    with pytest.raises(RedirectError, match="more than 10 times"):
        fetcher.fetch(site.url + "a")
    assert len(site.requests) == 11


def test_ten_hops_are_followed(site, fetcher):
    site.routes |= {f"/{hop}": redirect(f"/{hop + 1}") for hop in range(10)}
    site.routes["/10"] = answer(PAGE)
    assert len(fetcher.fetch(site.url + "0").redirects) == 10


def test_a_redirect_to_another_host_is_returned_and_not_followed(site, fetcher):
    site.routes["/"] = redirect("http://other.test/x#y")
    found = fetcher.fetch(site.url)
    assert (found.status, found.location, found.body) == (301, "http://other.test/x", b"")


@pytest.mark.parametrize(
    "location", ["javascript:alert(1)", "http://[::1", "http://a:99999/", "http://xn--a.test:9999999/", "data:,x"]
)
def test_a_redirect_to_what_is_no_http_url_points_nowhere(site, fetcher, location):
    site.routes["/"] = redirect(location)
    found = fetcher.fetch(site.url)
    assert (found.status, found.location) == (301, None)


@pytest.mark.parametrize("location", [b"/caf\xc3\xa9", b"/caf\xe9"])
def test_a_location_beyond_ascii_is_read_as_utf_8_or_latin_1(site, fetcher, location):
    site.routes["/"] = b"HTTP/1.1 301 M\r\nContent-Length: 0\r\nLocation: " + location + b"\r\n\r\n"
    site.routes["/caf%C3%A9"] = answer(PAGE)
    assert fetcher.fetch(site.url).final_url == site.url + "caf%C3%A9"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "closed before the whole answer"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello", "closed before the whole answer"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n", "closed before the whole answer"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\nhello\r\n", "not valid HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nhi!", "not valid HTTP"),
        (b"HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n", "not valid HTTP"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000, "not valid HTTP"),
        (b"SSH-2.0-OpenSSH_9.0\r\n\r\n", "not valid HTTP"),
        (answer(b"hello", content_encoding="gzip"), "not compressed as its Content-Encoding says"),
        (answer(b"hello", content_encoding="br"), "was not asked for"),
        (answer(b"hello", content_encoding="gzip, gzip"), "was not asked for"),
    ],
)
def test_a_broken_answer_is_one_reason_without_the_servers_words(site, fetcher, raw, reason):
    def reply(connection: socket.socket) -> None:
        connection.sendall(raw)

    site.routes["/"] = reply
    with pytest.raises(FetchError, match=reason):
        fetcher.fetch(site.url)


def test_a_reset_connection_is_a_fetch_error(site, fetcher):
    def reply(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    site.routes["/"] = reply
    with pytest.raises(FetchError, match="closed before the whole answer"):
        fetcher.fetch(site.url)


def test_after_a_failure_the_next_fetch_works(site, fetcher):
    site.routes |= {"/bad": b"nonsense\r\n\r\n", "/good": answer(PAGE)}
    with pytest.raises(FetchError):
        fetcher.fetch(site.url + "bad")
    assert fetcher.fetch(site.url + "good").status == 200


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/passwd", r"not an http\(s\) URL"),
        ("ftp://127.0.0.1/", r"not an http\(s\) URL"),
        ("nonsense", "not a URL"),
        ("http://user:secret@127.0.0.1/", "user name or password"),
        ("http://.invalid/", "host name cannot be resolved"),
        ("http://" + "a" * 70 + ".invalid/", "host name cannot be resolved"),
    ],
)
def test_a_url_that_cannot_be_requested_is_a_fetch_error(fetcher, url, reason):
    with pytest.raises(FetchError, match=reason):
        fetcher.fetch(url)


def test_a_closed_port_is_a_fetch_error():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/"
        with (
            Fetcher(access=private(url)) as fetcher,
            pytest.raises(FetchError, match="no connection: connection refused"),
        ):
            fetcher.fetch(url)


def test_tls_to_a_server_without_it_is_a_fetch_error():
    with socket.create_server(("127.0.0.1", 0)) as plain:

        def greet() -> None:
            with plain.accept()[0] as connection:
                connection.sendall(b"220 mail ready\r\n")
                connection.recv(1000)

        thread = threading.Thread(target=greet)
        thread.start()
        url = f"https://127.0.0.1:{plain.getsockname()[1]}/"
        with Fetcher(access=private(url)) as fetcher, pytest.raises(FetchError, match="TLS could not be set up"):
            fetcher.fetch(url)
        thread.join()


def test_only_the_resolved_addresses_are_connected_to(site):
    site.routes["/"] = answer(PAGE)
    url = site.url.replace("127.0.0.1", "name.invalid")
    with Fetcher(access=private(url), resolve=lambda host, port: ["127.0.0.2", "127.0.0.1"]) as fetcher:
        assert fetcher.fetch(url).status == 200
    assert site.headers[0]["host"].startswith("name.invalid:")


def test_a_head_request_has_headers_and_no_body(site, fetcher):
    site.routes["/"] = b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\nContent-Encoding: br\r\n\r\n"
    for _ in range(2):
        found = fetcher.fetch(site.url, method="HEAD")
        assert (found.status, found.body, found.truncated) == (200, b"", False)
        assert found.headers["content-length"] == "50"
    assert site.connections == 1


def test_an_unchanged_page_is_an_ordinary_answer(site, fetcher):
    site.routes["/"] = b'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\nContent-Encoding: br\r\n\r\n'
    found = fetcher.fetch(site.url, headers={"If-None-Match": '"a"'})
    assert (found.status, found.body, found.location) == (304, b"", None)
    assert site.headers[0]["if-none-match"] == '"a"'


def test_conditions_hold_for_the_url_and_not_for_what_it_redirects_to(site, fetcher):
    site.routes |= {"/": redirect("/next"), "/next": answer(PAGE)}
    fetcher.fetch(site.url, headers={"If-None-Match": '"a"'})
    assert ["if-none-match" in headers for headers in site.headers] == [True, False]


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://e.test\\@127.0.0.1/", "more than one way"),
        ("http:e.test", "more than one way"),
        ("http:///e.test", "more than one way"),
        ("http://e.test/a b", "more than one way"),
        ("http://e.test:0/", "port 0"),
    ],
)
def test_a_url_that_programs_read_differently_is_refused(fetcher, url, reason):
    with pytest.raises(RefusedError, match=reason):
        fetcher.fetch(url)


@pytest.mark.parametrize(
    ("error", "answer_class"),
    [(FetchError(""), "failed"), (RedirectError(""), "failed"), (DeadlineError(""), "timeout")],
)
def test_errors_say_what_class_they_are(error, answer_class):
    assert error.answer_class == answer_class
