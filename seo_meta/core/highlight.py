"""Where the quotes that a value rests on stand in the text of their page."""

from collections.abc import Iterable

from .text import UNSPACED
from .types import Value

AROUND = 240
"""Characters that are shown before and after a quote."""
START = 600
"""Characters that are shown of a text in which no quote stands."""


class Part(Value, frozen=True):
    """A piece of the text. `gap`: something was left out before it."""

    text: str
    quoted: bool = False
    gap: bool = False


def highlight(text: str, quotes: Iterable[str]) -> tuple[Part, ...]:
    """The text around the first place of each quote, and its start; quotes that do not stand there are passed over."""
    spans = _merged(sorted(span for quote in quotes if (span := _place(text, quote))), 0)
    if not spans:
        return (Part(text[:START]), *((Part("", gap=True),) if len(text) > START else ()))
    windows = _merged([_window(text, start, end) for start, end in spans], 1)
    parts: list[Part] = []
    for first, last in windows:
        at, gap = first, first > 0
        for start, end in ((start, end) for start, end in spans if first <= start < last):
            parts += [Part(text[at:start], gap=gap), Part(text[start:end], quoted=True)]
            at, gap = end, False
        parts.append(Part(text[at:last], gap=gap))
    if windows[-1][1] < len(text):
        parts.append(Part("", gap=True))
    return tuple(part for part in parts if part.text or part.gap)


def _place(text: str, quote: str) -> tuple[int, int] | None:
    """The first place where the quote does not stand inside a word."""
    start = text.find(quote) if quote else -1
    while start >= 0:
        end = start + len(quote)
        if not (_inside_word(text, start) or _inside_word(text, end)):
            return start, end
        start = text.find(quote, end)
    return None


def _inside_word(text: str, at: int) -> bool:
    around = text[max(at - 1, 0) : at + 1]
    return len(around) == 2 and at > 0 and around.isalnum() and not UNSPACED.search(around)


def _window(text: str, start: int, end: int) -> tuple[int, int]:
    """What is shown around a quote: whole words, where there are any."""
    first, last = max(start - AROUND, 0), min(end + AROUND, len(text))
    if first > 0:
        first = text.find(" ", first, start) + 1 or first
    if last < len(text):
        last = max(text.rfind(" ", end, last), end) if " " in text[end:last] else last
    return first, last


def _merged(spans: list[tuple[int, int]], within: int) -> list[tuple[int, int]]:
    """Spans in order, with those in one that overlap or are less than `within` apart."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1] + within:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
