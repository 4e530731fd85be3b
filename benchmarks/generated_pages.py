"""Made-up hostile pages through extraction, all page rules and the database: each is judged, or given up with a reason.

    python benchmarks/generated_pages.py [--pages N] [--seed N] [--workers N]

Each page is one of the example site, or a real one from beside the checkout (../shared/data/web_pages) where these are,
with bytes cut, doubled, swapped and broken, in another encoding than it says, and with what parsers and rules may
stumble over: deep nesting, huge attributes, NUL, JSON-LD that is none, addresses that are none. A number and a seed
always make the same page. They are read by the worker processes of an audit, with their limits, and stored by them. The
exit code is 1 when anything raises, rules too, when a page is neither judged nor reported as given up, or when one that
was judged took more than two seconds of a processor or 256 MB.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from scratch_runs import ROOT, ScratchDatabase, peak_mb, row

REAL = ROOT.parent / "shared" / "data" / "web_pages"
LOT = 10_000
"""Pages of one run; they are removed before the next."""
CPU_SECONDS, MEMORY_MB = 2.0, 256.0
"""The most that a page may take."""
LARGE = 200_000
"""Bytes. Larger pages are taken seldom, since most of their time goes into the same as that of others."""

# fmt: off
FRAGMENTS = (
    b"<!--", b"-->", b"<![CDATA[", b"<!doctype", b"<", b"</", b"<a", b'<a href="', b"<title>", b"</title>",
    b"</head>", b"<svg><title>x</svg>", b"<math><mi><title>", b"<template><title>t</template>", b"<plaintext>",
    b"<noscript>", b"<table><tr><p><td><table>", b"<select><option><select>", b"<frameset>", b"<body lang>",
    b"<html lang=\xff>", b"<p><b><i><a href=x><p></b></i>", b"<form><form>", b"<button><button>", b"<li><dd><dt>",
    b"</p></br>", b"&#0;", b"&#xD800;", b"&#x110000;", b"&#99999999999999999999;", b"&amp", b"&notin;", b"&" * 300,
    b"\x00", b"\x00" * 50, b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", b"\xc0\xaf", b"\xf4\x90\x80\x80",
    b"\x1b[2J", b"\xe2\x80\xae", b"\xe2\x80\xa8", b"\xcc\x81" * 400, b"\x0c", b"\x7f", b"\r", b"::error::x",
    b"##[command]x", b'<base href="">', b'<base href="http://[::1">', b'<base href="javascript:0">',
    b"<base href=//>", b"<base>", b"<meta charset=hex>", b"<meta charset=utf-16>", b"<meta charset=x-user-defined>",
    b"<meta charset>", b'<meta name=robots content="max-snippet:-99999999999999999999">',
    b"<meta name=robots content=,,,:>", b'<meta name=robots content="unavailable_after: 99-99-9999">',
    b"<meta name=robots>", b'<meta http-equiv=refresh content="0;url=">',
    b'<meta http-equiv=refresh content="9e999;URL=\'//[">', b'<meta property="og:image" content="http://[">',
    b'<meta property="og:image:width" content="\xd9\xa3">',
    b'<meta property="article:published_time" content="0000-00-00T99:99:99+99:99">', b"<meta name content>",
    b'<meta name=viewport content="width=,initial-scale=1e400">', b'<meta name=description content="\x00">',
    b'<link rel=canonical href="http://a b/">', b"<link rel=canonical>", b'<link rel=canonical href="//[1::2::3]/">',
    b'<link rel=canonical href="http://\xe2\x84\xa2.test:99999/">', b'<link rel=canonical href="http://xn--a/">',
    b"<link rel=alternate hreflang=x-default-de-de-de href=x>", b'<link rel=alternate hreflang="" href>',
    b'<link rel=preload imagesrcset="a 1e999w, , b -1x,">', b'<link rel="icon next prev amphtml" href=%zz>',
    b'<img srcset=", a 1w 2w,,b 0x">', b'<img src="data:,' + b"x" * 5_000 + b'">', b"<img width=1e309 height=-0>",
    b'<a href="//" hreflang=\xff rel="nofollow\x00">x</a>', b'<a href="http://user:pw@[::]:0/\\..\\">x</a>',
    b'<a href="mailto:a@b@c?subject=%FF">', b'<a href="tel:\xd9\xa3">', b"<a href=#%>", b"<time datetime=\x00>",
)
JSON_LD = (
    b"", b"{", b"[]", b"null", b"1e400", b"-0", b'"\\ud800"', b"NaN", b"{'a':1}", b"[" * 2_000, b'{"a":' * 2_000,
    b'{"@type":[]}', b'{"@type":{"@id":1}}', b'{"@graph":{"@graph":[[[null]]]}}', b'{"@context":[null,{"@vocab":7}]}',
    b'{"@type":"Product","offers":[{"price":"1e999"}],"name":{"@value":[[]]}}', b'{"@id":"#a","a":{"@id":"#a"}}',
    b'{"@type":"FAQPage","mainEntity":"x"}', b'{"@type":"Event","startDate":"99999-13-45T99:99"}', b'{"":{"":[{}]}}',
    b'{"@type":"BreadcrumbList","itemListElement":[{"position":1e99,"item":[]},7,null,"x"]}', b"/**/{}//",
    b'{"@type":"Recipe","totalTime":"P99999999999999999999Y"}', b'{"@type":"VideoObject","duration":-1}',
    b"<!--{}-->", b'{"@type":"Article","author":[[{"name":9}]],"image":[{"url":{}}],"datePublished":20261124}',
    b'{"a":1,"a":2}', b'{"n":' + b"9" * 5_000 + b"}",
)
CONTENT_TYPES = (
    "text/html", "text/html; charset=utf-8", "text/html; charset=hex", "text/html; charset=utf-16", "TEXT/HTML;;;==",
    'text/html; charset="', "application/xhtml+xml", "text/plain", "", "text/html; charset=shift_jis", "\xed\xa0",
)
HEADERS = (
    ("link", "<>; rel=canonical"), ("link", '<http://[>; rel="canonical'), ("x-robots-tag", "otherbot: , noindex:"),
    ("x-robots-tag", "unavailable_after: 99 Foo 2026"), ("strict-transport-security", "max-age=" + "9" * 400),
    ("content-security-policy", ";;; default-src"), ("last-modified", "Foo, 99 Bar 99999"), ("refresh", "0;//["),
    ("content-length", "-1"), ("date", "0"), ("server", "nginx/\x00"), ("set-cookie", "=;;=;"),
    ("location", "http://["), ("cache-control", "max-age=1e9,,="), ("expires", "-1"), ("vary", "*,,"),
    ("content-language", "x" * 9_000),
)
# fmt: on
ENCODINGS = ("utf-16", "utf-16-be", "utf-7", "latin-1", "shift_jis", "gb18030", "iso2022_jp", "utf-32")
STATUSES = (200,) * 30 + (404, 301, 500, 204, 999)


@cache
def sources() -> tuple[bytes, ...]:
    """The pages that are spoilt."""
    files = sorted((ROOT / "examples" / "site").rglob("*.html")) + sorted(REAL.glob("*.html"))
    return tuple(file.read_bytes() for file in files)


def generated(seed: int, number: int) -> "Document":
    """The page of a number, always the same."""
    rng = random.Random(f"{seed}/{number}")  # noqa: S311
    body = rng.choice(sources())
    if len(body) > LARGE and rng.random() < 0.95:
        start = rng.randrange(len(body) - LARGE // 4)
        body = body[: LARGE // 4] + body[start : start + LARGE // 4]
    for _ in range(rng.choice((1, 1, 2, 3, 5, 8))):
        body = rng.choice(CHANGES)(body, rng)
    if rng.random() < 0.02:
        body = rng.choice(BOMBS)(body, rng)
    headers = {"content-type": rng.choice(CONTENT_TYPES)} if rng.random() < 0.5 else {}
    headers |= dict(rng.sample(HEADERS, rng.choice((0, 0, 1, 4))))
    return Document(f"https://example.com/{number}.html", body, rng.choice(STATUSES), headers)


Change = Callable[[bytes, random.Random], bytes]


def cut(body: bytes, rng: random.Random) -> bytes:
    return body[: rng.randrange(len(body) + 1)]


def leave_out(body: bytes, rng: random.Random) -> bytes:
    start, end = sorted(rng.randrange(len(body) + 1) for _ in range(2))
    return body[:start] + body[end:]


def double(body: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(body) + 1)
    some = body[start : start + rng.randrange(1, 2_000)]
    return body[:start] + some * rng.choice((2, 5, 40)) + body[start:]


def swap(body: bytes, rng: random.Random) -> bytes:
    """The beginning of one page and the end of another."""
    other = rng.choice(sources())[:LARGE]
    return body[: rng.randrange(len(body) + 1)] + other[rng.randrange(len(other)) :]


def flip(body: bytes, rng: random.Random) -> bytes:
    spoilt = bytearray(body)
    for _ in range(min(len(spoilt), rng.choice((1, 10, 200)))):
        spoilt[rng.randrange(len(spoilt))] = rng.randrange(256)
    return bytes(spoilt)


def put_in(body: bytes, rng: random.Random) -> bytes:
    for _ in range(rng.choice((1, 3, 10))):
        place = rng.randrange(len(body) + 1)
        body = body[:place] + rng.choice(FRAGMENTS) + body[place:]
    return body


def put_in_head(body: bytes, rng: random.Random) -> bytes:
    some = b"".join(rng.choices(FRAGMENTS, k=rng.randrange(1, 6)))
    return body.replace(b"<head>", b"<head>" + some, 1)


def structured(body: bytes, rng: random.Random) -> bytes:
    some = rng.choice(JSON_LD)
    some = cut(some, rng) if rng.random() < 0.2 else some
    script = b'<script type="application/ld+json">' + some + b"</script>"
    return body.replace(b"</head>", script + b"</head>", 1) if rng.random() < 0.7 else script + body


def spoil_attribute(body: bytes, rng: random.Random) -> bytes:
    """One value of an attribute becomes anything."""
    parts = body.split(b'"')
    parts[rng.randrange(len(parts))] = rng.choice((b"", b" " * 3_000, b"x" * 100_000, b"\x00", *FRAGMENTS))
    return b'"'.join(parts)


def recode(body: bytes, rng: random.Random) -> bytes:
    return body.decode("utf-8", "replace").encode(rng.choice(ENCODINGS), "replace")


# fmt: off
CHANGES: tuple[Change, ...] = (
    cut, leave_out, double, swap, flip, put_in, put_in_head, structured, spoil_attribute, recode, put_in, put_in_head,
    structured, spoil_attribute,
)
# fmt: on
BOMBS: tuple[Change, ...] = (
    lambda body, rng: body + b"<div>" * rng.choice((300, 3_000, 12_000, 200_000)),
    lambda body, rng: (
        b"<p " + b" ".join(b"a%d=1" % number for number in range(rng.choice((500, 3_900, 20_000)))) + b">"
    ),
    lambda body, rng: b"".join(b"<p><b %d><i %d></p>" % (n, n) for n in range(rng.choice((200, 900, 2_000)))) + body,
    lambda body, rng: b"<select>" + b"<option>x" * rng.choice((2_000, 10_000, 60_000)),
    lambda body, rng: body + b"<a href=/x>x</a>" * 60_000,
    lambda body, rng: body + b"<!--" * 400_000,
    lambda body, rng: b"<title>" + b"\xcc\x81x" * 500_000,
    lambda body, rng: b'<img alt="' + b"x" * 1_900_000 + b'">',
    lambda body, rng: b'<script type="application/ld+json">' + b"[" * 500_000 + b"</script>" + body,
    lambda body, rng: b'<script type="application/ld+json">' + b'{"@type":"Thing","a":[' * 50_000 + b"</script>" + body,
    lambda body, rng: b"<table>" * rng.choice((300, 3_000)) + b"x" * 10_000,
    lambda body, rng: b"&" * 1_000_000,
    lambda body, rng: rng.randbytes(1_000_000),
    lambda body, rng: b"",
)


class Judged(NamedTuple):
    """What became of a shard."""

    stored: int
    given_up: list[str]
    """The reasons."""
    raised: list[str]
    cpu: float
    """Most seconds of a page."""
    memory: float
    """Most MB of a page, beyond what its worker had."""
    over: list[str]


def judge(shard: "Shard") -> Judged:
    """What an audit does with the pages of a shard: extract, judge, store, once for each."""
    run = Run.objects.select_related("site").get(pk=shard.run_id)
    analysis = Analysis(run)
    pages: list[ReadPage] = []
    raised, over = [], []
    cpu = memory = 0.0
    for place, number in enumerate(shard.items):
        document = generated(run.options["seed"], number)
        before, held = time.process_time(), begin_peak()
        try:
            pages.append(analysis.page(document, place, shard.unparsed.get(place, ""), validators(document)))
        except Exception as error:
            raised.append(f"page {number}: {error!r}"[:300])
        took, grew = time.process_time() - before, peak_mb(os.getpid()) - held
        if took > CPU_SECONDS or grew > MEMORY_MB:
            over.append(f"page {number}: {took:.1f} s, {grew:.0f} MB")
        cpu, memory = max(cpu, took), max(memory, grew)
    crashed = [(page, finding) for page in pages for finding in page.findings if finding.outcome is Outcome.CRASHED]
    raised += (f"{page.facts.url}: {finding.rule} crashed: {finding.evidence}"[:300] for page, finding in crashed)
    stored, faults = store(run, pages)
    raised += faults
    given_up = [page.facts.unparsed for page in pages if page.facts.unparsed]
    return Judged(stored, given_up, raised, cpu, memory, over)


def store(run: "Run", pages: "list[ReadPage]") -> tuple[int, list[str]]:
    """(how many pages are stored, what was raised): all together, or else each by itself to know which one it is."""
    try:
        with transaction.atomic():
            store_pages(run, pages)
        return len(pages), []
    except Exception as error:
        if len(pages) == 1:
            return 0, [f"storing {pages[0].facts.url}: {error!r}"[:300]]
    each = [store(run, [page]) for page in pages]
    return sum(count for count, _ in each), [fault for _, faults in each for fault in faults]


def begin_peak() -> float:
    """MB that this process has now; its peak begins anew."""
    Path("/proc/self/clear_refs").write_text("5")
    return peak_mb(os.getpid())


def read_lot(seed: int, numbers: range, workers: int) -> tuple[list[Judged], int]:
    """(what became of each shard, how many pages the database says were given up)"""
    site, _ = Site.objects.get_or_create(base_url="https://example.com/")
    rules = {rule.id: rule.version for rule in page_rules}
    run = Run.objects.create(
        site=site, source="generated", kind="folder", version="0", page_rules=rules, options={"seed": seed}
    )
    done = list(run_shards(judge, run.pk, numbers, workers))
    reported = Finding.objects.filter(run=run, rule="index.unparsable", outcome="fail").count()
    run.delete()
    return done, reported


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    done: list[Judged] = []
    reported = 0
    started = time.perf_counter()
    for first in range(0, options.pages, LOT):
        lot, found = read_lot(options.seed, range(first, min(first + LOT, options.pages)), options.workers)
        done += lot
        reported += found
        raised = sum(len(one.raised) for one in done)
        print(f"  {min(first + LOT, options.pages):,} pages, {reported} given up, {raised} exceptions", flush=True)
    seconds = time.perf_counter() - started
    raised = [line for one in done for line in one.raised]
    over = [line for one in done for line in one.over]
    given_up = Counter(reason for one in done for reason in one.given_up)
    lost = options.pages - sum(one.stored for one in done)
    unreported = given_up.total() - reported
    for line in (raised + over)[:20]:
        print(f"  {line}")
    for reason, count in given_up.most_common():
        print(f"  given up {count} times: {reason}")
    row(
        f"{options.pages:,} generated hostile pages, extraction and {len(page_rules)} page rules, seed {options.seed}",
        f"{len(raised)} exceptions, {lost} pages lost; {given_up.total()} given up, {unreported} of them not reported; "
        f"{len(over)} over 2 s or 256 MB (most {max(one.cpu for one in done):.1f} s, "
        f"{max(one.memory for one in done):.0f} MB); {options.pages / seconds:.0f} pages/s",
        "0, 0, 0, 0",
    )
    sys.exit(1 if raised or over or lost or unreported else 0)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        database = ScratchDatabase(Path(scratch, "bench.sqlite3"))
        database.manage("migrate", "--verbosity", "0")
        os.environ |= {
            "DATABASE_URL": f"sqlite:///{database.file}",
            "DJANGO_SETTINGS_MODULE": "siteagent_project.settings.dev",
        }
        sys.path.insert(0, str(ROOT))
        import django

        django.setup()
        from django.db import transaction

        from seo_meta.core.audit import page_rules
        from seo_meta.core.findings import Outcome
        from seo_meta.core.types import Document
        from seo_meta.core.validators import validators
        from seo_meta.models import Finding, Run, Site
        from seo_meta.services.analyse import Analysis
        from seo_meta.services.shards import Shard, run_shards
        from seo_meta.services.store import ReadPage, store_pages

        main()
