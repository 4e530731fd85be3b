import gzip

import pytest

from seo_meta.core import sitemap
from seo_meta.errors import FetchError
from seo_meta.sources import sitemaps
from seo_meta.sources.sitemaps import SitemapWalk, unpack

BASE = "https://e.test/"
TEXT = b"some words, some words, some words " * 50


def urlset(*paths: str) -> bytes:
    return f"<urlset>{''.join(f'<url><loc>{BASE}{path}</loc></url>' for path in paths)}</urlset>".encode()


def index(*paths: str) -> bytes:
    children = "".join(f"<sitemap><loc>{BASE}{path}</loc></sitemap>" for path in paths)
    return f"<sitemapindex>{children}</sitemapindex>".encode()


def walk(files: dict[str, bytes], *declared: str) -> SitemapWalk:
    def read(url: str) -> bytes:
        if url.removeprefix(BASE) not in files:
            raise FetchError("answers 404")
        return files[url.removeprefix(BASE)]

    return SitemapWalk(
        BASE,
        tuple(BASE + path for path in declared),
        read,
        lambda url: "" if url.startswith(BASE) else "lies on another site",
    )


def test_an_index_says_who_named_what():
    found = walk({"i.xml": index("a.xml", "b.xml", "a.xml"), "a.xml": urlset("1", "2")}, "i.xml")
    assert list(found.entries()) == [(f"{BASE}a.xml", f"{BASE}1", ""), (f"{BASE}a.xml", f"{BASE}2", "")]
    assert [
        (file.url, file.parent, file.is_index, file.entries, file.state, file.declared) for file in found.files
    ] == [
        (f"{BASE}i.xml", "", True, 3, "ok", True),
        (f"{BASE}a.xml", f"{BASE}i.xml", False, 2, "ok", False),
        (f"{BASE}b.xml", f"{BASE}i.xml", False, 0, "unreachable", False),
    ]


def test_indexes_in_a_circle_end():
    found = walk({"a.xml": index("b.xml", "a.xml"), "b.xml": index("a.xml")}, "a.xml")
    assert list(found.entries()) == []
    assert [file.url for file in found.files] == [f"{BASE}a.xml", f"{BASE}b.xml"]


def test_an_index_without_end_is_cut(monkeypatch):
    monkeypatch.setattr(sitemaps, "MAX_SITEMAPS", 3)
    found = walk({"i.xml": index("1.xml", "2.xml", "3.xml")}, "i.xml")
    assert list(found.entries()) == []
    assert (len(found.files), found.cut) == (3, True)


@pytest.mark.parametrize("name", ["sitemap.xml", "sitemap_index.xml", "sitemap-index.xml"])
def test_without_a_declared_one_the_usual_names_are_tried(name):
    found = walk({name: urlset("a")})
    assert [loc for _, loc, _ in found.entries()] == [f"{BASE}a"]
    assert [(file.url, file.declared) for file in found.files] == [(BASE + name, False)]


def test_an_error_page_at_a_usual_name_is_no_sitemap_but_a_declared_one_is_a_broken_one():
    page = {"sitemap.xml": b"<!doctype html><title>Not found</title>"}
    guessed, declared = walk(page), walk(page, "sitemap.xml")
    assert list(guessed.entries()) == list(declared.entries()) == []
    assert guessed.files == []
    assert [(file.state, file.error) for file in declared.files] == [("invalid", "The sitemap is an HTML page.")]


def test_a_broken_sitemap_at_a_usual_name_is_told():
    found = walk({"sitemap.xml": urlset("a")[:-3], "sitemap_index.xml": urlset("b")})
    assert list(found.entries()) == []
    assert [file.state for file in found.files] == ["invalid"]


def test_a_file_above_50_mb_is_read_to_there_and_known_by_its_size(monkeypatch):
    monkeypatch.setattr(sitemaps, "READ_BYTES", 1001)
    monkeypatch.setattr(sitemap, "MAX_BYTES", 1000)
    found = walk({"s.xml": gzip.compress(urlset(*map(str, range(1000))))}, "s.xml")
    assert 0 < len(list(found.entries())) < 1000
    assert (found.files[0].state, found.files[0].byte_size) == ("ok", 1001)


def test_joined_gzip_files_are_one_and_what_follows_the_end_is_ignored():
    assert unpack(gzip.compress(b"a") + gzip.compress(b"b") + b"junk") == b"ab"


def test_never_more_than_the_cap_comes_out_of_a_gzip_file(monkeypatch):
    monkeypatch.setattr(sitemaps, "READ_BYTES", 100)
    assert len(unpack(gzip.compress(bytes(10_000_000)))) == 100


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (gzip.compress(TEXT)[:-9], "cut off"),
        (b"\x1f\x8bnonsense", "broken"),
        (gzip.compress(TEXT)[:-8] + bytes(8), "broken"),
    ],
)
def test_a_cut_or_broken_gzip_file_is_refused(data, reason):
    with pytest.raises(ValueError, match=reason):
        unpack(data)
