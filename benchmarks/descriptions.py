"""Extractive descriptions against simple methods, on the half of two corpora that no weight was set on; and their cost.

    python benchmarks/descriptions.py [--repeat N]

Reads the pages beside the checkout (../shared/data), and stops where they are absent. Prints each aim with
what came out.
"""

import argparse
import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siteagent_project.settings.dev")

import django  # noqa: E402

django.setup()

from seo_meta.core import blocks  # noqa: E402
from seo_meta.core.extract import extract  # noqa: E402
from seo_meta.core.extractive.descriptions import descriptions  # noqa: E402
from seo_meta.core.main_text import main_paragraphs  # noqa: E402
from seo_meta.core.propose import Abstain, SiteProfile, Subject  # noqa: E402
from seo_meta.core.types import Document, PageFacts  # noqa: E402
from seo_meta.management.evaluation_table import print_evaluation  # noqa: E402
from seo_meta.management.progress import progress_on  # noqa: E402
from seo_meta.services.evaluate import Evaluation, Half, evaluate_generator  # noqa: E402

DATA = ROOT.parent / "shared" / "data"
MAX_MS = 15
ADDRESS = "https://example.com/"
Aim = tuple[str, float, bool]
"""(what, figure, whether it is met)"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    if not DATA.is_dir():
        sys.exit(f"{DATA} is absent; it does not come with the repository")
    web, docs = evaluate(DATA / "web_pages"), evaluate(DATA / "docs_descriptions" / "powershell.jsonl")
    aims = [*of_web_pages(web), *of_documentation(docs), cost(options.repeat)]
    for what, figure, met in aims:
        print(f"  {'met' if met else 'MISSED':<7}{figure:>8.3f}  {what}")


def evaluate(corpus: Path) -> Evaluation:
    with progress_on(sys.stderr) as progress:
        found = evaluate_generator(corpus, "extractive", Half.REPORT, progress)
    print_evaluation(found, sys.stdout)
    print()
    return found


def of_web_pages(found: Evaluation) -> list[Aim]:
    own = found.methods[0]
    first, lead = (found.ahead[name].mean for name in ("first 155 of main text", "lead sentence"))
    return [
        ("web pages: ROUGE-L against the first 155 characters, at least -0.01", first, first >= -0.01),
        ("web pages: ROUGE-L against the lead sentence, at least +0.08", lead, lead >= 0.08),
        ("web pages: cut in a sentence, at most 0.10", own.cut, own.cut <= 0.1),
        ("web pages: boilerplate, at most 0.005", own.boilerplate, own.boilerplate <= 0.005),
        ("web pages: a first word that points back, at most 0.03", own.anaphoric, own.anaphoric <= 0.03),
        calibrated(found, "web pages"),
    ]


def of_documentation(found: Evaluation) -> list[Aim]:
    lead = found.ahead["lead sentence"].mean
    return [
        ("documentation: ROUGE-L against the lead sentence, at least -0.01", lead, lead >= -0.01),
        ("documentation: pages without a value of their own, 0", found.without, found.without == 0),
        calibrated(found, "documentation"),
    ]


def calibrated(found: Evaluation, where: str) -> Aim:
    top, bottom = (found.calibration[place].rouge_l.mean for place in (0, -1))
    ratio = top / bottom if bottom else float("inf")
    return (f"{where}: ROUGE-L at high confidence to that at low, at least 2", ratio, ratio >= 2)


def cost(repeat: int) -> Aim:
    """What a page costs beside trafilatura's part, which is timed inside the same calls."""
    files = sorted((DATA / "web_pages").glob("*.html"))
    documents = [Document(ADDRESS + path.name, path.read_bytes()) for path in files]
    pages = [(document, extract(document)) for document in documents]
    main_text = 0.0

    def timed(html: str) -> list[str]:
        nonlocal main_text
        started = time.process_time()
        found = list(main_paragraphs(html))
        main_text += time.process_time() - started
        return found

    blocks.main_paragraphs = timed
    propose(*pages[0])  # loads trafilatura
    own = []
    for _ in range(repeat):
        main_text, started = 0.0, time.process_time()
        for document, facts in pages:
            propose(document, facts)
        own.append((time.process_time() - started - main_text) / len(pages) * 1e3)
        print(f"  main text {main_text / len(pages) * 1e3:.1f} ms a page, all the rest {own[-1]:.1f} ms")
    return (f"ms a page beside main-text extraction, at most {MAX_MS}", median(own), median(own) <= MAX_MS)


def propose(document: Document, facts: PageFacts) -> None:
    with suppress(Abstain):
        descriptions(Subject(facts, blocks.read_blocks(document, facts)), SiteProfile(ADDRESS))


if __name__ == "__main__":
    main()
