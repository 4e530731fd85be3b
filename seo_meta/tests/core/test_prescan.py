"""The look before parsing: what is refused, that ordinary pages are not, and that the look itself stays linear."""

import re
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pytest

from seo_meta.core.prescan import too_hostile
from seo_meta.tests.vectors import shared

MB = 1024 * 1024
OPEN_FORMATTING = b"".join(b"<p><b i%d><i i%d>" % (number, number) for number in range(2_000))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<p " + b"".join(b"a%d " % number for number in range(4_001)) + b">", "4,000 attributes"),
        (b"<p " + b'a="b"' * 5_000, "4,000 attributes"),
        (b"<p/" + b"a/" * 20_000 + b">", "4,000 attributes"),
        (b"<p>x</p>" * 1_000 + b"<p " + b"a='x y' " * 5_000 + b">", "4,000 attributes"),
        (b"<div>" * 10_001, "10,000 elements"),
        (b"<div>" * 10_001 + b"</div>" * 10_001, "10,000 elements"),
        (b"<DIV class=a>" * 10_001, "10,000 elements"),
        (OPEN_FORMATTING, "500,000 times"),
    ],
)
def test_what_takes_a_parser_minutes_or_gigabytes_is_refused(body: bytes, words: str) -> None:
    assert words in too_hostile(body)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<p " + b"".join(b"a%d " % number for number in range(4_000)) + b">",
        b'<img src="data:image/png;base64,' + b"/a+" * 100_000 + b'">',
        b"<p title='" + b"a b " * 100_000 + b"'>",
        b"<script>for (i = 0; i<n; i++) x = [" + b"1, " * 100_000 + b"]</script>",
        b"<style>" + b".a .b { color: red }\n" * 10_000 + b"</style>",
        b"<!-- <p " + b"a " * 100_000 + b"-->",
        b"a < b " * 50_000,
        b"<table>" + b"<tr><td>x" * 50_000,
        b"<ul>" + b"<li>x" * 50_000,
        b"<p>x<br>" * 50_000,
        b"<select>" + b"<option>x" * 50_000,
        b"<font color=red>x<p>" * 50_000,
        b"<svg>" + b"<path d='M0 0'/>" * 50_000 + b"</svg>",
        b"<p><b>x</b></p>" * 50_000,
        b"<div>" * 10_000,
        b"".join(b"<a name=%d>x<p>" % number for number in range(10_000)),
        b"<a name=x>x<br>" * 50_000,
    ],
)
def test_what_is_only_large_or_old_fashioned_is_not(body: bytes) -> None:
    assert too_hostile(body) == ""


def repeated(piece: bytes) -> Callable[[int], bytes]:
    return lambda size: piece * (size // len(piece))


@pytest.mark.parametrize(
    "build",
    [
        *map(
            repeated,
            [b"<", b"<!--", b"<a", b"<a ", b"<a b='", b'<a b="', b"<a b=", b"<script", b"<script>", b"<a>", b"&"],
        ),
        *map(repeated, [b"<title>", b"<p =", b"</", b"<a/b='\"", b"'\"<p a='"]),
        lambda size: b"<p " + b"a='" * (size // 3),
        lambda size: b"<p " + b"a=" * (size // 2),
        lambda size: b"<p>" * 3_000 + b"<p " + b" " * size,
        lambda size: b"<p>" * 3_000 + b"<p " + b"'" * size,
        lambda size: b"<p>" * 3_000 + b"a " * (size // 2),
    ],
)
def test_the_look_is_linear(build: Callable[[int], bytes]) -> None:
    small, large = (_seconds(build(size)) for size in (MB // 32, MB // 2))
    assert large < 80 * small + 0.5


def _seconds(body: bytes) -> float:
    begin = perf_counter()
    too_hostile(body)
    return perf_counter() - begin


def test_no_real_page_is_refused() -> None:
    pages = sorted(shared("data/web_pages").glob("*.html"))
    assert len(pages) > 100
    assert [page.name for page in pages if too_hostile(page.read_bytes())] == []


def test_no_page_of_html5lib_is_refused() -> None:
    files = sorted(Path(shared("vectors/html5lib-tests")).rglob("*.dat"))
    pages = [page for file in files for page in re.split(rb"^#data\n", file.read_bytes(), flags=re.MULTILINE)]
    assert len(pages) > 1_500
    assert [page for page in pages if too_hostile(page)] == []
