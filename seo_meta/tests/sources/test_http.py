import gzip
import socket

import pytest

from seo_meta.core import sitemap as core_sitemap
from seo_meta.core.extract import extract
from seo_meta.core.scope import Scope
from seo_meta.core.site import TextFile
from seo_meta.core.types import Document
from seo_meta.errors import SourceError
from seo_meta.sources import http, sitemaps
from seo_meta.sources.http import HttpSource
from seo_meta.tests.loopback import answer, private, redirect, serving

NO_SITEMAP = ("/sitemap.xml", "/sitemap_index.xml", "/sitemap-index.xml")
"""What is asked for when robots.txt names no sitemap and none is there."""


@pytest.fixture
def site():
    with serving() as site:
        yield site


def source_of(site, *, scope: Scope | None = None, limit: int | None = None) -> HttpSource:
    return HttpSource(site.url, scope, limit, delay=0, access=site.access)


def read(source: HttpSource) -> dict[str, Document]:
    """Every document by path, in the order of reading, with its links handed back as the crawl service does."""
    documents = {}
    for document in source.documents():
        documents[document.url.removeprefix(source.base_url)] = document
        source.add_links(anchor.url for anchor in extract(document).anchors if anchor.url)
    return documents


def page(*links: str, head: str = "") -> bytes:
    return answer(f"<!doctype html>{head}<title>T</title>" + "".join(f'<a href="{link}">x</a>' for link in links))


def robots(text: str) -> bytes:
    return answer(text, content_type="text/plain")


def sitemap(*urls: str, root: str = "urlset", entry: str = "url") -> bytes:
    entries = "".join(f"<{entry}><loc>{url}</loc></{entry}>" for url in urls)
    return f'<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</{root}>'.encode()


# What is read


def test_links_are_followed_breadth_first_and_each_url_is_asked_for_once(site):
    site.routes |= {
        "/": page("/a", "/b#part", "/a?q=1", "/"),
        "/a": page("/deep", "b", "/#top"),
        "/b": page("/a#x"),
        "/a?q=1": page(),
        "/deep": page("../b"),
    }
    source = source_of(site)
    assert list(read(source)) == ["", "a", "b", "a?q=1", "deep"]
    assert site.requests == ["/robots.txt", "/", "/llms.txt", *NO_SITEMAP, "/a", "/b", "/a?q=1", "/deep"]
    assert (source.complete, source.stop_reason, source.skipped, source.filtered) == (True, "", [], False)


def test_relative_links_resolve_against_base(site):
    site.routes |= {"/": page("one", head='<base href="/docs/">'), "/docs/one": page()}
    assert list(read(source_of(site))) == ["", "docs/one"]


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
    source = source_of(site)
    assert list(read(source)) == [""]
    assert source.complete


def test_base_url_is_the_origin_wherever_reading_starts(site):
    site.routes |= {"/docs/start": page("/")}
    source = HttpSource(site.url + "docs/start#part", delay=0, access=site.access)
    assert source.base_url == site.url
    assert list(read(source)) == ["docs/start", ""]


def test_error_pages_are_known_and_their_links_are_not_followed(site):
    site.routes |= {"/": page("/gone", "/broken"), "/broken": answer('<a href="/more">x</a>', 500)}
    documents = read(source_of(site))
    assert {path: document.status for path, document in documents.items()} == {"": 200, "gone": 404, "broken": 500}
    assert documents["gone"].body == b"not found"


def test_other_types_than_html_are_known_without_their_body(site):
    site.routes |= {"/": page("/a.pdf", "/untyped"), "/a.pdf": answer(b"%PDF", content_type="application/pdf")}
    site.routes["/untyped"] = answer("<title>x</title>", content_type="")
    documents = read(source_of(site))
    assert documents["a.pdf"].body == b""
    assert documents["a.pdf"].headers["content-type"] == "application/pdf"
    assert documents["untyped"].body


@pytest.mark.parametrize(
    "content_type",
    [";;;=\x7f", "text/html; charset=hex", "text/html;charset=idna", "TEXT/HTML ; charset='", "x" * 5000, "é"],
)
def test_a_hostile_content_type_harms_nothing(site, content_type):
    site.routes["/"] = answer("<title>T</title>", content_type=content_type)
    documents = read(source_of(site))
    assert documents[""].status == 200


def test_each_hop_of_a_redirect_is_a_document(site):
    site.routes |= {"/": page("/old"), "/old": redirect("/older", 302), "/older": redirect("/new#part"), "/new": page()}
    documents = read(source_of(site))
    assert [(path, document.status, document.body == b"") for path, document in documents.items()] == [
        ("", 200, False),
        ("old", 302, True),
        ("older", 301, True),
        ("new", 200, False),
    ]
    assert documents["old"].headers["location"] == "/older"


def test_redirects_in_a_circle_end(site):
    site.routes |= {"/": page("/a"), "/a": redirect("/b"), "/b": redirect("/a")}
    source = source_of(site)
    assert list(read(source)) == ["", "a", "b"]
    assert source.complete


def test_redirects_without_end_are_given_up_after_ten(site):
    site.routes |= {f"/{hop}": redirect(f"/{hop + 1}") for hop in range(50)}
    site.routes["/"] = page("/0")
    source = source_of(site)
    assert list(read(source)) == ["", *(str(hop) for hop in range(11))]
    assert not source.complete
    assert source.skipped == [{"url": f"{site.url}11", "reason": "comes after more than 10 redirects in a row"}]


def test_a_redirect_to_another_host_is_known_and_not_followed(site):
    site.routes |= {"/": page("/away"), "/away": redirect("http://127.0.0.2:1/")}
    source = source_of(site)
    assert read(source)["away"].status == 301
    assert source.complete


def test_a_page_above_the_cap_is_truncated_and_makes_the_run_partial(site):
    site.routes["/"] = answer(gzip.compress(bytes(20_000_000)), content_encoding="gzip")
    source = source_of(site)
    assert [document.truncated for document in source.documents()] == [True]
    assert not source.complete


# Scope and limits


def test_scope_decides_what_is_read_but_the_start_is_always_read(site):
    site.routes |= {"/": page("/docs/a", "/blog/b", "/docs/caf%C3%A9/"), "/docs/a": page(), "/docs/caf%C3%A9/": page()}
    source = source_of(site, scope=Scope(include=("docs/",), exclude=("café/",)))
    assert list(read(source)) == ["", "docs/a"]
    assert source.filtered
    assert source.complete


def test_the_limit_makes_the_run_partial(site):
    site.routes |= {"/": page("/a", "/b", "/c")}
    source = source_of(site, limit=2)
    assert list(read(source)) == ["", "a"]
    assert (source.complete, source.stop_reason) == (False, "limit of 2 pages")


def test_a_limit_that_all_pages_fit_in_leaves_the_run_complete(site):
    site.routes |= {"/": page("/a"), "/a": page("/")}
    source = source_of(site, limit=2)
    read(source)
    assert source.complete


def test_reading_that_is_left_early_is_not_complete(site):
    site.routes |= {"/": page()}
    source = source_of(site)
    next(source.documents())
    assert not source.complete


def test_a_url_of_endless_length_is_skipped(site):
    site.routes |= {"/": page("/" + "a" * 3000, "/" + "a" * 3000)}
    source = source_of(site)
    read(source)
    assert not source.complete
    assert [skip["reason"] for skip in source.skipped] == ["is longer than 2048 characters"]


# robots.txt


def test_robots_txt_is_obeyed(site):
    site.routes |= {
        "/robots.txt": robots("User-agent: *\nDisallow: /\n\nUser-agent: SiteAgent\nDisallow: /private\n"),
        "/": page("/private/a", "/open", "/jump"),
        "/open": page("/private/a"),
        "/jump": redirect("/private/b"),
    }
    source = source_of(site)
    assert list(read(source)) == ["", "open", "jump"]
    assert source.skipped == [
        {"url": f"{site.url}private/a", "reason": "forbidden by robots.txt"},
        {"url": f"{site.url}private/b", "reason": "forbidden by robots.txt"},
    ]
    assert not any(request.startswith("/private") for request in site.requests)
    assert source.complete


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_robots_txt_that_is_not_there_allows_everything(site, status):
    site.routes |= {"/robots.txt": answer("User-agent: *\nDisallow: /", status), "/": page()}
    assert list(read(source_of(site))) == [""]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_robots_txt_that_fails_forbids_everything(site, status):
    site.routes |= {"/robots.txt": answer("", status), "/": page()}
    with pytest.raises(SourceError, match=rf"robots\.txt answers {status}, so nothing may be read .* Try again"):
        source_of(site)
    assert site.requests == ["/robots.txt"]


def test_an_unreachable_robots_txt_forbids_everything(site):
    site.routes |= {"/robots.txt": lambda connection: None, "/": page()}
    with pytest.raises(SourceError, match=r"cannot be read: the connection closed .*robots\.txt"):
        source_of(site)
    assert site.requests == ["/robots.txt"]


def test_a_robots_txt_at_a_private_address_forbids_everything(site):
    site.routes |= {"/robots.txt": redirect("http://127.0.0.2/robots.txt"), "/": page()}
    with pytest.raises(SourceError, match=r"may not be read: its address is not a public one .* --allow-private"):
        source_of(site)


def test_robots_txt_is_read_through_redirects_and_a_circle_counts_as_none(site):
    site.routes |= {"/robots.txt": redirect("/r"), "/r": robots("User-agent: *\nDisallow: /a"), "/": page("/a")}
    assert list(read(source_of(site))) == [""]
    site.routes["/r"] = redirect("/robots.txt")
    assert list(read(source_of(site))) == ["", "a"]


def test_a_start_that_robots_txt_forbids_is_refused(site):
    site.routes |= {"/robots.txt": robots("User-agent: *\nDisallow: /"), "/": page()}
    with pytest.raises(SourceError, match=r"robots\.txt forbids .* Allow SiteAgent there"):
        source_of(site)
    assert site.requests == ["/robots.txt"]


def test_a_rule_cut_at_500_kib_forbids_nothing_else(site):
    filler = "# filler\n" * 100_000
    head = f"User-agent: *\n{filler}"[: 500 * 1024 - len("\nDisallow: /")]
    site.routes |= {"/robots.txt": robots(f"{head}\nDisallow: /private"), "/": page()}
    assert list(read(source_of(site))) == [""]


@pytest.mark.parametrize(
    "body",
    [b"\xff\xfe\x00", b"\xef\xbb\xbfUser-agent: *\nDisallow: /a", b"<!doctype html>", bytes(1000), b"Crawl-delay: nan"],
)
def test_a_hostile_robots_txt_harms_nothing(site, body):
    site.routes |= {"/robots.txt": answer(body), "/": page()}
    assert "" in read(source_of(site))


@pytest.mark.parametrize(("said", "kept"), [("3", 3), ("0.1", 0.2), ("86400", 10), ("-1", 0.2), ("x", 0.2)])
def test_crawl_delay_is_kept_up_to_ten_seconds(site, said, kept, monkeypatch):
    pauses = []
    monkeypatch.setattr(http, "sleep", pauses.append)
    monkeypatch.setattr(http, "monotonic", lambda: 100.0)
    site.routes |= {"/robots.txt": robots(f"User-agent: *\nCrawl-delay: {said}"), "/": page("/a", "/b")}
    read(HttpSource(site.url, access=site.access))
    assert pauses[-1] == pytest.approx(kept)


# Sitemaps


def test_pages_of_the_sitemap_come_before_links(site):
    site.routes |= {
        "/": page("/linked"),
        "/sitemap.xml": answer(sitemap(site.url + "listed#part", "http://other.test/")),
    }
    assert list(read(source_of(site))) == ["", "listed", "linked"]


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
    source = source_of(site)
    assert list(read(source)) == ["", "a", "b"]
    assert site.requests.count("/index.xml") == 1
    assert "/sitemap.xml" not in site.requests
    assert source.complete


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
    source = source_of(site)
    assert list(read(source)) == ["", "a"]
    assert [skip["url"] for skip in source.skipped] == [f"{site.url}map.xml"]
    assert reason in source.skipped[0]["reason"]


def test_a_sitemap_on_another_site_or_forbidden_by_robots_txt_is_not_asked_for(site):
    text = "User-agent: *\nDisallow: /private\nSitemap: http://127.0.0.2:1/s.xml\nSitemap: /private/s.xml"
    site.routes |= {"/robots.txt": robots(text), "/": page()}
    source = source_of(site)
    read(source)
    assert [skip["reason"] for skip in source.skipped] == ["lies on another site", "forbidden by robots.txt"]


def test_a_sitemap_index_without_end_is_given_up(site, monkeypatch):
    monkeypatch.setattr(sitemaps, "MAX_SITEMAPS", 5)
    for number in range(50):
        child = sitemap(f"{site.url}{number + 1}.xml", root="sitemapindex", entry="sitemap")
        site.routes[f"/{number}.xml"] = answer(child)
    site.routes |= {"/robots.txt": robots("Sitemap: /0.xml"), "/": page()}
    source = source_of(site)
    assert list(read(source)) == [""]
    assert (source.complete, source.stop_reason) == (False, "limit of 5 sitemaps")
    assert len(site.requests) < 10


def test_entries_are_known_with_lastmod_and_every_sitemap_with_what_became_of_it(site):
    body = "<urlset><url><loc>{}</loc><lastmod>2026-01-02</lastmod></url><url><loc>/relative</loc></url></urlset>"
    site.routes |= {
        "/robots.txt": robots("Sitemap: /map.xml\nSitemap: /gone.xml\nSitemap: http://127.0.0.2:1/s.xml"),
        "/map.xml": answer(body.format(f"{site.url}a")),
        "/": page(),
        "/a": page(),
    }
    source = source_of(site)
    entries = list(source.sitemap_entries)
    assert entries == [(f"{site.url}map.xml", f"{site.url}a", "2026-01-02"), (f"{site.url}map.xml", "/relative", "")]
    assert [(file.state, file.entries, file.declared, file.error) for file in source.sitemaps] == [
        ("ok", 2, True, ""),
        ("unreachable", 0, True, "answers 404"),
        ("not-read", 0, True, "lies on another site"),
    ]
    assert list(read(source)) == ["", "a"]
    assert site.requests.count("/map.xml") == 1


def test_a_sitemap_above_the_cap_is_read_to_the_cap_and_known_by_its_size(site, monkeypatch):
    monkeypatch.setattr(http, "READ_BYTES", 1001)
    monkeypatch.setattr(core_sitemap, "MAX_BYTES", 1000)
    site.routes |= {"/": page(), "/sitemap.xml": answer(sitemap(*[f"{site.url}#{number}" for number in range(100)]))}
    source = source_of(site)
    assert list(read(source)) == [""]
    assert [(file.state, file.byte_size) for file in source.sitemaps] == [("ok", 1001)]
    assert 0 < source.sitemaps[0].entries < 100


# llms.txt


def test_robots_txt_and_llms_txt_are_kept(site):
    site.routes |= {"/robots.txt": robots("\ufeffUser-agent: *\n\0"), "/llms.txt": robots("# Shop"), "/": page()}
    source = source_of(site)
    read(source)
    assert source.robots == TextFile(f"{site.url}robots.txt", "ok", 200, "User-agent: *\n", 18)
    assert source.llms == TextFile(f"{site.url}llms.txt", "ok", 200, "# Shop", 6)


@pytest.mark.parametrize(
    ("reply", "state", "status"),
    [
        (answer("gone", 410), "absent", 410),
        (answer("<title>Not found</title>"), "absent", None),
        (answer("", 503, content_type="text/plain"), "unreachable", 503),
        (lambda connection: None, "unreachable", None),
    ],
)
def test_an_llms_txt_that_is_not_there_is_no_trouble(site, reply, state, status):
    site.routes |= {"/llms.txt": reply, "/": page()}
    source = source_of(site)
    read(source)
    assert (source.llms.state, source.llms.status, source.llms.text) == (state, status, "")
    assert source.complete


def test_an_llms_txt_that_robots_txt_forbids_is_not_asked_for(site):
    site.routes |= {"/robots.txt": robots("User-agent: *\nDisallow: /llms.txt"), "/": page()}
    read(source_of(site))
    assert "/llms.txt" not in site.requests


# A site in trouble


def test_a_page_that_cannot_be_fetched_is_skipped_and_makes_the_run_partial(site):
    site.routes |= {"/": page("/bad", "/good"), "/bad": lambda connection: None, "/good": page()}
    source = source_of(site)
    assert list(read(source)) == ["", "good"]
    assert source.skipped == [{"url": f"{site.url}bad", "reason": "the connection closed before the whole answer came"}]
    assert not source.complete


def test_a_site_that_goes_down_is_given_up(site):
    site.routes |= {f"/{number}": lambda connection: None for number in range(50)}
    site.routes["/"] = page(*(f"/{number}" for number in range(50)))
    source = source_of(site)
    assert list(read(source)) == [""]
    assert source.stop_reason == "10 requests in a row failed"
    assert not source.complete


def test_failures_here_and_there_do_not_end_the_reading(site):
    for number in range(0, 40, 2):
        site.routes |= {f"/{number}": lambda connection: None, f"/{number + 1}": page()}
    site.routes["/"] = page(*(f"/{number}" for number in range(40)))
    source = source_of(site)
    assert len(read(source)) == 21
    assert len(source.skipped) == 20


def test_too_many_requests_ends_the_reading(site):
    site.routes |= {"/": page("/a", "/b"), "/a": answer("slow down", 429), "/b": page()}
    source = source_of(site)
    assert list(read(source)) == [""]
    assert source.stop_reason == "the site answered 429, too many requests"
    assert "/b" not in site.requests


def test_a_start_that_asks_for_a_pause_is_refused(site):
    site.routes["/"] = answer("slow down", 429)
    with pytest.raises(SourceError, match="answers 429, too many requests"):
        source_of(site)


def test_a_start_url_that_does_not_answer_is_one_line_with_a_remedy():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/"
        with pytest.raises(SourceError) as caught:
            HttpSource(url, access=private(url))
    reason = f"no connection: connection refused ({url}robots.txt)"
    assert str(caught.value) == f"{url} cannot be read: {reason}. Is the address right and the site up?"


@pytest.mark.parametrize("url", ["", "example.com", "file:///etc/passwd", "http://", "http://[::1"])
def test_a_start_that_is_no_http_url_is_refused(url):
    with pytest.raises(SourceError, match=r"no http\(s\) URL\. Write it as"):
        HttpSource(url)


def test_a_password_in_the_start_url_is_refused_and_not_repeated():
    with pytest.raises(SourceError, match="user name or password") as caught:
        HttpSource("http://user:secret@127.0.0.1/")
    assert "secret" not in str(caught.value)


# A site that moved


LOOK_UP = socket.getaddrinfo


def on_loopback(host: str, *args, **options):
    return LOOK_UP("127.0.0.1", *args, **options)


def test_a_start_that_moved_to_another_site_is_refused_with_its_name(site):
    site.routes["/"] = redirect("http://127.0.0.2:1/home")
    with pytest.raises(SourceError, match=r"redirects to http://127\.0\.0\.2:1/home, another site\. Give that URL"):
        source_of(site)


def test_a_start_that_moved_to_www_is_read_there(site, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", on_loopback)
    port = site.url.rpartition(":")[2]
    access = private(f"http://site.invalid:{port}", f"http://www.site.invalid:{port}")

    def home(connection: socket.socket) -> None:
        www = site.headers[-1]["host"].startswith("www.")
        connection.sendall(page("/a") if www else redirect(f"http://www.site.invalid:{port}"))

    site.routes |= {"/": home, "/a": page()}
    source = HttpSource(f"http://site.invalid:{port}", delay=0, access=access)
    assert source.base_url == f"http://www.site.invalid:{port}"
    assert list(read(source)) == ["", "a"]


def test_a_start_that_moves_in_a_circle_is_refused(site, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", on_loopback)
    port = site.url.rpartition(":")[2]
    access = private(f"http://site.invalid:{port}", f"http://www.site.invalid:{port}")

    def home(connection: socket.socket) -> None:
        www = site.headers[-1]["host"].startswith("www.")
        connection.sendall(redirect(f"http://{'' if www else 'www.'}site.invalid:{port}"))

    site.routes["/"] = home
    with pytest.raises(SourceError, match="redirects in a circle"):
        HttpSource(f"http://site.invalid:{port}", delay=0, access=access)
