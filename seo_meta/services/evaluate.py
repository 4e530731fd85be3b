"""The evaluation of generators: descriptions are taken from pages that have one, and held against what is proposed.

Every page goes through what production does with it: extraction, blocks, and the registered generator.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from statistics import median

import msgspec

from seo_meta.core.blocks import read_blocks
from seo_meta.core.evaluation.baselines import baselines
from seo_meta.core.evaluation.corpus import ADDRESS, Sample, html_sample, markdown_sample
from seo_meta.core.evaluation.measure import (
    Answers,
    ConfidenceResult,
    Interval,
    MethodResult,
    Page,
    calibration,
    compare,
    measure,
    origin,
)
from seo_meta.core.evaluation.rouge import rouge_l, visible_share
from seo_meta.core.extract import extract
from seo_meta.core.main_text import main_paragraphs
from seo_meta.core.propose import (
    MAX_CANDIDATES,
    Abstain,
    Candidate,
    Field,
    Generator,
    HouseStyle,
    SiteProfile,
    Subject,
    generators,
)
from seo_meta.core.topics.languages import primary
from seo_meta.core.types import Value
from seo_meta.core.widths import columns
from seo_meta.errors import SourceError

from .progress import Progress
from .replace_file import replace_file

MAX_FILE_BYTES = 2 * 1024 * 1024
MIN_STYLE_PAGES = 5
"""Fewer descriptions show no usual length."""


class Half(StrEnum):
    """Which pages count: those that weights may be tuned on, those that figures may be given of, or both."""

    TUNE = "tune"
    REPORT = "report"
    ALL = "all"


class Evaluation(Value, frozen=True):
    """What came out. `methods` begins with the generator; `ahead` says by how much its ROUGE-L is above each other's,
    `best_of_three` what the best of its first three candidates would have."""

    corpus: str
    generator: str
    half: Half
    methods: tuple[MethodResult, ...]
    ahead: dict[str, Interval]
    best_of_three: float
    calibration: tuple[ConfidenceResult, ...]
    shortened: int
    """Values that are no quotation of the page: a sentence without brackets or a last clause, a full stop added."""
    without: int
    """Pages that have candidates and get none when each value is given to one page alone."""


class Answered(Value, frozen=True):
    """A page with what the generator proposed and what the simple methods say."""

    page: Page
    candidates: tuple[Candidate, ...]
    baselines: dict[str, str]


def evaluate_generator(corpus: Path, generator: str, half: Half, progress: Progress) -> Evaluation:
    """Evaluate a generator's descriptions on a folder of HTML pages, or on a JSONL file of Markdown pages of one site,
    or a folder with one.

    Raises SourceError for an unknown generator, and for a corpus that cannot be read or has no page that counts.
    """
    chosen = _generator(generator)
    corpus = _only_file(corpus)
    samples = list(_samples(corpus))
    counted = [sample for sample in samples if half is Half.ALL or sample.tune == (half is Half.TUNE)]
    if not counted:
        raise SourceError(f"{corpus} has no page with a description in this half. Name a folder with HTML pages.")
    styles = _styles(samples) if _is_one_site(corpus) else {}
    progress.start("Evaluating", len(counted))
    answered = []
    for sample in counted:
        answered.append(_answer(chosen, sample, styles.get(sample.tune, HouseStyle())))
        progress.advance(1)
    return _evaluation(str(corpus), generator, half, answered)


def write_evaluation(evaluation: Evaluation, path: Path) -> None:
    """As JSON. Raises ReportError."""
    text = msgspec.json.format(msgspec.json.encode(evaluation), indent=2).decode()
    replace_file(path, [text, "\n"], "The evaluation")


def _generator(id: str) -> Generator:
    able = [generator.id for generator in generators if Field.DESCRIPTION in generator.mends]
    if id not in able:
        raise SourceError(f"No generator {id!r} proposes descriptions. Name one of: {', '.join(able)}.")
    return generators[id]


def _samples(corpus: Path) -> Iterator[Sample]:
    try:
        if _is_one_site(corpus):
            yield from _lines(corpus)
            return
        for path in sorted(corpus.rglob("*.html")):
            sample = html_sample(path.relative_to(corpus).as_posix(), path.read_bytes()[:MAX_FILE_BYTES])
            if sample is not None:
                yield sample
    except OSError as error:
        raise SourceError(f"Cannot read {error.filename or corpus}: {error.strerror}.") from error


def _only_file(corpus: Path) -> Path:
    files = list(corpus.glob("*.jsonl"))
    return files[0] if len(files) == 1 else corpus


def _is_one_site(corpus: Path) -> bool:
    return corpus.suffix == ".jsonl"


def _lines(corpus: Path) -> Iterator[Sample]:
    with corpus.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                sample = markdown_sample(line)
            except msgspec.MsgspecError as error:
                raise SourceError(
                    f"{corpus}, line {number}: {error}. A line is an object with path, title, description, markdown."
                ) from error
            if sample is not None:
                yield sample


def _styles(samples: Sequence[Sample]) -> dict[bool, HouseStyle]:
    """The style of each half as the other half shows it, so that no page is told its own length."""
    styles = {}
    for half in (True, False):
        lengths = [columns(sample.reference) for sample in samples if sample.tune != half]
        if len(lengths) >= MIN_STYLE_PAGES:
            styles[half] = HouseStyle(pages=len(lengths), description_chars=round(median(lengths)))
    return styles


def _answer(generator: Generator, sample: Sample, style: HouseStyle) -> Answered:
    facts = extract(sample.document, clean_urls=True)
    subject = Subject(facts, read_blocks(sample.document, facts))
    try:
        found = tuple(generator.candidates(Field.DESCRIPTION, subject, SiteProfile(ADDRESS, style=style)))
    except Abstain:
        found = ()
    language = primary(facts.lang or "")
    visible = " ".join((*(block.text for block in subject.blocks), facts.text))
    page = Page(sample.reference, origin(visible_share(sample.reference, visible)), language)
    paragraphs = list(main_paragraphs(sample.document.body.decode("utf-8", "replace")))
    return Answered(page, found[:MAX_CANDIDATES], baselines(facts.title, paragraphs, language))


def _evaluation(corpus: str, generator: str, half: Half, answered: Sequence[Answered]) -> Evaluation:
    pages = [each.page for each in answered]
    first = [each.candidates[0] if each.candidates else None for each in answered]
    own = Answers(generator, tuple(candidate.value if candidate else "" for candidate in first))
    others = [Answers(method, tuple(each.baselines[method] for each in answered)) for method in answered[0].baselines]
    best = [max((rouge_l(one.value, each.page.reference) for one in each.candidates), default=0.0) for each in answered]
    return Evaluation(
        corpus,
        generator,
        half,
        methods=tuple(measure(answers, pages) for answers in (own, *others)),
        ahead={answers.method: compare(own, answers, pages) for answers in others},
        best_of_three=round(sum(best) / len(best), 4),
        calibration=calibration(own, [candidate.confidence if candidate else None for candidate in first], pages),
        shortened=sum(candidate is not None and candidate.value != _quoted(candidate) for candidate in first),
        without=_without(answered),
    )


def _without(answered: Sequence[Answered]) -> int:
    given: set[str] = set()
    for each in answered:
        given.add(next((one.value.casefold() for one in each.candidates if one.value.casefold() not in given), ""))
    return sum(bool(each.candidates) for each in answered) - len(given - {""})


def _quoted(candidate: Candidate) -> str:
    return " ".join(evidence.text for evidence in candidate.evidence)
