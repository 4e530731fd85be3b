"""What the page rules cost beside extraction, in one process on the same pages; limit: a quarter.

    python benchmarks/rule_cost.py [FOLDER] [--repeat N]

Without a folder the real pages beside the checkout are read (../shared/data/web_pages). Prints the dearest rules too.
"""

import argparse
import os
import sys
import time
from collections import Counter
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siteagent_project.settings.dev")

import django  # noqa: E402

django.setup()

from seo_meta.core.audit import Policy, audit_page, page_rules  # noqa: E402
from seo_meta.core.extract import extract  # noqa: E402
from seo_meta.core.types import Document  # noqa: E402

LIMIT = 0.25
DEAREST = 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT.parent / "shared" / "data" / "web_pages")
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args()
    files = [path for path in sorted(options.folder.rglob("*")) if path.suffix.lower() in (".html", ".htm")]
    documents = [Document(f"https://example.com/{path.name}", path.read_bytes()) for path in files]
    if not documents:
        sys.exit(f"{options.folder} holds no HTML")
    extraction, audit, ratios = [], [], []
    for _ in range(options.repeat):
        started = time.process_time()
        pages = [extract(document, clean_urls=True) for document in documents]
        read = time.process_time()
        for page in pages:
            audit_page(page, page_rules, Policy())
        done = time.process_time()
        extraction.append((read - started) / len(pages))
        audit.append((done - read) / len(pages))
        ratios.append((done - read) / (read - started))
    print(f"{options.folder}: {len(documents)} pages, {len(page_rules)} page rules, median of {options.repeat}")
    print(f"  extraction {median(extraction) * 1e3:.2f} ms a page, rules {median(audit) * 1e3:.2f} ms a page")
    print(f"  rules are {median(ratios):.2f} of extraction ({min(ratios):.2f} to {max(ratios):.2f}); limit {LIMIT}")
    costs: Counter[str] = Counter()
    for rule in page_rules:
        started = time.process_time()
        for page in pages:
            audit_page(page, [rule], Policy())
        costs[rule.id] = round((time.process_time() - started) / len(pages) * 1e6)
    print("  dearest, µs a page: " + ", ".join(f"{rule} {cost}" for rule, cost in costs.most_common(DEAREST)))


if __name__ == "__main__":
    main()
