"""What a robots.txt that answers, fails or moves lets us read (RFC 9309, section 2.3.1)."""

import gzip
import json
import socket
import struct
from itertools import pairwise

import pytest

from seo_meta.core.site import TextFile
from seo_meta.errors import SourceError
from seo_meta.fetch.client import Fetcher
from seo_meta.fetch.robots import LastGood, Robots, read_robots
from seo_meta.tests.loopback import Answer, Loopback, answer, private, redirect, serving
from seo_meta.tests.vectors import shared

RULES = "User-agent: *\nDisallow: /private\n"
STORED = TextFile("http://e.test/robots.txt", "ok", 200, "User-agent: *\nDisallow: /stored\n", 33)
FULL = ("parse", "parse_in_context_of_initial_authority", "refetch", "parse_first_500KiB", "parse_ascii_lines")
"""Policies under which the rules of the answer hold."""


@pytest.fixture
def site():
    with serving() as site:
        yield site


def filled(size: int, end: str = "") -> str:
    """Rules of exactly so many bytes, with comments in the middle."""
    return RULES + "#" * (size - len(RULES) - len(end) - 1) + "\n" + end


def reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def drip(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n")
    connection.recv(1)


ERRORS: dict[str, Answer] = {
    "timeout": lambda connection: connection.recv(1),
    "conn_reset": reset,
    "body_truncated": b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\nConnection: close\r\n\r\n" + RULES.encode(),
    "protocol_error": b"nonsense\r\n\r\n",
}


def reply_of(case: dict) -> Answer:
    """What robots.txt answers at the end of the redirects."""
    fetch = case["fetch"]
    if error := fetch.get("error"):
        return ERRORS.get(error, b"")
    if fetch.get("drip"):
        return drip
    if fetch.get("bomb"):
        return answer(gzip.compress(RULES.encode() + b"#" * 50_000_000), content_encoding="gzip")
    bodies = {
        "size": lambda: filled(fetch["size"]),
        "rule_at": lambda: filled(fetch["rule_at"]) + "Disallow: /\n",
        "rule_spans": lambda: filled(fetch["rule_spans"], "Disallow: /") + "long\n",
        "bom": lambda: RULES.encode("utf-8-sig" if fetch["bom"] == "utf-8" else "utf-16"),
        "bytes": lambda: b"User-agent: *\nDisallow: /caf\xe9\nDisallow: /private\n",
        "content_encoding": lambda: gzip.compress(RULES.encode()),
    }
    body = next((bodies[name]() for name in bodies if name in fetch), fetch.get("body", RULES))
    status = fetch.get("then", fetch.get("status", 200))
    if status == 204:
        return b"HTTP/1.1 204 No Content\r\n\r\n"
    headers = {"content_encoding": "gzip"} if "content_encoding" in fetch else {}
    return answer(body.replace("/p", "/private") if body == fetch.get("body") else body, status, **headers)


def set_up(case: dict, site: Loopback, elsewhere: Loopback) -> None:
    fetch = case["fetch"]
    hops = fetch.get("redirects", 0)
    if hops == "loop":
        site.routes["/robots.txt"] = redirect("/robots.txt")
    elif "to" in fetch:
        site.routes["/robots.txt"] = redirect(fetch["to"])
    elif fetch.get("cross_host"):
        site.routes["/robots.txt"] = redirect(elsewhere.url + "robots.txt")
        elsewhere.routes["/robots.txt"] = reply_of(case)
    else:
        names = ["/robots.txt", *(f"/{hop}" for hop in range(1, hops + 1))]
        site.routes |= {name: redirect(target) for name, target in pairwise(names)}
        site.routes[names[-1]] = reply_of(case)


def known_of(case: dict) -> LastGood | None:
    fetch = case["fetch"]
    if "since_days" in fetch:
        return LastGood(STORED, 24 * fetch["since_days"], fetch["since_days"])
    age = fetch.get("cached_good_age_h", fetch.get("cached_age_h"))
    return None if age is None else LastGood(STORED, age)


def read(case: dict, site: Loopback, elsewhere: Loopback) -> Robots | SourceError:
    error = case["fetch"].get("error")
    base_url = site.url
    resolve = {"dns_nodata": lambda host, port: []}.get(error, socket.getaddrinfo)
    if error in ("dns_fail", "dns_nodata"):
        base_url = "http://site.invalid/"
    if error == "tls_error":
        base_url = site.url.replace("http:", "https:")
    if error == "conn_refused":
        base_url = "http://127.0.0.1:1/"
    access = private(site.url, elsewhere.url, base_url)
    with Fetcher(deadline=0.4 if error or "drip" in case["fetch"] else 20, access=access, resolve=resolve) as fetcher:
        try:
            return read_robots(fetcher, base_url, known_of(case))
        except SourceError as unreadable:
            return unreadable


def holds(policy: str, found: Robots | SourceError, site: Loopback) -> bool:
    if isinstance(found, SourceError):
        return policy in ("disallow_all_temporary", "disallow_all_and_refuse")
    home, own, stored = (found.allows(site.url + path) for path in ("", "private", "stored"))
    if policy in (*FULL, "ignore_rest", "drop_partial_line"):
        return (home, own, stored) == (True, False, True)
    if policy in ("use_cached", "allow_all_or_last_good_copy"):
        return (home, own, stored) == (True, True, False)
    if policy == "parse_or_no_rules":
        return home and stored
    return policy in ("allow_all", "parse_yields_no_rules") and (home, own, stored) == (True, True, True)


def test_what_becomes_of_robots_txt_is_as_the_standard_says():
    cases = json.loads(shared("vectors/robots/fetch_policy.json").read_text())
    assert len(cases) == 52
    with serving() as elsewhere:
        for case in cases:
            with serving() as site:
                set_up(case, site, elsewhere)
                found = read(case, site, elsewhere)
                assert holds(case["policy"], found, site), (case, found)


def test_a_copy_stands_in_for_a_day_and_after_a_month_and_not_between(site):
    site.routes["/robots.txt"] = answer("", 503)
    with Fetcher(access=site.access) as fetcher:
        for known in (LastGood(STORED, 23), LastGood(STORED, 24 * 40, 31)):
            found = read_robots(fetcher, site.url, known).file
            assert (found.text, found.state) == (STORED.text, "unreachable")
        for known in (None, LastGood(STORED, 25), LastGood(STORED, 24 * 29, 29), LastGood(STORED, 24 * 40)):
            with pytest.raises(SourceError, match="answers 503"):
                read_robots(fetcher, site.url, known)


def test_no_copy_stands_in_for_one_at_a_private_address(site):
    site.routes["/robots.txt"] = redirect("http://169.254.169.254/robots.txt")
    with Fetcher(access=site.access) as fetcher, pytest.raises(SourceError, match="may not be read"):
        read_robots(fetcher, site.url, LastGood(STORED, 1))


def test_sitemaps_of_a_robots_txt_elsewhere_are_those_of_the_first_host(site):
    with serving({"/robots.txt": answer("Sitemap: /map.xml")}) as elsewhere:
        site.routes["/robots.txt"] = redirect(elsewhere.url + "robots.txt")
        with Fetcher(access=private(site.url, elsewhere.url)) as fetcher:
            assert read_robots(fetcher, site.url).sitemaps == (f"{site.url}map.xml",)


def test_a_compressed_robots_txt_that_is_cut_off_forbids_everything(site):
    site.routes["/robots.txt"] = answer(gzip.compress(RULES.encode() * 50)[:-20], content_encoding="gzip")
    with Fetcher(access=site.access) as fetcher, pytest.raises(SourceError, match="is cut off, so nothing may be read"):
        read_robots(fetcher, site.url)
