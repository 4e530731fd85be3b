"""How many of the links that people set in the text of a site are suggested, when each page in turn has none.

    python benchmarks/link_suggestions.py [FOLDER] [--cache FILE]

FOLDER is a built site, python-django-doc of Debian without release notes by default. Of each page the links in its main
content to other pages of the site are taken away; pages with more than forty are lists of links and are left out. Half
of the pages, told by name, was looked at while the constants of `ml_search/core/linking.py` were chosen; figures are of
the other half. The first twelve passages of a page are encoded, with the model that `ml_index` uses.

What favours the method here: much of this site's links are set by a tool, which turns each name of a class or function
into a link, so what one page links another does too.
"""

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from itertools import pairwise
from math import log2
from pathlib import Path
from random import Random
from zlib import crc32

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siteagent_project.settings.test")
os.environ["SITEAGENT_APPS"] = "seo_meta,ml_search"

import django

django.setup()

import numpy as np  # noqa: E402
from selectolax.lexbor import LexborHTMLParser  # noqa: E402

from ml_search.core.chunking import chunk, encoded_text  # noqa: E402
from ml_search.core.linking import LONGEST, Habits, Titles, fused, ranked  # noqa: E402
from ml_search.core.placing import place, read_sentences  # noqa: E402
from ml_search.core.stems import stems, subjects  # noqa: E402
from ml_search.page_vectors import unit  # noqa: E402
from seo_meta.core import urls  # noqa: E402
from seo_meta.core.extract import extract  # noqa: E402
from seo_meta.core.main_content import main_content  # noqa: E402
from seo_meta.core.sections import read_sections  # noqa: E402
from seo_meta.core.types import Document  # noqa: E402

DJANGO = Path("/usr/share/doc/python-django-doc/html")
LEFT_OUT = ("releases/", "_modules/", "genindex", "py-modindex", "search.html", "contents.html")
BASE = "https://docs.example/"
PASSAGES = 12
HUB = 40
AIM = 0.30
"""P@10, on which the three signals without the habits of the site came to 0.25 when the method was chosen."""


class Site:
    """The pages of a folder, by number: names, passages, links in their text."""

    def __init__(self, folder: Path) -> None:
        paths = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*.html"))]
        self.paths = [path for path in paths if not path.startswith(LEFT_OUT)]
        number = {BASE + path: place for place, path in enumerate(self.paths)}
        self.titles, self.h1s, self.chunks, self.links = [], [], [], []
        for path in self.paths:
            document = Document(BASE + path, (folder / path).read_bytes(), file=path)
            facts = extract(document, clean_urls=False)
            self.titles.append(facts.title)
            self.h1s.append(next((heading.text for heading in facts.headings if heading.level == 1), ""))
            self.chunks.append(chunk("", read_sections(document, facts), frozenset())[:PASSAGES])
            anchors = main_content(LexborHTMLParser(document.body)).css("a[href]")
            found = [(urls.join(document.url, anchor.attributes["href"] or ""), anchor.text()) for anchor in anchors]
            linked = [(number.get((url or "").partition("#")[0]), text) for url, text in found]
            self.links.append([(to, text) for to, text in linked if to is not None and self.paths[to] != path])
        self.targets = [{to for to, _ in links} for links in self.links]

    def texts(self) -> list[str]:
        pairs = zip(self.titles, self.chunks, strict=True)
        return [encoded_text(title, passage) for title, chunks in pairs for passage in chunks]

    def counted(self) -> list[int]:
        """The pages that figures are of."""
        half = (page for page, path in enumerate(self.paths) if crc32(path.encode()) % 2 == 0)
        return [page for page in half if 0 < len(self.targets[page]) <= HUB]


class Signals:
    """What is known of the targets of each page, as the product computes it."""

    def __init__(self, site: Site, vectors: np.ndarray) -> None:
        self._site = site
        bounds = np.cumsum([0, *map(len, site.chunks)])
        self._passages = [vectors[start:stop] for start, stop in pairwise(bounds)]
        words = [np.array([passage.words or 1 for passage in chunks]) for chunks in site.chunks]
        self._pages = unit(np.stack([own @ rows for own, rows in zip(words, self._passages, strict=True)]))
        self.stems = [stems("\n".join(passage.text for passage in chunks)) for chunks in site.chunks]
        self._average = sum(map(len, self.stems)) / len(self.stems)
        subject = subjects(site.titles)
        self.names = [[stems(h1), stems(subject[title])] for h1, title in zip(site.h1s, site.titles, strict=True)]
        self.titles = Titles(dict(enumerate(self.names)))
        self.uses = [
            {(stems(text), to) for to, text in links if 0 < len(stems(text)) <= LONGEST} for links in site.links
        ]
        self.habits = Habits()
        for uses in self.uses:
            self.habits.add_links(uses)
        for text in self.stems:
            self.habits.add_text(text)

    def by_habit(self, page: int) -> Mapping[int, float]:
        return self.habits.scores(self.stems[page], self.uses[page])

    def by_title(self, page: int) -> Mapping[int, float]:
        return self.titles.scores(self.stems[page], self._average)

    def by_passage(self, page: int) -> Mapping[int, float]:
        return dict(enumerate((self._pages @ self._passages[page].T).max(axis=1).tolist()))

    def by_page(self, page: int) -> Mapping[int, float]:
        return dict(enumerate((self._pages @ self._pages[page]).tolist()))

    def at_random(self, page: int) -> Mapping[int, float]:
        random = Random(page)  # noqa: S311
        return {target: random.random() for target in range(len(self.stems))}

    def by_meaning(self, page: int) -> Mapping[int, float]:
        return fused([self.by_title(page), self.by_passage(page), self.by_page(page)])

    def all(self, page: int) -> Mapping[int, float]:
        return dict(ranked(self.by_habit(page), [self.by_title(page), self.by_passage(page), self.by_page(page)]))

    def all_with_a_place(self, page: int) -> Mapping[int, float]:
        """Those that a sentence of the page names. The links that were taken away do not bar their words."""
        sentences = read_sentences((passage.text for passage in self._site.chunks[page]), "en")
        best = sorted(self.all(page).items(), key=lambda one: -one[1])[:100]
        return {target: score for target, score in best if place(sentences, self._called(target, page), ())}

    def _called(self, target: int, page: int) -> list[tuple[str, ...]]:
        own = {phrase for phrase, to in self.uses[page] if to == target}
        others = [
            phrase
            for phrase in self.habits.phrases_to(target)
            if phrase not in own or self._elsewhere(phrase, target, page)
        ]
        return [*others, *(part for name in self.names[target] for part in self.titles.parts(name))]

    def _elsewhere(self, phrase: tuple[str, ...], target: int, page: int) -> bool:
        return any((phrase, target) in uses for other, uses in enumerate(self.uses) if other != page)


def measure(site: Site, signal: Callable[[int], Mapping[int, float]]) -> list[float]:
    """[P@10, R@10, nDCG@10, MRR], means over the pages."""
    rows = []
    for page in site.counted():
        scores = signal(page)
        order = sorted((to for to in scores if to != page and scores[to] > 0), key=lambda to: -scores[to])
        wanted = site.targets[page]
        hits = [to in wanted for to in order[:10]]
        gain = sum(hit / log2(place + 2) for place, hit in enumerate(hits))
        ideal = sum(1 / log2(place + 2) for place in range(min(10, len(wanted))))
        first = next((place for place, to in enumerate(order, start=1) if to in wanted), 0)
        rows.append((sum(hits) / 10, sum(hits) / len(wanted), gain / ideal, 1 / first if first else 0.0))
    return [sum(column) / len(rows) for column in zip(*rows, strict=True)]


def encoded(site: Site, cache: Path | None) -> np.ndarray:
    if cache is not None and cache.exists():
        return np.load(cache)
    from ml_search.encoders import index_encoder

    vectors = index_encoder().encode(site.texts())
    if cache is not None:
        np.save(cache, vectors)
    return vectors


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=DJANGO)
    parser.add_argument("--cache", type=Path, help="a .npy file to keep the vectors in")
    options = parser.parse_args()
    site = Site(options.folder)
    signals = Signals(site, encoded(site, options.cache))
    counted = site.counted()
    links = sum(len(site.targets[page]) for page in counted)
    most = sum(min(10, len(site.targets[page])) for page in counted) / len(counted) / 10
    print(f"{len(site.paths)} pages, {len(counted)} counted with {links} links; P@10 can be {most:.3f} at most")
    methods = {
        "at random": signals.at_random,
        "title in the text (BM25)": signals.by_title,
        "nearest passage": signals.by_passage,
        "page to page": signals.by_page,
        "these three fused by rank": signals.by_meaning,
        "what the site links (habits)": signals.by_habit,
        "all, as the product ranks": signals.all,
        "and with a place in a sentence": signals.all_with_a_place,
    }
    print(f"{'':32} {'P@10':>6} {'R@10':>6} {'nDCG':>6} {'MRR':>6}")
    for name, signal in methods.items():
        print(f"{name:32} " + " ".join(f"{figure:6.3f}" for figure in measure(site, signal)), flush=True)
    reached = measure(site, signals.by_meaning)[0]
    verdict = "reached" if reached >= AIM else "missed"
    print(f"P@10 of the fused three {reached:.3f} beside the aim of {AIM:.2f}: {verdict}")


if __name__ == "__main__":
    main()
