"""Milliseconds of a processor to plan, prove and apply one edit of a real page, beside the limit of 10.

    python benchmarks/html_edit.py [FOLDER] [--edits N]

Titles, descriptions and canonicals in turn, over the pages of the folder again and again. The other side is what two
bare parses by Lexbor take: there is no proof with less, since it parses the page before and after.
"""

import argparse
import sys
import time
from collections import Counter
from itertools import cycle, islice
from pathlib import Path
from statistics import mean, median

from selectolax.lexbor import LexborHTMLParser

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from seo_meta.core.html_edit import Change, Refused, plan  # noqa: E402 - the checkout, not an installed one

LIMIT_MS = 10
PAGES = ROOT.parent / "shared" / "data" / "web_pages"
CHANGES = (
    Change("title", "A new title – made up"),
    Change("meta:name=description", 'A description with "quotes" & more.'),
    Change("canonical", "https://example.com/?a=1&b=2"),
)


def edit(source: bytes, change: Change) -> str:
    """What became of it."""
    try:
        return "edited" if plan(source, [change]).result != source else "already"
    except Refused as refused:
        return f"refused: {refused.reason}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=PAGES)
    parser.add_argument("--edits", type=int, default=1000)
    options = parser.parse_args()
    pages = [file.read_bytes() for file in sorted(options.folder.rglob("*.html"))]
    if not pages:
        sys.exit(f"{options.folder} has no HTML files: give a folder that does")
    work = islice(zip(cycle(pages), cycle(CHANGES), strict=False), options.edits)
    times, bare, outcomes = [], [], Counter[str]()
    for source, change in work:
        started = time.process_time()
        LexborHTMLParser(source, scripting=True)
        LexborHTMLParser(source, scripting=True)
        parsed = time.process_time()
        outcomes[edit(source, change)] += 1
        times.append((time.process_time() - parsed) * 1000)
        bare.append((parsed - started) * 1000)
    kilobytes = mean(map(len, pages)) / 1000
    print(f"{len(times)} edits over {len(pages)} pages of {kilobytes:.0f} kB on average: {dict(outcomes)}")
    print(f"  an edit:    {mean(times):5.1f} ms ({mean(times) / LIMIT_MS:.2f} of the limit of {LIMIT_MS}), ", end="")
    print(f"median {median(times):.1f}, largest {max(times):.0f}")
    print(f"  two parses: {mean(bare):5.1f} ms, an edit is {mean(times) / mean(bare):.1f} times that")


if __name__ == "__main__":
    main()
