"""The sitemap cases of `shared/vectors/sitemaps`: what is listed, what is told, and what it may cost."""

import gzip
import json
import re
import socket
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import pytest

from seo_meta.core import sitemap
from seo_meta.core.audit import audit_site, site_rules
from seo_meta.core.policy import Policy
from seo_meta.sources import sitemaps
from seo_meta.sources.sitemaps import unpack
from seo_meta.tests.factories import MemorySite
from seo_meta.tests.vectors import SHARED, shared

CASES = SHARED / "vectors/sitemaps/sitemap_cases.json"
CASE = {case["id"].removeprefix("sitemap/"): case for case in json.loads(CASES.read_text())} if CASES.exists() else {}
BASE = "https://e.test/"
START = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
OK = f"{START}<url><loc>{BASE}a</loc></url></urlset>"

TOLD = {
    "namespace": ("sitemap.namespace", "namespace"),
    "wellformed": ("sitemap.xml-invalid", "not well-formed XML"),
    "not_sitemap": ("sitemap.xml-invalid", "is an HTML page"),
    "empty": ("sitemap.xml-invalid", "is empty"),
    "dtd_forbidden": ("sitemap.xml-invalid", "document type definition"),
    "too_deep": ("sitemap.xml-invalid", "nests more than 100 elements"),
    "truncated": ("sitemap.xml-invalid", "gzip file is cut off"),
    "crc": ("sitemap.xml-invalid", "gzip file is broken"),
    "relative_loc": ("sitemap.relative-loc", "no absolute http(s) address"),
    "cross_host": ("sitemap.wrong-host", "https://other.test"),
    "loc_too_long": ("sitemap.loc-too-long", "more than 2,048 characters"),
    "too_many_urls": ("sitemap.too-many-urls", "more than 50,000 entries"),
    "too_many_children": ("sitemap.too-many-urls", "more than 50,000 entries"),
    "too_large": ("sitemap.too-big", "larger than 52,428,800 bytes"),
    "nested_index": ("sitemap.index-nested", "an index in an index"),
    "recursion": ("sitemap.index-nested", "It lists "),
    "lastmod": ("sitemap.lastmod-invalid", "not in W3C form"),
    "duplicate": ("sitemap.duplicate-url", "repeat an address"),
}
"""What the cases call an issue, as the rule that tells it and words of its sentence."""


class SitemapSite(MemorySite):
    base_url = BASE


def index(*paths: str) -> str:
    children = "".join(f"<sitemap><loc>{BASE}{path}</loc></sitemap>" for path in paths)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{children}</sitemapindex>'


def urlset(count: int) -> str:
    return START + "".join(f"<url><loc>{BASE}{number}</loc></url>" for number in range(count)) + "</urlset>"


def of_size(size: int) -> bytes:
    """A sitemap of exactly so many bytes, most of them in comments."""
    start, end = OK.removesuffix("</urlset>").encode(), b"</urlset>"
    comments, rest = divmod(size - len(start) - len(end), 1_000_000)
    return start + (b"<!--" + b" " * 999_993 + b"-->") * comments + b" " * rest + end


def five_million() -> bytes:
    """As gzip files after one another, since one string would be large and slow to pack."""
    entries = "".join(f"<url><loc>{BASE}{number}</loc></url>" for number in range(50_000)).encode()
    return gzip.compress(START.encode()) + gzip.compress(entries) * 100 + gzip.compress(b"</urlset>")


def bomb() -> bytes:
    """About a megabyte that unpacks to a gigabyte."""
    return gzip.compress(OK.removesuffix("</urlset>").encode()) + gzip.compress(b" " * 2**24) * 64


def generated(name: str) -> dict[str, str | bytes]:
    """The files of a case that is described rather than written down."""
    builders = {
        "quad": lambda: (
            f'<!DOCTYPE l [<!ENTITY a "{"a" * 100_000}">]>{START}<url><loc>{"&a;" * 30_000}</loc></url></urlset>'
        ),
        "long-loc": lambda: f"{START}<url><loc>{BASE}{'a' * (2049 - len(BASE))}</loc></url></urlset>",
        "50000": lambda: urlset(50_000),
        "50001": lambda: urlset(50_001),
        "5M": five_million,
        "52428800": lambda: of_size(52_428_800),
        "52428801": lambda: of_size(52_428_801),
        "gz": lambda: gzip.compress(OK.encode()),
        "gz-named-plain": lambda: OK,
        "gz-double": lambda: gzip.compress(gzip.compress(OK.encode())),
        "gz-truncated": lambda: gzip.compress(OK.encode())[:-12],
        "gz-bad-crc": lambda: gzip.compress(OK.encode())[:-8] + bytes(8),
        "gz-bomb": bomb,
        "index-fanout": lambda: index(*(f"{number}.xml" for number in range(50_001))),
        "deep": lambda: START + "<a>" * 100_000,
        "attrs": lambda: OK.replace("<urlset", "<urlset " + " ".join(f'a{number}=""' for number in range(50_000))),
        "utf16": lambda: OK.encode("utf-16"),
    }
    if name == "index-cycle":
        return {"s.xml": index("b.xml"), "b.xml": index("s.xml")}
    if name == "index-depth-12":
        chain = {f"{depth}.xml": index(f"{depth + 1}.xml") for depth in range(12)}
        return {"s.xml": index("0.xml"), **chain, "12.xml": OK}
    return {"s.xml": builders[name]()}


def files_of(name: str) -> dict[str, str | bytes]:
    doc = CASE[name]["doc"]
    files = generated(name) if doc is None else {"s.xml": doc.replace("@SELF@", f"{BASE}s.xml")}
    return {"robots.txt": "Sitemap: /s.xml", **files}


def told(site: MemorySite) -> list[tuple[str, str]]:
    rules = [site_rules[rule] for rule in {rule for rule, _ in TOLD.values()}]
    return [
        (rule.id, failure.message) for rule, _, failures in audit_site(site, rules, Policy()) for failure in failures
    ]


def test_all_cases_are_here():
    shared("vectors/sitemaps/sitemap_cases.json")
    assert len(CASE) == 53


@pytest.mark.parametrize("name", CASE)
def test_a_case_lists_and_tells_what_it_should(name):
    files = files_of(name)
    expected = CASE[name]["expect"]
    begin = perf_counter()
    site = SitemapSite([], files)
    seconds = perf_counter() - begin
    listed = {entry.url for entry in site.sitemap_entries() if entry.key and sitemap.is_listable(entry.url)}
    first = site.sitemaps[0]
    messages = told(site)
    assert len(listed) == expected.get("urls", len(listed))
    assert first.entries == expected.get("children", first.entries)
    assert len(site.sitemaps) == expected.get("fetches", len(site.sitemaps))
    assert seconds < expected.get("max_seconds", 60)
    if issue := expected.get("issue"):
        rule, words = TOLD[issue]
        assert any(rule == told_by and words in message for told_by, message in messages), messages
    if expected.get("urls_or_issue"):
        assert listed or messages
    if expected.get("ok"):
        assert (first.state, messages) == ("ok", [])


def test_an_index_of_indexes_is_read_five_deep():
    shared("vectors/sitemaps/sitemap_cases.json")
    site = SitemapSite([], files_of("index-depth-12"))
    assert [file.state for file in site.sitemaps] == [*["ok"] * 6, "not-read"]


def test_an_index_leads_to_a_thousand_sitemaps_at_most():
    shared("vectors/sitemaps/sitemap_cases.json")
    assert len(SitemapSite([], files_of("index-fanout")).sitemaps) == sitemaps.MAX_SITEMAPS


MEASURE = """
import re, sys
from pathlib import Path
from seo_meta.core import sitemap
from seo_meta.sources.sitemaps import unpack

def mib(field):
    return int(re.search(rf"{field}:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024

before = mib("VmRSS")
sitemap.parse(unpack(Path(sys.argv[1]).read_bytes()))
print(mib("VmHWM") - before)
"""


@pytest.mark.parametrize("name", [name for name, case in CASE.items() if "max_rss_mib" in case["expect"]])
def test_a_case_costs_no_more_memory_than_it_may(name, tmp_path: Path):
    content = files_of(name)["s.xml"]
    file = tmp_path / "s.xml"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    run = subprocess.run([sys.executable, "-c", MEASURE, str(file)], capture_output=True, text=True, check=True)
    assert 0 <= int(run.stdout) <= CASE[name]["expect"]["max_rss_mib"]


@pytest.mark.parametrize(
    "name", [name for name, case in CASE.items() if {"file_opened", "requests_made"} & set(case["expect"])]
)
def test_no_file_and_no_socket_is_opened_by_xml(name, tmp_path: Path):
    secret = tmp_path / "secret"
    secret.write_text(f"{BASE}secret")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        address = f"127.0.0.1:{server.getsockname()[1]}"
        doc = CASE[name]["doc"].replace("127.0.0.1:1", address).replace("file:///etc/hostname", secret.as_uri())
        assert address in doc or secret.as_uri() in doc
        site = SitemapSite([], {"robots.txt": "Sitemap: /s.xml", "s.xml": doc})
        with pytest.raises(BlockingIOError):
            server.accept()
    assert all("secret" not in entry.url for entry in site.sitemap_entries())


CRAWLER_COMMONS = SHARED / "vectors/crawler-commons/src/test/resources"
RESOURCES = [file for folder in ("sitemaps", "rss") for file in sorted((CRAWLER_COMMONS / folder).rglob("*.*"))]
ENTRY = re.compile(rb"<(?:\w+:)?(?:url|sitemap|item|entry)>")
COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
WITHOUT_ADDRESS = {"sitemap.index.xml": 15, "feed.rss": 1}
"""The index has its addresses right in <sitemap>, where none is read; an item of the feed has only a guid."""


def test_all_resources_are_here():
    shared("vectors/crawler-commons/src/test/resources")
    assert len(RESOURCES) == 20


@pytest.mark.parametrize("file", RESOURCES, ids=lambda file: file.name)
def test_every_entry_of_a_sitemap_of_crawler_commons_is_read(file: Path):
    packed = file.read_bytes()
    content = gzip.decompress(packed) if file.suffix == ".gz" else packed
    found = sitemap.parse(unpack(packed))
    lines = content.split() if ".txt" in file.name else ENTRY.findall(COMMENT.sub(b"", content))
    assert (found.error, found.count) == ("", len(lines))
    without_address = sum(not sitemap.is_listable(entry.loc) for entry in found.entries)
    assert without_address == WITHOUT_ADDRESS.get(file.name, 0)


def test_the_translations_in_a_sitemap_of_crawler_commons_are_read():
    found = sitemap.parse([shared(f"{CRAWLER_COMMONS}/sitemaps/extension/sitemap-links.xml").read_bytes()])
    assert [[code for code, _ in entry.alternates] for entry in found.entries] == [["de", "de-ch", "en"]] * 3
