"""A live site is opened: what it says of itself, and what keeps us out."""

import socket

import pytest

from seo_meta.core.site import TextFile
from seo_meta.errors import SourceError
from seo_meta.fetch.reach import Reach
from seo_meta.sources import http
from seo_meta.sources.http import HttpSource
from seo_meta.tests.loopback import answer, page, private, redirect, robots, serving, sitemap


@pytest.fixture
def site():
    with serving() as site:
        yield site


def source_of(site, start: str = "", delay: float = 0) -> HttpSource:
    return HttpSource(start or site.url, Reach(site.access), delay)


def test_base_url_is_the_origin_wherever_reading_starts(site):
    site.routes |= {"/docs/start": page("/")}
    source = source_of(site, site.url + "docs/start#part")
    assert (source.base_url, source.starts) == (site.url, (f"{site.url}docs/start",))


# robots.txt


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


def test_a_start_that_robots_txt_forbids_is_refused(site):
    site.routes |= {"/robots.txt": robots("User-agent: *\nDisallow: /"), "/": page()}
    with pytest.raises(SourceError, match=r"robots\.txt forbids .* Allow SiteAgent there"):
        source_of(site)
    assert site.requests == ["/robots.txt"]


# Sitemaps


def test_entries_are_known_with_lastmod_and_every_sitemap_with_what_became_of_it(site):
    body = "<urlset><url><loc>{}</loc><lastmod>2026-01-02</lastmod></url><url><loc>/relative</loc></url></urlset>"
    site.routes |= {
        "/robots.txt": robots("Sitemap: /map.xml\nSitemap: /gone.xml\nSitemap: http://127.0.0.2:1/s.xml"),
        "/map.xml": answer(body.format(f"{site.url}a")),
        "/": page(),
        "/a": page(),
    }
    source = source_of(site)
    entries = list(source.entries())
    assert entries == [(f"{site.url}map.xml", f"{site.url}a", "2026-01-02"), (f"{site.url}map.xml", "/relative", "")]
    assert [(file.state, file.entries, file.declared, file.error) for file in source.sitemaps] == [
        ("ok", 2, True, ""),
        ("unreachable", 0, True, "answers 404"),
        ("not-read", 0, True, "lies on another site"),
    ]


# llms.txt


def test_robots_txt_and_llms_txt_are_kept(site):
    site.routes |= {"/robots.txt": robots("\ufeffUser-agent: *\n\0"), "/llms.txt": robots("# Shop"), "/": page()}
    source = source_of(site)
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
    assert (source.llms.state, source.llms.status, source.llms.text) == (state, status, "")


def test_an_llms_txt_that_robots_txt_forbids_is_not_asked_for(site):
    site.routes |= {"/robots.txt": robots("User-agent: *\nDisallow: /llms.txt"), "/": page()}
    source_of(site)
    assert "/llms.txt" not in site.requests


# A site in trouble


def test_a_start_that_asks_for_a_pause_is_refused(site):
    site.routes["/"] = answer("slow down", 429)
    with pytest.raises(SourceError, match="answers 429, too many requests"):
        source_of(site)


def test_a_start_url_that_does_not_answer_is_one_line_with_a_remedy():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/"
        with pytest.raises(SourceError) as caught:
            HttpSource(url, Reach(private(url)))
    reason = f"no connection: connection refused ({url}robots.txt)"
    assert str(caught.value) == f"{url} cannot be read: {reason}. Is the address right and the site up?"


@pytest.mark.parametrize("url", ["http://", "http://[::1", "https://a b/"])
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
    source = HttpSource(f"http://site.invalid:{port}", Reach(access), delay=0)
    assert source.base_url == source.starts[0] == f"http://www.site.invalid:{port}"


def test_a_start_that_moves_in_a_circle_is_refused(site, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", on_loopback)
    port = site.url.rpartition(":")[2]
    access = private(f"http://site.invalid:{port}", f"http://www.site.invalid:{port}")

    def home(connection: socket.socket) -> None:
        www = site.headers[-1]["host"].startswith("www.")
        connection.sendall(redirect(f"http://{'' if www else 'www.'}site.invalid:{port}"))

    site.routes["/"] = home
    with pytest.raises(SourceError, match="redirects in a circle"):
        HttpSource(f"http://site.invalid:{port}", Reach(access), delay=0)


# What a start may be


def test_a_sitemap_as_the_start_names_all_that_is_wanted(site):
    site.routes["/map.xml"] = answer(sitemap(f"{site.url}a", f"{site.url}b"), content_type="application/xml")
    source = source_of(site, f"{site.url}map.xml")
    assert (source.starts, source.follow) == ((), False)
    assert [loc for _, loc, _ in source.entries()] == [f"{site.url}a", f"{site.url}b"]


def test_a_list_as_the_start_names_all_that_is_wanted(site):
    site.routes["/pages.txt"] = answer(f"# pages\n{site.url}a\n{site.url}b\n", content_type="text/plain")
    source = source_of(site, f"{site.url}pages.txt")
    assert (source.starts, source.follow) == ((f"{site.url}a", f"{site.url}b"), False)
    assert list(source.entries()) == []


@pytest.mark.parametrize("body", [b"{url}a\n{url}b\n", sitemap("{url}a", "{url}b")])
def test_a_list_may_be_a_file(site, tmp_path, body):
    path = tmp_path / "pages"
    path.write_bytes(body.replace(b"{url}", site.url.encode()))
    assert source_of(site, str(path)).starts == (f"{site.url}a", f"{site.url}b")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "names no page"),
        ("no url", "Line 1 is no http"),
        ("http://a.test/\nhttp://b.test/", "two sites"),
        ("<html><p>", "is no list of URLs"),
    ],
)
def test_what_is_no_list_of_one_site_is_refused(tmp_path, text, reason):
    path = tmp_path / "pages"
    path.write_text(text)
    with pytest.raises(SourceError, match=reason):
        HttpSource(str(path))


@pytest.mark.parametrize(("said", "kept"), [("3", 3), ("0.1", 0.2), ("86400", 10), ("-1", 0.2), ("x", 0.2)])
def test_crawl_delay_is_kept_up_to_ten_seconds(site, said, kept, monkeypatch):
    monkeypatch.setattr(http, "sleep", lambda seconds: None)
    site.routes |= {"/robots.txt": robots(f"User-agent: *\nCrawl-delay: {said}"), "/": page()}
    assert source_of(site, delay=0.2).delay == pytest.approx(kept)
