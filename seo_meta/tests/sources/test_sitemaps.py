import gzip
from collections.abc import Iterator

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
    assert [loc for _, loc, _ in found.entries()] == [f"{BASE}a"]
    assert [(file.state, file.entries) for file in found.files] == [("invalid", 1)]


def test_a_file_above_50_mb_is_read_to_there_and_known_by_its_size(monkeypatch):
    monkeypatch.setattr(sitemaps, "READ_BYTES", 1001)
    monkeypatch.setattr(sitemap, "MAX_BYTES", 1000)
    found = walk({"s.xml": gzip.compress(urlset(*map(str, range(1000))))}, "s.xml")
    assert 0 < len(list(found.entries())) < 1000
    assert (found.files[0].state, found.files[0].byte_size) == ("ok", 1001)


def test_joined_gzip_files_are_one_and_what_follows_the_end_is_ignored():
    assert b"".join(unpack(gzip.compress(b"a") + gzip.compress(b"b") + b"junk")) == b"ab"


def test_two_gzip_files_that_meet_in_the_middle_of_a_mark_are_one():
    first = next(
        file
        for size in range(sitemaps.PIECE_BYTES)
        if len(file := gzip.compress(b"a" * size, 0)) == sitemaps.PIECE_BYTES - 1
    )
    assert b"".join(unpack(first + gzip.compress(b"end"))).endswith(b"end")


def test_what_is_packed_twice_is_unpacked_twice_and_no_more():
    once = gzip.compress(TEXT)
    assert b"".join(unpack(gzip.compress(once))) == TEXT
    assert b"".join(unpack(gzip.compress(gzip.compress(once)))) == once


def test_of_a_gzip_bomb_no_more_than_50_mb_are_unpacked():
    unpacked = 0

    def pieces() -> Iterator[bytes]:
        nonlocal unpacked
        for piece in unpack(gzip.compress(b"<urlset>" + b" " * 2_000_000) * 100):
            unpacked += len(piece)
            yield piece

    assert sitemap.parse(pieces()).byte_size == sitemap.MAX_BYTES + 1
    assert unpacked < sitemap.MAX_BYTES + 5_000_000


def test_the_entries_come_with_their_translations():
    body = (
        '<urlset xmlns:x="http://www.w3.org/1999/xhtml"><url><loc>https://e.test/en</loc>'
        '<x:link rel="alternate" hreflang="de" href="https://e.test/de"/></url></urlset>'
    )
    found = walk({"s.xml": body.encode()}, "s.xml")
    assert list(found.listed()) == [
        (f"{BASE}s.xml", sitemap.Entry("https://e.test/en", "", (("de", "https://e.test/de"),)))
    ]


def test_indexes_are_read_five_deep():
    files = {f"{depth}.xml": index(f"{depth + 1}.xml") for depth in range(12)}
    found = walk(files, "0.xml")
    assert list(found.entries()) == []
    assert [file.state for file in found.files] == [*["ok"] * 6, "not-read"]
    assert found.files[-1].error == "lies below more than 5 indexes"


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
        list(unpack(data))
