"""What the crawl of a live site reads, skips and stores."""

import gzip
import socket

import msgspec
import pytest
from django.apps import apps

from seo_meta.config import SiteConfig
from seo_meta.core import retry, traps
from seo_meta.core import sitemap as core_sitemap
from seo_meta.fetch.credentials import Credentials
from seo_meta.fetch.reach import Reach
from seo_meta.services.crawl import reading_run
from seo_meta.sources import http, sitemaps
from seo_meta.tests.crawling import Crawled, Silent, crawl, reading_of
from seo_meta.tests.loopback import answer, page, redirect, robots, serving, sitemap

pytestmark = pytest.mark.django_db

NO_SITEMAP = ("/sitemap.xml", "/sitemap_index.xml", "/sitemap-index.xml")
"""What is asked for when robots.txt names no sitemap and none is there."""


@pytest.fixture
def site(monkeypatch):
    monkeypatch.setattr(retry, "FIRST_WAIT", 0)
    with serving() as site:
        yield site


# What is read


def test_links_are_followed_breadth_first_and_each_url_is_asked_for_once(site):
    site.routes |= {
        "/": page("/a", "/b#part", "/a?q=1", "/"),
        "/a": page("/deep", "b", "/#top"),
        "/b": page("/a#x"),
        "/a?q=1": page(),
        "/deep": page("../b"),
    }
    crawled = crawl(site)
    assert crawled.paths == ["", "a", "b", "a?q=1", "deep"]
    assert site.requests == ["/robots.txt", "/", "/llms.txt", *NO_SITEMAP, "/a", "/b", "/a?q=1", "/deep"]
    assert (crawled.run.complete, crawled.run.stop_reason, crawled.run.skipped, crawled.run.filtered) == (
        True,
        "",
        [],
        False,
    )


def test_relative_links_resolve_against_base(site):
    site.routes |= {"/": page("one", head='<base href="/docs/">'), "/docs/one": page()}
    assert crawl(site).paths == ["", "docs/one"]


def test_only_this_scheme_host_and_port_are_read(site):
    port = site.url.rpartition(":")[2].rstrip("/")
    others = (
        "http://other.test/",
        f"https://127.0.0.1:{port}/",
        "http://127.0.0.1:1/",
        "mailto:a@b",
        f"http://u@127.0.0.1:{port}/",
    )
    site.routes["/"] = page(*others, "javascript:void(0)")
    crawled = crawl(site)
    assert crawled.paths == [""]
    assert crawled.run.complete


def test_error_pages_are_known_and_their_links_are_not_followed(site):
    site.routes |= {"/": page("/gone", "/broken"), "/broken": answer('<a href="/more">x</a>', 500)}
    statuses = {path: facts.status for path, facts in crawl(site).pages.items()}
    assert statuses == {"": 200, "gone": 404, "broken": 500}


def test_other_types_than_html_are_known_without_their_body(site):
    site.routes |= {"/": page("/a.pdf", "/untyped"), "/a.pdf": answer(b"%PDF", content_type="application/pdf")}
    site.routes["/untyped"] = answer("<title>x</title>", content_type="")
    pages = crawl(site).pages
    assert (pages["a.pdf"].byte_size, pages["a.pdf"].content_type) == (0, "application/pdf")
    assert pages["untyped"].title == "x"


@pytest.mark.parametrize(
    "content_type",
    [";;;=\x7f", "text/html; charset=hex", "text/html;charset=idna", "TEXT/HTML ; charset='", "x" * 5000, "é"],
)
def test_a_hostile_content_type_harms_nothing(site, content_type):
    site.routes["/"] = answer("<title>T</title>", content_type=content_type)
    assert crawl(site).pages[""].status == 200


def test_each_hop_of_a_redirect_is_a_page(site):
    site.routes |= {"/": page("/old"), "/old": redirect("/older", 302), "/older": redirect("/new#part"), "/new": page()}
    pages = crawl(site).pages
    assert [(path, facts.status) for path, facts in pages.items()] == [
        ("", 200),
        ("old", 302),
        ("older", 301),
        ("new", 200),
    ]
    assert pages["old"].redirect_url == f"{site.url}older"


def test_redirects_in_a_circle_end(site):
    site.routes |= {"/": page("/a"), "/a": redirect("/b"), "/b": redirect("/a")}
    crawled = crawl(site)
    assert crawled.paths == ["", "a", "b"]
    assert crawled.run.complete


def test_redirects_without_end_are_given_up_after_ten(site):
    site.routes |= {f"/{hop}": redirect(f"/{hop + 1}") for hop in range(50)}
    site.routes["/"] = page("/0")
    crawled = crawl(site)
    assert crawled.paths == ["", *(str(hop) for hop in range(11))]
    assert not crawled.run.complete
    assert crawled.run.skipped == [{"url": f"{site.url}11", "reason": "comes after more than 10 redirects in a row"}]


def test_a_redirect_to_another_host_is_known_and_not_followed(site):
    site.routes |= {"/": page("/away"), "/away": redirect("http://127.0.0.2:1/")}
    crawled = crawl(site)
    assert crawled.pages["away"].status == 301
    assert crawled.run.complete


def test_a_page_above_the_cap_is_truncated_and_makes_the_run_partial(site):
    site.routes["/"] = answer(gzip.compress(bytes(20_000_000)), content_encoding="gzip")
    crawled = crawl(site)
    assert crawled.pages[""].truncated
    assert crawled.reasons == {"": "is larger than 15 MB"}
    assert not crawled.run.complete


def test_scope_decides_what_is_read_but_the_start_is_always_read(site):
    site.routes |= {"/": page("/docs/a", "/blog/b", "/docs/caf%C3%A9/"), "/docs/a": page(), "/docs/caf%C3%A9/": page()}
    crawled = crawl(site, config=SiteConfig(include=("docs/",), exclude=("café/",)))
    assert crawled.paths == ["", "docs/a"]
    assert crawled.run.filtered
    assert crawled.run.complete


def test_the_limit_makes_the_run_partial(site):
    site.routes |= {"/": page("/a", "/b", "/c")}
    crawled = crawl(site, max_pages=2)
    assert crawled.paths == ["", "a"]
    assert (crawled.run.complete, crawled.run.stop_reason) == (False, "limit of 2 pages")


def test_a_limit_that_all_pages_fit_in_leaves_the_run_complete(site):
    site.routes |= {"/": page("/a"), "/a": page("/")}
    crawled = crawl(site, max_pages=2)
    assert crawled.run.complete


def test_a_url_of_endless_length_is_skipped(site):
    site.routes |= {"/": page("/" + "a" * 3000, "/" + "a" * 3000)}
    crawled = crawl(site)
    assert crawled.run.complete
    assert list(crawled.reasons.values()) == ["longer than 2,048 characters"]


def test_robots_txt_is_obeyed(site):
    site.routes |= {
        "/robots.txt": robots("User-agent: *\nDisallow: /\n\nUser-agent: SiteAgent\nDisallow: /private\n"),
        "/": page("/private/a", "/open", "/jump"),
        "/open": page("/private/a"),
        "/jump": redirect("/private/b"),
    }
    crawled = crawl(site)
    assert crawled.paths == ["", "open", "jump"]
    assert crawled.run.skipped == [
        {"url": f"{site.url}private/a", "reason": "forbidden by robots.txt"},
        {"url": f"{site.url}private/b", "reason": "forbidden by robots.txt"},
    ]
    assert not any(request.startswith("/private") for request in site.requests)
    assert crawled.run.complete


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_robots_txt_that_is_not_there_allows_everything(site, status):
    site.routes |= {"/robots.txt": answer("User-agent: *\nDisallow: /", status), "/": page()}
    assert crawl(site).paths == [""]


def test_robots_txt_is_read_through_redirects_and_a_circle_counts_as_none(site):
    site.routes |= {"/robots.txt": redirect("/r"), "/r": robots("User-agent: *\nDisallow: /a"), "/": page("/a")}
    assert crawl(site).paths == [""]
    site.routes["/r"] = redirect("/robots.txt")
    assert crawl(site).paths == ["", "a"]


def test_a_rule_cut_at_500_kib_forbids_nothing_else(site):
    filler = "# filler\n" * 100_000
    head = f"User-agent: *\n{filler}"[: 500 * 1024 - len("\nDisallow: /")]
    site.routes |= {"/robots.txt": robots(f"{head}\nDisallow: /private"), "/": page()}
    assert crawl(site).paths == [""]


@pytest.mark.parametrize(
    "body",
    [b"\xff\xfe\x00", b"\xef\xbb\xbfUser-agent: *\nDisallow: /a", b"<!doctype html>", bytes(1000), b"Crawl-delay: nan"],
)
def test_a_hostile_robots_txt_harms_nothing(site, body):
    site.routes |= {"/robots.txt": answer(body), "/": page()}
    assert "" in crawl(site).pages


def test_pages_of_the_sitemap_come_before_links(site):
    site.routes |= {
        "/": page("/linked"),
        "/sitemap.xml": answer(sitemap(site.url + "listed#part", "http://other.test/")),
    }
    assert crawl(site).paths == ["", "listed", "linked"]


def test_sitemaps_that_robots_txt_names_are_read_through_indexes_gzip_and_text(site):
    index = sitemap(
        site.url + "one.xml.gz", site.url + "two.txt", site.url + "index.xml", root="sitemapindex", entry="sitemap"
    )
    site.routes |= {
        "/robots.txt": robots(f"Sitemap: {site.url}index.xml\nSitemap: /index.xml\n"),
        "/index.xml": answer(index, content_type="application/xml"),
        "/one.xml.gz": answer(gzip.compress(sitemap(site.url + "a")), content_type="application/gzip"),
        "/two.txt": answer(f"{site.url}b\n{site.url}a\n", content_type="text/plain"),
        "/": page(),
    }
    crawled = crawl(site)
    assert crawled.paths == ["", "a", "b"]
    assert site.requests.count("/index.xml") == 1
    assert "/sitemap.xml" not in site.requests
    assert crawled.run.complete


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (answer("gone", 410), "answers 410"),
        (answer("<!doctype html><p>not found"), "an HTML page"),
        (answer("<urlset>"), "not well-formed XML"),
        (answer(gzip.compress(bytes(60_000_000))), "neither XML nor a text"),
        (answer(gzip.compress(bytes(60_000_000)), content_encoding="gzip"), "neither XML nor a text"),
        (answer(gzip.compress(b"<urlset></urlset>")[:-9]), "cut off"),
        (lambda connection: None, "the connection closed"),
        (redirect("http://127.0.0.2:1/"), "answers 301"),
    ],
)
def test_a_named_sitemap_that_cannot_be_read_is_told_and_links_are_followed(site, reply, reason):
    site.routes |= {"/robots.txt": robots("Sitemap: /map.xml"), "/map.xml": reply, "/": page("/a"), "/a": page()}
    crawled = crawl(site)
    assert crawled.paths == ["", "a"]
    assert [skip["url"] for skip in crawled.run.skipped] == [f"{site.url}map.xml"]
    assert reason in crawled.run.skipped[0]["reason"]


def test_a_sitemap_on_another_site_or_forbidden_by_robots_txt_is_not_asked_for(site):
    text = "User-agent: *\nDisallow: /private\nSitemap: http://127.0.0.2:1/s.xml\nSitemap: /private/s.xml"
    site.routes |= {"/robots.txt": robots(text), "/": page()}
    crawled = crawl(site)
    assert [skip["reason"] for skip in crawled.run.skipped] == ["lies on another site", "forbidden by robots.txt"]


def test_a_sitemap_index_without_end_is_given_up(site, monkeypatch):
    monkeypatch.setattr(sitemaps, "MAX_SITEMAPS", 5)
    for number in range(50):
        child = sitemap(f"{site.url}{number + 1}.xml", root="sitemapindex", entry="sitemap")
        site.routes[f"/{number}.xml"] = answer(child)
    site.routes |= {"/robots.txt": robots("Sitemap: /0.xml"), "/": page()}
    crawled = crawl(site)
    assert crawled.paths == [""]
    assert (crawled.run.complete, crawled.run.stop_reason) == (False, "limit of 5 sitemaps")
    assert len(site.requests) < 10


def test_a_sitemap_above_the_cap_is_read_to_the_cap_and_known_by_its_size(site, monkeypatch):
    monkeypatch.setattr(http, "READ_BYTES", 1001)
    monkeypatch.setattr(core_sitemap, "MAX_BYTES", 1000)
    site.routes |= {"/": page(), "/sitemap.xml": answer(sitemap(*[f"{site.url}#{number}" for number in range(100)]))}
    crawled = crawl(site)
    assert crawled.paths == [""]
    (file,) = crawled.run.sitemaps
    assert (file["state"], file["byte_size"]) == ("ok", 1001)
    assert 0 < file["entries"] < 100


def test_a_page_that_cannot_be_fetched_is_skipped_and_makes_the_run_partial(site):
    site.routes |= {"/": page("/bad", "/good"), "/bad": lambda connection: None, "/good": page()}
    crawled = crawl(site)
    assert crawled.paths == ["", "good"]
    assert crawled.run.skipped == [
        {"url": f"{site.url}bad", "reason": "the connection closed before the whole answer came"}
    ]
    assert not crawled.run.complete


def test_a_site_that_goes_down_is_given_up(site):
    site.routes |= {f"/{number}": lambda connection: None for number in range(50)}
    site.routes["/"] = page(*(f"/{number}" for number in range(50)))
    crawled = crawl(site)
    assert crawled.paths == [""]
    assert crawled.run.stop_reason == "10 requests in a row failed"
    assert not crawled.run.complete


def test_failures_here_and_there_do_not_end_the_reading(site):
    for number in range(0, 40, 2):
        site.routes |= {f"/{number}": lambda connection: None, f"/{number + 1}": page()}
    site.routes["/"] = page(*(f"/{number}" for number in range(40)))
    crawled = crawl(site)
    assert len(crawled.pages) == 21
    assert len(crawled.run.skipped) == 20


def test_too_many_requests_ends_the_reading(site):
    site.routes |= {"/": page("/a", "/b"), "/a": answer("slow down", 429), "/b": page()}
    crawled = crawl(site)
    assert crawled.paths == [""]
    assert crawled.run.stop_reason == "the site answered 429, too many requests"
    assert "/b" not in site.requests


# Limits


def test_links_are_followed_as_deep_as_asked_for(site):
    site.routes |= {"/": page("/a"), "/a": page("/a/b"), "/a/b": page("/a/b/c")}
    crawled = crawl(site, max_depth=1)
    assert crawled.paths == ["", "a"]
    assert crawled.reasons == {"a/b": "lies more than 1 links from the start"}
    assert not crawled.run.complete


def test_a_redirect_is_no_step_deeper(site):
    site.routes |= {"/": page("/old"), "/old": redirect("/new"), "/new": page()}
    crawled = crawl(site, max_depth=1)
    assert crawled.paths == ["", "old", "new"]
    assert crawled.run.complete


def test_a_run_ends_when_it_has_read_enough_bytes(site):
    site.routes |= {"/": page("/a"), "/a": page("/b")}
    crawled = crawl(site, max_bytes=1)
    assert crawled.paths == [""]
    assert (crawled.run.complete, crawled.run.stop_reason) == (False, "limit of 1 bytes")


def test_a_run_ends_when_its_time_is_over(site):
    site.routes |= {"/": page("/a"), "/a": page("/b")}
    crawled = crawl(site, max_time=0)
    assert crawled.paths == []
    assert (crawled.run.complete, crawled.run.stop_reason) == (False, "limit of 0 seconds")


def test_a_calendar_without_end_is_read_to_a_budget(site, monkeypatch):
    monkeypatch.setattr(traps, "BUDGET", 3)
    for month in range(1, 50):
        site.routes[f"/calendar?month={month}"] = page(f"/calendar?month={month + 1}")
    site.routes |= {"/": page("/calendar?month=1", "/a", "/b", "/c", "/d"), **{f"/{name}": page() for name in "abcd"}}
    crawled = crawl(site)
    assert [path for path in crawled.paths if "?" in path] == [f"calendar?month={month}" for month in (1, 2, 3)]
    assert {"a", "b", "c", "d"} < set(crawled.paths)
    assert list(crawled.reasons) == ["calendar?month=4"]
    assert not crawled.run.complete


def test_links_that_carry_sessions_or_repeat_themselves_are_left_out(site):
    site.routes["/"] = page("/a?PHPSESSID=1", "/x/y/x/y/x/y/x/y")
    crawled = crawl(site)
    assert crawled.paths == [""]
    assert crawled.reasons == {
        "a?PHPSESSID=1": "carries a session id (PHPSESSID)",
        "x/y/x/y/x/y/x/y": "the path repeats x/y",
    }


# Where a crawl may start


def test_only_the_pages_of_a_list_are_read_and_where_they_redirect(site):
    site.routes |= {
        "/pages.txt": answer(f"{site.url}a\n{site.url}old\n{site.url}gone\n", content_type="text/plain"),
        "/a": page("/b"),
        "/old": redirect("/new"),
        "/new": page(),
    }
    crawled = crawl(site, f"{site.url}pages.txt")
    assert crawled.paths == ["a", "old", "gone", "new"]
    assert (crawled.run.complete, crawled.run.filtered) == (True, True)


def test_only_the_pages_of_a_sitemap_are_read(site):
    site.routes |= {
        "/map.xml": answer(sitemap(f"{site.url}a", f"{site.url}b"), content_type="application/xml"),
        "/a": page("/c"),
        "/b": page(),
    }
    crawled = crawl(site, f"{site.url}map.xml")
    assert crawled.paths == ["a", "b"]
    assert [file["url"] for file in crawled.run.sitemaps] == [f"{site.url}map.xml"]


# Retries


def failing(times: int, reply: bytes, then: bytes):
    """Say `reply` so many times, afterwards `then`."""
    left = iter([reply] * times)
    return lambda connection: connection.sendall(next(left, then))


@pytest.mark.parametrize(
    "reply", [b"", answer("", 500), answer("", 503), answer("", 429), answer("", 429, retry_after="0")]
)
def test_what_passes_is_asked_for_again(site, reply):
    site.routes |= {"/": page("/a", "/b"), "/a": failing(2, reply, page()), "/b": page()}
    crawled = crawl(site)
    assert {path: facts.status for path, facts in crawled.pages.items()} == {"": 200, "a": 200, "b": 200}
    assert site.requests.count("/a") == 3
    assert crawled.run.complete


def test_a_page_that_stays_broken_is_kept_with_its_status(site):
    site.routes |= {"/": page("/a"), "/a": answer("", 503)}
    crawled = crawl(site)
    assert crawled.pages["a"].status == 503
    assert site.requests.count("/a") == 3


def test_a_page_that_is_not_there_is_asked_for_once(site):
    site.routes["/"] = page("/a")
    crawl(site)
    assert site.requests.count("/a") == 1


def test_a_level_waits_for_what_is_put_off(site):
    """Else the depth of what only the late page links to would depend on chance."""
    site.routes |= {"/": page("/a", "/b"), "/a": failing(1, b"", page("/c")), "/b": page("/d"), "/d": page("/c")}
    site.routes["/c"] = page()
    crawled = crawl(site, max_depth=2)
    assert set(crawled.paths) == {"", "a", "b", "c", "d"}
    assert crawled.run.complete


# Staging sites


def test_credentials_open_the_site_and_are_stored_nowhere(site):
    def home(connection: socket.socket) -> None:
        allowed = site.headers[-1].get("authorization") == "Basic c2VjcmV0"
        connection.sendall(page("/a") if allowed else answer("who are you?", 401))

    site.routes |= {"/": home, "/a": page()}
    headers = {"Authorization": "Basic c2VjcmV0"}
    reading = reading_of(site)
    reach = Reach(site.access, Credentials(site.url, headers))
    with reading_run(msgspec.structs.replace(reading, reach=reach), Silent(), audit=True) as run:
        assert Crawled(run).paths == ["", "a"]
    stored = [row for model in apps.get_app_config("seo_meta").get_models() for row in model.objects.values_list()]
    assert len(stored) > 3
    assert "c2VjcmV0" not in repr(stored)
