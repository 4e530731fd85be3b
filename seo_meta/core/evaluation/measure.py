"""What a method's answers are worth: ROUGE-L by how much of the reference is a copy, form faults, confidence.

Intervals are bootstrap intervals of 95 %, from a fixed seed (Efron and Tibshirani 1993, chapter 13).
"""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from seo_meta.core.extractive.form import is_boilerplate, is_cut, starts_anaphoric
from seo_meta.core.propose import Confidence
from seo_meta.core.types import Value

from .rouge import rouge_l

COPIED, PARTLY, WRITTEN = "copied", "partly", "hand-written"
COPIED_SHARE, WRITTEN_SHARE = 0.8, 0.5
RESAMPLES = 1_000
SEED = 1
GOOD = 0.5
"""From this ROUGE-L on a value says about what the reference says."""


class Interval(Value, frozen=True):
    """A mean, with what it would be between in 95 of 100 corpora like this one; zeros of no pages."""

    pages: int
    mean: float
    low: float
    high: float


class Answers(Value, frozen=True):
    """What one method says of every page, in order; empty for nothing."""

    method: str
    values: tuple[str, ...]


class MethodResult(Value, frozen=True):
    """Rates are shares of the values that are not empty; `repeated` counts values that an earlier page has too."""

    method: str
    rouge_l: Interval
    by_origin: dict[str, Interval]
    """Of the references that are `copied`, `partly` so and `hand-written`."""
    cut: float
    boilerplate: float
    anaphoric: float
    empty: float
    """Share of all pages."""
    repeated: int


class ConfidenceResult(Value, frozen=True):
    """What the values of one confidence are worth. `good` is the share with a ROUGE-L of at least GOOD."""

    confidence: str
    rouge_l: Interval
    good: float


class Page(Value, frozen=True):
    """What measuring needs of a page."""

    reference: str
    origin: str
    language: str


def origin(visible_share: float) -> str:
    """Whether a reference is a copy, by the share of its bigrams that the page shows."""
    if visible_share >= COPIED_SHARE:
        return COPIED
    return WRITTEN if visible_share < WRITTEN_SHARE else PARTLY


def measure(answers: Answers, pages: Sequence[Page]) -> MethodResult:
    scores = [rouge_l(value, page.reference) for value, page in zip(answers.values, pages, strict=True)]
    given = [(value, page) for value, page in zip(answers.values, pages, strict=True) if value]
    return MethodResult(
        answers.method,
        interval(scores),
        {
            origin: interval([score for score, page in zip(scores, pages, strict=True) if page.origin == origin])
            for origin in (COPIED, PARTLY, WRITTEN)
        },
        cut=_rate(given, lambda value, _: is_cut(value)),
        boilerplate=_rate(given, lambda value, _: is_boilerplate(value)),
        anaphoric=_rate(given, lambda value, page: starts_anaphoric(value, page.language)),
        empty=1 - len(given) / len(pages) if pages else 0.0,
        repeated=sum(times - 1 for times in Counter(value.casefold() for value, _ in given).values()),
    )


def compare(one: Answers, other: Answers, pages: Sequence[Page]) -> Interval:
    """By how much ROUGE-L of one method is above another's on the same pages."""
    return interval(
        [
            rouge_l(first, page.reference) - rouge_l(second, page.reference)
            for first, second, page in zip(one.values, other.values, pages, strict=True)
        ]
    )


def calibration(
    answers: Answers, confidences: Sequence[Confidence | None], pages: Sequence[Page]
) -> tuple[ConfidenceResult, ...]:
    """What each confidence was worth, the best first."""
    scores: Mapping[str, list[float]] = {confidence: [] for confidence in Confidence}
    for value, confidence, page in zip(answers.values, confidences, pages, strict=True):
        if confidence is not None:
            scores[confidence].append(rouge_l(value, page.reference))
    return tuple(
        ConfidenceResult(confidence, interval(group), sum(score >= GOOD for score in group) / (len(group) or 1))
        for confidence, group in scores.items()
    )


def interval(scores: Sequence[float]) -> Interval:
    if not scores:
        return Interval(0, 0.0, 0.0, 0.0)
    draw = random.Random(SEED)  # noqa: S311 a measurement must give the same figure again
    means = sorted(_mean(draw.choices(scores, k=len(scores))) for _ in range(RESAMPLES))
    low, high = means[RESAMPLES * 25 // 1_000], means[RESAMPLES * 975 // 1_000 - 1]
    return Interval(len(scores), round(_mean(scores), 4), round(low, 4), round(high, 4))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _rate(given: Iterable[tuple[str, Page]], is_fault: Callable[[str, Page], bool]) -> float:
    faults = [is_fault(value, page) for value, page in given]
    return sum(faults) / len(faults) if faults else 0.0
