"""Where in a text a link may stand: the sentence, and the words of it that name the target."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from seo_meta.plugins import ends_sentence, sentence_spans

from .stems import stem
from .words import read_words


class Word(NamedTuple):
    stem: str
    start: int
    end: int


class Sentence(NamedTuple):
    """A whole sentence, the place of its text among those that were read, and its words."""

    text: str
    source: int
    words: tuple[Word, ...]


class Place(NamedTuple):
    """`start` and `end` are those of the anchor text within the sentence."""

    sentence: str
    start: int
    end: int
    source: int

    @property
    def anchor_text(self) -> str:
        return self.sentence[self.start : self.end]


def read_sentences(texts: Iterable[str], language: str) -> list[Sentence]:
    """The whole sentences of some texts, each once. What does not end as a sentence does is a heading, a cell, code, or
    cut off."""
    found: dict[str, Sentence] = {}
    for source, text in enumerate(texts):
        for line in text.split("\n"):
            for start, end in sentence_spans(line, language):
                sentence = line[start:end]
                if ends_sentence(sentence) and sentence not in found:
                    found[sentence] = Sentence(sentence, source, tuple(_words(sentence)))
    return list(found.values())


def place(
    sentences: Sequence[Sentence], names: Iterable[Sequence[str]], taken: Iterable[Sequence[str]]
) -> Place | None:
    """The first sentence that has one of the names, which are stems, the best first; None without any.

    Words inside one of the `taken`, the link texts that the page has already, cannot be linked once more.
    """
    taken = [tuple(text) for text in taken]
    for name in names:
        for sentence in sentences:
            stems = [word.stem for word in sentence.words]
            for at in _occurrences(stems, name):
                if not any(_inside(stems, at, len(name), other) for other in taken):
                    last = sentence.words[at + len(name) - 1]
                    return Place(sentence.text, sentence.words[at].start, last.end, sentence.source)
    return None


def _words(sentence: str) -> Iterator[Word]:
    return (Word(stem(word.text), word.start, word.end) for word in read_words(sentence))


def _occurrences(stems: Sequence[str], name: Sequence[str]) -> Iterator[int]:
    wanted = list(name)
    at = -1
    while wanted and wanted[0] in stems[at + 1 :]:
        at = stems.index(wanted[0], at + 1)
        if stems[at : at + len(wanted)] == wanted:
            yield at


def _inside(stems: Sequence[str], at: int, length: int, other: Sequence[str]) -> bool:
    """Whether the words at that place are part of an occurrence of the other."""
    if len(other) < length:
        return False
    return any(start <= at and at + length <= start + len(other) for start in _occurrences(stems, other))
