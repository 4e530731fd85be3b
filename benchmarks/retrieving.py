"""What the generator `retrieving` changes: whether descriptions find their page, and how near they are to people's.

    python benchmarks/retrieving.py CORPUS ... [--half tune|report|all]

CORPUS is what `seo_evaluate_generator` takes: a folder of HTML pages, or a JSONL file of Markdown pages. Each corpus is
taken for one site. A page is known by its first two passages, encoded with the model that `ml_index` uses.
"""

import argparse
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siteagent_project.settings.test")
os.environ["SITEAGENT_APPS"] = "seo_meta,ml_search"

import django

django.setup()

import numpy as np  # noqa: E402

from ml_search.core.chunking import chunk, encoded_text  # noqa: E402
from ml_search.encoders import Encoder, index_encoder  # noqa: E402
from ml_search.page_vectors import unit  # noqa: E402
from ml_search.rivals import PagesOfSite  # noqa: E402
from seo_meta.core.evaluation.corpus import Sample  # noqa: E402
from seo_meta.core.extract import extract  # noqa: E402
from seo_meta.core.propose import HouseStyle, generators  # noqa: E402
from seo_meta.core.sections import read_sections  # noqa: E402
from seo_meta.services import evaluate  # noqa: E402
from seo_meta.services.evaluate import Half, evaluate_generator  # noqa: E402

PASSAGES = 2
GENERATORS = ("extractive", "retrieving")


class Quiet:
    def start(self, stage: str, total: int | None) -> None: ...

    def advance(self, count: int) -> None: ...


def pages_of(samples: list[Sample], encoder: Encoder) -> PagesOfSite:
    texts: list[str] = []
    owners: list[int] = []
    places: dict[str, int] = {}
    for place, sample in enumerate(samples):
        facts = extract(sample.document, clean_urls=True)
        places[facts.url] = place
        for passage in chunk("", read_sections(sample.document, facts), frozenset())[:PASSAGES]:
            texts.append(encoded_text(facts.title, passage))
            owners.append(place)
    rows = np.zeros((len(samples), encoder.dimensions), np.float32)
    np.add.at(rows, owners, encoder.encode(texts))
    return PagesOfSite(places, unit(rows), encoder)


def finding(generator: str, samples: list[Sample], half: Half, site: PagesOfSite) -> str:
    """For how many pages the first candidate finds the page before all others."""
    counted = [sample for sample in samples if half is Half.ALL or sample.tune == (half is Half.TUNE)]
    first = proposed = 0
    for sample in counted:
        answered = evaluate._answer(generators[generator], sample, HouseStyle())
        if answered.candidates:
            url = extract(sample.document, clean_urls=True).url
            proposed += 1
            first += site.standings(url, [answered.candidates[0].value])[0].place == 1
    return f"{first} of {proposed}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="+", type=Path)
    parser.add_argument("--half", type=Half, choices=[*Half], default=Half.REPORT)
    options = parser.parse_args()
    encoder = index_encoder()
    for corpus in options.corpus:
        samples = list(evaluate._samples(evaluate._only_file(corpus)))
        site = pages_of(samples, encoder)
        generators["retrieving"].rivals = site
        print(f"{corpus.name}: generator, finds its page first, ROUGE-L, of high confidence, best of three")
        for generator in GENERATORS:
            done = evaluate_generator(corpus, generator, options.half, Quiet())
            sure = next((one.rouge_l for one in done.calibration if one.confidence == "high"), None)
            high = f"{sure.mean:.3f} on {sure.pages}" if sure else "none"
            found = finding(generator, samples, options.half, site)
            print(f"  {generator:11} {found:>10} {done.methods[0].rouge_l.mean:.3f} {high} {done.best_of_three:.3f}")


if __name__ == "__main__":
    main()
