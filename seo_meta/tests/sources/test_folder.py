import gzip
import os
from pathlib import Path

import pytest

from seo_meta.core.scope import Scope
from seo_meta.core.site import TextFile
from seo_meta.errors import SourceError
from seo_meta.sources.folder import UNKNOWN_BASE_URL, FolderSource, read

BASE = "https://example.com/"


def build(root: Path, *files: str) -> Path:
    for file in files:
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("<title>x</title>")
    return root


def urls(source: FolderSource) -> list[str]:
    return [entry.url.removeprefix(BASE) for entry in source.entries]


def test_every_html_file_becomes_a_page_in_the_order_of_names(tmp_path: Path) -> None:
    build(tmp_path, "index.html", "b.HTML", "a/index.htm", "a/x.htm", "style.css", "a/feed.xml")
    source = FolderSource(tmp_path, BASE)
    assert urls(source) == ["a/", "a/x.htm", "b.HTML", ""]
    assert source.files == [f"{BASE}a/feed.xml", f"{BASE}style.css"]
    assert source.complete


def test_the_base_url_may_have_a_path_and_lack_its_slash(tmp_path: Path) -> None:
    source = FolderSource(build(tmp_path, "a.html"), "https://example.com/docs")
    assert source.entries[0].url == "https://example.com/docs/a.html"


@pytest.mark.parametrize("base_url", ["example.com", "ftp://example.com/", "https://exa mple.com/"])
def test_a_base_url_that_is_none_is_named(tmp_path: Path, base_url: str) -> None:
    with pytest.raises(SourceError, match="is no http"):
        FolderSource(build(tmp_path, "a.html"), base_url)


def test_names_are_percent_encoded_as_a_browser_would(tmp_path: Path) -> None:
    source = FolderSource(build(tmp_path, "über uns.html", "50%.html", "what?.html", "a#b.html"), BASE)
    assert set(urls(source)) == {"%C3%BCber%20uns.html", "50%25.html", "what%3F.html", "a%23b.html"}


def test_a_name_that_is_not_utf_8_is_read_and_shown(tmp_path: Path) -> None:
    name = os.path.join(os.fsencode(tmp_path), b"caf\xe9.html")
    with open(name, "wb") as file:
        file.write(b"<title>x</title>")
    (entry,) = FolderSource(tmp_path, BASE).entries
    assert (entry.url, entry.file) == (f"{BASE}caf%E9.html", "caf\ufffd.html")
    assert read(entry).body == b"<title>x</title>"


def test_hidden_and_package_folders_are_left_out_but_well_known_is_served(tmp_path: Path) -> None:
    build(tmp_path, "a.html", ".git/x.html", "node_modules/x.html", ".hidden.html", ".well-known/security.txt")
    source = FolderSource(tmp_path, BASE)
    assert urls(source) == ["a.html"]
    assert source.files == [f"{BASE}.well-known/security.txt"]
    assert source.complete


def test_the_404_page_has_the_status_that_hosts_give_it(tmp_path: Path) -> None:
    source = FolderSource(build(tmp_path, "404.html", "docs/404.html"), BASE)
    assert [read(entry).status for entry in source.entries] == [404, 200]


def test_what_scope_leaves_out_is_known_to_exist(tmp_path: Path) -> None:
    source = FolderSource(build(tmp_path, "a.html", "drafts/b.html"), BASE, Scope(exclude=("drafts/",)))
    assert (urls(source), source.files, source.filtered) == (["a.html"], [f"{BASE}drafts/b.html"], True)
    assert source.complete


def test_a_limit_makes_the_reading_partial(tmp_path: Path) -> None:
    source = FolderSource(build(tmp_path, "a.html", "b.html"), BASE, limit=1)
    assert (urls(source), source.files, source.complete) == (["a.html"], [f"{BASE}b.html"], False)
    assert source.stop_reason == "limit of 1 pages"


def test_symbolic_links_stay_inside_and_cannot_go_in_circles(tmp_path: Path) -> None:
    site = build(tmp_path / "site", "a/x.html", "b/y.html")
    build(tmp_path / "secret", "password.html")
    (site / "out").symlink_to(tmp_path / "secret")
    (site / "out.html").symlink_to(tmp_path / "secret" / "password.html")
    (site / "dead.html").symlink_to(site / "nothing.html")
    (site / "a" / "up").symlink_to(site)
    (site / "a" / "b").symlink_to(site / "b")
    (site / "b" / "a").symlink_to(site / "a")
    (site / "copy.html").symlink_to(site / "a" / "x.html")
    (site / "shared.css").symlink_to(tmp_path / "secret" / "shared.css")
    source = FolderSource(site, BASE)
    assert set(urls(source)) == {"a/x.html", "a/b/y.html", "b/y.html", "b/a/x.html", "copy.html"}
    assert {skipped["file"]: skipped["reason"] for skipped in source.skipped} == {
        "a/b/a": "is a symbolic link to a folder above it",
        "a/up": "is a symbolic link to a folder above it",
        "b/a/b": "is a symbolic link to a folder above it",
        "b/a/up": "is a symbolic link to a folder above it",
        "dead.html": "is a symbolic link to nothing",
        "out": "is a symbolic link out of the folder",
        "out.html": "is a symbolic link out of the folder",
    }
    assert source.files == [f"{BASE}shared.css"]
    assert not source.complete


def test_two_files_of_one_url_are_read_once(tmp_path: Path) -> None:
    source = FolderSource(build(tmp_path, "index.htm", "index.html"), BASE)
    assert len(source.entries) == 1
    assert source.skipped == [{"file": "index.html", "reason": "has the same URL as index.htm"}]


@pytest.mark.parametrize("make", ["fifo", "huge", "gone"])
def test_what_cannot_be_read_is_refused_and_never_waited_for(tmp_path: Path, make: str) -> None:
    path = tmp_path / "a.html"
    if make == "fifo":
        os.mkfifo(path)
    else:
        with path.open("wb") as file:
            file.truncate(5 * 2**30)
    (entry,) = FolderSource(tmp_path, BASE).entries
    if make == "gone":
        path.unlink()
    with pytest.raises(SourceError, match={"fifo": "regular", "huge": "15 MB", "gone": "No such file"}[make]):
        read(entry)


@pytest.mark.parametrize("files", [(), ("style.css",)])
def test_a_folder_without_pages_is_an_error_that_says_what_to_give(tmp_path: Path, files: tuple[str, ...]) -> None:
    with pytest.raises(SourceError, match=r"holds no \.html"):
        FolderSource(build(tmp_path, *files), BASE)


def test_a_path_that_is_no_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is not a folder"):
        FolderSource(tmp_path / "missing", BASE)


@pytest.mark.parametrize(
    ("index", "cname", "expected"),
    [
        ('<link rel="canonical" href="https://example.com/docs/index.html">', "", "https://example.com/docs/"),
        ('<meta property="og:url" content="https://example.com">', "", "https://example.com/"),
        ("<title>x</title>", "www.example.com\n", "https://www.example.com/"),
        ('<link rel="canonical" href="/">', "", UNKNOWN_BASE_URL),
        ("<title>x</title>", "", UNKNOWN_BASE_URL),
    ],
)
def test_the_base_url_is_learned_from_the_home_page(tmp_path: Path, index: str, cname: str, expected: str) -> None:
    (tmp_path / "index.html").write_text(index)
    if cname:
        (tmp_path / "CNAME").write_text(cname)
    assert FolderSource(tmp_path).base_url == expected


def test_the_base_url_is_learned_from_the_sitemap_that_robots_txt_names(tmp_path: Path) -> None:
    build(tmp_path, "index.html", "maps/s.xml")
    (tmp_path / "robots.txt").write_text(
        "Sitemap: /maps/s.xml\nSitemap: https://cdn.test/other.xml\nSitemap: https://example.com/maps/s.xml"
    )
    assert FolderSource(tmp_path).base_url == BASE


# robots.txt, llms.txt and sitemaps


def test_robots_txt_and_llms_txt_are_kept(tmp_path: Path) -> None:
    build(tmp_path, "index.html")
    (tmp_path / "robots.txt").write_bytes(b"\xef\xbb\xbfUser-agent: *\r\n\0")
    source = FolderSource(tmp_path, BASE)
    assert source.robots == TextFile(f"{BASE}robots.txt", "ok", None, "User-agent: *\r\n", 19)
    assert source.llms == TextFile(f"{BASE}llms.txt", "absent")


def test_only_the_first_500_kib_of_robots_txt_are_kept_without_the_line_that_is_cut(tmp_path: Path) -> None:
    build(tmp_path, "index.html")
    (tmp_path / "robots.txt").write_text("# 3456789\n" * 60_000)
    robots = FolderSource(tmp_path, BASE).robots
    assert robots.text == "# 3456789\n" * 51_199 + "# 3456789"
    assert robots.byte_size > 500 * 1024


def test_robots_txt_below_the_root_of_a_host_is_none(tmp_path: Path) -> None:
    build(tmp_path, "index.html")
    (tmp_path / "robots.txt").write_text("User-agent: *\nDisallow: /")
    assert FolderSource(tmp_path, f"{BASE}docs/").robots == TextFile(f"{BASE}robots.txt", "absent")


def test_sitemaps_that_robots_txt_names_are_read_from_the_folder(tmp_path: Path) -> None:
    build(tmp_path, "index.html")
    (tmp_path / "robots.txt").write_text(
        f"Sitemap: {BASE}one.xml.gz\nSitemap: /gone.xml\nSitemap: https://other.test/s.xml"
    )
    body = f"<urlset><url><loc>{BASE}a</loc><lastmod>2026-01-02</lastmod></url></urlset>"
    (tmp_path / "one.xml.gz").write_bytes(gzip.compress(body.encode()))
    (tmp_path / "sitemap.xml").write_text(body)
    source = FolderSource(tmp_path, BASE)
    assert list(source.sitemap_entries) == [(f"{BASE}one.xml.gz", f"{BASE}a", "2026-01-02")]
    assert [(file.url, file.state, file.error) for file in source.sitemaps] == [
        (f"{BASE}one.xml.gz", "ok", ""),
        (f"{BASE}gone.xml", "unreachable", "is not in the folder"),
        ("https://other.test/s.xml", "not-read", "lies on another site"),
    ]
    assert source.complete


@pytest.mark.parametrize(
    "name", ["..%2fsecret.xml", "%2e%2e%2fsecret.xml", "link.xml", "fifo.xml", "a%00b", "x" * 2000]
)
def test_no_sitemap_is_read_from_outside_the_folder(tmp_path: Path, name: str) -> None:
    site = build(tmp_path / "site", "index.html")
    (tmp_path / "secret.xml").write_text(f"<urlset><url><loc>{BASE}secret</loc></url></urlset>")
    (site / "link.xml").symlink_to(tmp_path / "secret.xml")
    os.mkfifo(site / "fifo.xml")
    (site / "robots.txt").write_text(f"Sitemap: {BASE}{name}")
    source = FolderSource(site, BASE)
    assert list(source.sitemap_entries) == []
    assert [file.state for file in source.sitemaps] == ["unreachable"]
