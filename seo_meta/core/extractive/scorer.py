"""How good a passage of a page would be as its description: position, length, and what it shares with the title.

The weights were set on one half of two corpora and are reported on the other (docs/explanation/proposals.md).
"""

import re
from collections.abc import Iterator, Sequence

from seo_meta.core.propose import Block, HouseStyle
from seo_meta.core.types import Value
from seo_meta.core.widths import DESCRIPTION_PX, columns, width_px
from seo_meta.core.words.sentences import ends_sentence, spans
from seo_meta.core.words.tokens import content_words, tokens

from .form import is_boilerplate, is_cut, starts_anaphoric
from .shorten import shortened

MAX_BLOCKS = 24
"""From the top of the page."""
MAX_STARTS = 3
"""Sentences of a block that a passage may begin with."""
FULL_CHARACTERS = 120
"""A length without fault where the site has none of its own; a longer passage that fits is as good."""
MIN_CHARACTERS = 25
"""Wide ones count twice, here and above."""
MIN_LETTERS = 0.6
"""Of the characters; less is a table, a formula or a row of links."""
BLOCK_DECAY = SENTENCE_DECAY = 0.5
FULL_STOP_MIN_WORDS = 6
"""Of a standfirst that ends without a mark, as they often do: from here on it is a sentence."""
UNMARKED = ("th", "lo")
"""Languages that end no sentence with a mark: there a whole block counts as complete."""

# "MOSCOW (AP) — " and "Feb. 23, 2015 -- ".
DATELINE = re.compile(
    r"(?:[A-ZÀ-Þ]{3}[A-ZÀ-Þ ,.]{0,40}+|[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4})(?:\s?\([\w /]{2,30}\))?\s?(?:--|—|–) "
)

WEIGHTS = {
    "position": 1.5,
    "title": 0.25,
    "length": 0.45,
    "standfirst": 0.45,
    "in main text": 0.4,
    "shortened": -0.2,
    "anaphoric": -0.6,
    "question": -0.2,
}


class Passage(Value, frozen=True):
    """What could be a description: whole sentences of one block, word for word but for a full stop where a clause or a
    standfirst has none. `quotes` are the parts of the page that it is made of."""

    text: str
    quotes: tuple[str, ...]
    block: Block
    place: int
    """Of the block among those of the page, from 0."""
    sentence: int
    """Of the first one in its block, from 0."""
    shortened: bool = False
    """Whether its sentence has more in the page: brackets, or a further clause."""


def passages(blocks: Sequence[Block], title: str, language: str, max_px: int) -> list[Passage]:
    """The complete runs of sentences that fit the width, from the first blocks of the page."""
    found = (
        passage
        for place, block in enumerate(blocks[:MAX_BLOCKS])
        for passage in _of_block(block, place, language, max_px)
    )
    return [passage for passage in found if _is_fit(passage.text, title, language)]


def _of_block(block: Block, place: int, language: str, max_px: int) -> Iterator[Passage]:
    dateline = DATELINE.match(block.text)
    begin = dateline.end() if dateline else 0
    parts = [(max(start, begin), end) for start, end in spans(block.text, language) if end > begin]
    for number, (start, first_end) in enumerate(parts[:MAX_STARTS]):
        for _, end in parts[number:]:
            quote = block.text[start:end]
            text = _with_full_stop(quote, block)
            if not _fits(text, max_px):
                if end == first_end:
                    yield from _shorter(quote, block, place, number, language, max_px)
                break
            yield Passage(text, (quote,), block, place, number)


def _shorter(sentence: str, block: Block, place: int, number: int, language: str, max_px: int) -> Iterator[Passage]:
    value, quotes = shortened(sentence, language, max_px) if ends_sentence(sentence) else ("", ())
    if value:
        yield Passage(value, quotes, block, place, number, shortened=True)


def _fits(text: str, max_px: int) -> bool:
    return width_px(text, DESCRIPTION_PX) <= max_px


def _with_full_stop(text: str, block: Block) -> str:
    bare = block.kind == "standfirst" and text[-1].isalnum() and len(text.split()) >= FULL_STOP_MIN_WORDS
    return f"{text}." if bare else text


def _is_fit(text: str, title: str, language: str) -> bool:
    """Whether it can stand alone in a search result at all."""
    if columns(text) < MIN_CHARACTERS or is_boilerplate(text) or (is_cut(text) and language not in UNMARKED):
        return False
    letters = sum(character.isalpha() for character in text)
    return letters >= MIN_LETTERS * len(text) and tokens(text) != tokens(title)


def features(passage: Passage, title: str, language: str, style: HouseStyle) -> dict[str, float]:
    """What speaks for a passage and against it, each from 0 to 1, by the names in WEIGHTS."""
    text, block = passage.text, passage.block
    return {
        "position": 1 / (1 + BLOCK_DECAY * passage.place + SENTENCE_DECAY * passage.sentence),
        "title": _shared(title, text),
        "length": _length_fit(columns(text), style.description_chars),
        "standfirst": block.kind == "standfirst",
        "in main text": block.in_main,
        "shortened": passage.shortened,
        "anaphoric": starts_anaphoric(text, language),
        "question": text.endswith(("?", "？", "؟")),
    }


def score(found: dict[str, float]) -> float:
    return sum(WEIGHTS[name] * value for name, value in found.items())


def is_unspaced(text: str) -> bool:
    """Whether it is mostly of a script whose characters are as wide as two letters, and say as much."""
    return len(tokens(text)) > len(text) // 2


def _shared(title: str, text: str) -> float:
    """The part of the title's words that the text has too."""
    wanted = content_words(title)
    return len(wanted & content_words(text)) / len(wanted) if wanted else 0.0


def _length_fit(length: int, usual: int) -> float:
    """1 for the length that the site's own descriptions have, or else for FULL_CHARACTERS and more."""
    if usual:
        return max(0.0, 1 - abs(length - usual) / usual)
    return min(1.0, length / FULL_CHARACTERS)
