"""Traps: which addresses are named, and that no endless site is read without end."""

from collections import Counter, deque
from collections.abc import Callable, Iterable

import pytest

from seo_meta.core import traps, urls

HOST = "https://e.test"
HEX = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/" + "a" * 2048, "longer than 2,048"),
        ("/?q=" + "a" * 2048, "longer than 2,048"),
        ("/" + "/".join(map(chr, range(97, 118))), "more than 20 path segments"),
        ("/a/a/a/", "repeats a"),
        ("/x/a/b/a/b/a/b", "repeats a/b"),
        ("/a/b/c/d/a/b/c/d/a/b/c/d", "repeats a/b/c/d"),
        ("/shop/red/shop/blue/shop", "repeats shop"),
        ("/a;jsessionid=1", "(jsessionid)"),
        ("/a?x=1&PHPSESSID=abc", "(PHPSESSID)"),
        (f"/a?sid={HEX}", "(sid)"),
        (f"/a?session_id={HEX[:16]}#b", "(session_id)"),
        ("/(S(lit3py55t21z5v55vlm25s55))/a.aspx", "(S(lit3py55t21z5v55vlm25s55))"),
    ],
)
def test_a_trap_is_named(path: str, words: str) -> None:
    assert words in traps.reason(HOST + path)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/" + "a" * (2048 - len(HOST) - 1),
        "/" + "/".join(map(chr, range(97, 117))),
        "/a/a/",
        "/a/b/a/b/",
        "/2011/11/11/11/news",
        "/java.base/java/lang/module/module.html",
        "/a?sid=4711",
        "/a?side=left&inside=1",
        "/a?story=jsessionid",
        "/a?sid=" + "a" * 32,
    ],
)
def test_an_address_of_a_page_is_no_trap(path: str) -> None:
    assert traps.reason(HOST + path) == ""


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("/a?b=1&a=2&b=3#c", "/a?a&b"),
        ("/a?a=5&b", "/a?a&b"),
        ("/a?", "/a"),
        ("/2026/11/23/", "/0/0/0/"),
        ("/item-4711b.html?f12=x", "/item-0b.html?f0"),
        ("/%C3%A4/12%2034", "/%C3%A4/0%200"),
    ],
)
def test_addresses_of_one_template_have_one_shape(path: str, shape: str) -> None:
    assert traps.shape(HOST + path) == HOST + shape


@pytest.mark.parametrize(
    "path",
    ["/?a", "/cal/2026/1", "/cal/2026/01/31/", "/cal/2026-01-31.html", "/cal/20260131", "/31.1.2026", "/week/12/2026"],
)
def test_queries_and_calendars_are_endless(path: str) -> None:
    assert traps.is_endless(HOST + path)


@pytest.mark.parametrize(
    "path",
    ["/", "/a?", "/a#?b", "/2026/01/31/news", "/2026/01/31/4711", "/product/123456", "/1234/56", "/v/12026/1", "/2026"],
)
def test_plain_addresses_end_by_themselves(path: str) -> None:
    assert not traps.is_endless(HOST + path)


# Endless sites, read breadth first

BUDGET = 100
"""Smaller than a crawler's, so that the tests are quick."""


def read(links: Callable[[str], Iterable[str]], start: str = f"{HOST}/", most: int = 10_000) -> list[str]:
    """The pages that a crawler reads that follows no trap and keeps to the budget of a shape."""
    pages: list[str] = []
    spent: Counter[str] = Counter()
    queue, known = deque([start]), {start}
    while queue and len(pages) < most:
        url = queue.popleft()
        pages.append(url)
        for href in links(url):
            found = urls.join(url, href)
            assert found
            shape = traps.shape(found)
            if found in known or traps.reason(found) or (traps.is_endless(found) and spent[shape] == BUDGET):
                continue
            known.add(found)
            spent[shape] += 1
            queue.append(found)
    return pages


def calendar(url: str) -> Iterable[str]:
    """Every month leads to the next, to the one before and to its days."""
    path = url.removeprefix(HOST).strip("/").split("/")
    if path == [""]:
        return ["/news/1", "/events/2026/11/"]
    if path[0] == "news" or len(path) == 4:
        return []
    month = int(path[1]) * 12 + int(path[2]) - 1
    months = [f"/events/{each // 12}/{each % 12 + 1}/" for each in (month + 1, month - 1)]
    return months + [f"{url}{day}/" for day in range(1, 29)]


def sessions(url: str) -> Iterable[str]:
    """Every page gives every link an id of its own."""
    number = int(url.rpartition("=")[2] if "=" in url else 0)
    return ["/about", *(f"/p{page};jsessionid={number * 5 + page}" for page in range(1, 5))]


def facets(url: str) -> Iterable[str]:
    """Every page adds one more value of one of three filters to its address, in the order of clicks."""
    query = url.partition("?")[2]
    chosen = query + "&" if query else ""
    return [f"/shop?{chosen}{name}={value}" for name in ("color", "size", "brand") for value in range(3)]


def growth(url: str) -> Iterable[str]:
    """Relative links that should be absolute, on a server that answers every path."""
    return ["about/", "shop/", "contact/", "."]


@pytest.mark.parametrize(
    ("site", "most"),
    [
        (calendar, 2 + 2 * BUDGET),
        (sessions, 2),
        # Seven sets of one to three names.
        (facets, 1 + 7 * BUDGET),
        # Paths of three names that stand in at most two places each.
        (growth, 1 + 3 + 9 + 24 + 54 + 90 + 90),
    ],
)
def test_an_endless_site_is_read_to_an_end(site: Callable[[str], Iterable[str]], most: int) -> None:
    pages = read(site)
    assert 2 <= len(pages) <= most


def test_of_a_site_without_traps_every_page_is_read() -> None:
    pages = read(lambda url: [f"/archive/{number}" for number in range(3_000)] if url == f"{HOST}/" else [])
    assert len(pages) == 3_001
