"""Whole audits of a folder beside bare extraction of the same fields, pages a second in one run.

    python benchmarks/audit_speed.py [FOLDER] [--repeat N]

Bare extraction is one process and nothing but parser calls: no source lines, no similarity signature, no rules, no
storing. The audit is the command `seo_audit` with two workers and a new SQLite file, from process start to exit.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import ada_url
import synthetic_site
from bs4 import BeautifulSoup
from scratch_runs import ROOT, scratch_database
from selectolax.lexbor import LexborHTMLParser

sys.path.insert(0, str(ROOT))

from seo_meta.core.extract import extract
from seo_meta.core.types import Document

BASE = "https://example.com/"
ELEMENTS = ":is(title,meta,link,h1,h2,h3,h4,h5,h6,a,img,iframe,script,[id])"
FRAME = "script,style,noscript,nav,aside,header,footer,form,svg"


def bare_selectolax(body: bytes) -> object:
    """The fields of a page by parser calls alone."""
    tree = LexborHTMLParser(body.decode("utf-8", "replace"), scripting=True)
    fields: list[object] = []
    for node in tree.css(ELEMENTS):
        tag, attributes = node.tag, node.attributes
        if tag == "a":
            fields.append((" ".join(node.text().split()), resolve(attributes.get("href")), attributes.get("rel")))
        elif tag == "img":
            fields.append((resolve(attributes.get("src")), attributes.get("alt"), attributes.get("width")))
        elif tag in ("meta", "link"):
            fields.append(dict(attributes))
        elif tag == "script" and attributes.get("type") == "application/ld+json":
            fields.append(parse(node.text()))
        elif tag == "title" or (tag and tag[0] == "h"):
            fields.append(" ".join(node.text().split()))
        else:
            fields.append(attributes.get("id"))
    body_node = tree.css_first("main") or tree.body
    if body_node is not None:
        for node in body_node.css(FRAME):
            node.decompose()
        fields.append(len(body_node.text(separator=" ").split()))
    return fields


def bare_soup(body: bytes) -> object:
    """The same with BeautifulSoup and Python's own parser."""
    soup = BeautifulSoup(body, "html.parser")
    fields: list[object] = []
    for node in soup.find_all(
        ["title", "meta", "link", "a", "img", "iframe", "script", "h1", "h2", "h3", "h4", "h5", "h6"]
    ):
        if node.name == "a":
            fields.append((" ".join(node.get_text().split()), resolve(node.get("href")), node.get("rel")))
        elif node.name == "img":
            fields.append((resolve(node.get("src")), node.get("alt"), node.get("width")))
        elif node.name in ("meta", "link"):
            fields.append(dict(node.attrs))
        elif node.name == "script" and node.get("type") == "application/ld+json":
            fields.append(parse(node.get_text()))
        else:
            fields.append(" ".join(node.get_text().split()))
    fields.append([node["id"] for node in soup.find_all(id=True)])
    main = soup.find("main") or soup.body
    if main is not None:
        for node in main.find_all(FRAME.split(",")):
            node.decompose()
        fields.append(len(main.get_text(" ").split()))
    return fields


def resolve(href: str | None) -> str | None:
    try:
        return ada_url.join_url(BASE, href) if href else None
    except ValueError:
        return None


def parse(source: str) -> object:
    try:
        return json.loads(source)
    except ValueError:
        return None


def own_extraction(body: bytes) -> object:
    return extract(Document(BASE, body), clean_urls=True)


def seconds(work: Callable[[bytes], object], bodies: list[bytes]) -> float:
    started = time.perf_counter()
    for body in bodies:
        work(body)
    return time.perf_counter() - started


def audit_seconds(folder: Path, workers: int) -> float:
    options = ("--base-url", BASE, "--workers", str(workers), "--fail-on", "never")
    with scratch_database() as database:
        return database.manage("seo_audit", folder, *options).seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch)
        if options.folder is None:
            synthetic_site.write(folder, 3000)
        compare(folder, options.repeat)


def compare(folder: Path, repeat: int) -> None:
    files = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in (".html", ".htm")]
    bodies = [path.read_bytes() for path in files]
    # BeautifulSoup takes minutes on a large folder; every n-th page stands for all.
    sample = bodies[:: max(1, len(bodies) // 200)]
    rates: dict[str, list[float]] = {}
    for _ in range(repeat):
        for name, rate in {
            "bare selectolax, 1 process": len(bodies) / seconds(bare_selectolax, bodies),
            "PageFacts, 1 process": len(bodies) / seconds(own_extraction, bodies),
            "BeautifulSoup, 1 process": len(sample) / seconds(bare_soup, sample),
            "whole audit, 2 workers": len(bodies) / audit_seconds(folder, 2),
        }.items():
            rates.setdefault(name, []).append(rate)
    whole = rates["whole audit, 2 workers"]
    print(f"{folder}: {len(bodies)} pages, {sum(map(len, bodies)) / 1e6:.1f} MB, median of {repeat} (min to max)")
    for name, values in rates.items():
        ratios = [audit / value for audit, value in zip(whole, values, strict=True)]
        print(
            f"  {name:<28} {median(values):8.0f} pages/s ({min(values):.0f} to {max(values):.0f})"
            f"   whole audit is {median(ratios):6.2f} x"
        )


if __name__ == "__main__":
    main()
