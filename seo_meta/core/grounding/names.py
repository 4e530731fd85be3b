import re
from collections.abc import Iterator

from seo_meta.core.ground import Draft, Guard, Source, Verdict, guards
from seo_meta.core.topics.languages import primary
from seo_meta.core.topics.scripts import main_script
from seo_meta.core.types import Value
from seo_meta.core.words.terms import SPACED_WORD, fold, lexicon

ADDRESS = re.compile(r"@|://|www\.|[^\W\d_]\.[^\W\d_]{2}")
QUOTED = re.compile('[“„«「『"]([^“”„«»「」『』"]{1,200})[”“»」』"]')
KATAKANA = re.compile("[ァ-ヺー]{3,}")
# A word behind one of these begins a sentence or a part of a title, and may have a capital for that reason.
STARTS_SENTENCE = re.compile('(?:[.!?:…|•·。！？]|[“„«"(]|\\s[-–—])\\s*\\Z')
PUNCTUATION = ".,;:!?()[]{}<>\"'“”„«»。、！？"
MAX_TITLE = 3
"""Letters of what may stand before a name with a full stop."""
COMPOUNDING = ("de", "nl", "sv", "da", "no", "nb", "nn", "fi")
MIN_SHARED = 5
"""Letters that two forms of a name share: Москва, Москвой; but not Intel, inter."""


@guards.register
class Names(Guard):
    """G2: every name, address and quotation of the draft stands on the page.

    A name is a word with a capital that is not there because a sentence begins; in Japanese one in Latin letters or
    katakana. German writes every noun so: there each noun must be on the page, or be made of two words that are.
    """

    id = "names"
    verdict = Verdict.DISCARD

    def check(self, draft: Draft, source: Source) -> str:
        page = fold(source.text)
        pieces = [*_addresses(draft.text), *QUOTED.findall(draft.text), *KATAKANA.findall(draft.text)]
        absent = [piece for piece in pieces if fold(piece) not in page]
        absent += _unknown(draft.text, source)
        return f"{absent[0]!r} is not on the page" if absent else ""


def _addresses(text: str) -> list[str]:
    return [piece.strip(PUNCTUATION) for piece in text.split() if ADDRESS.search(piece)]


def _unknown(text: str, source: Source) -> Iterator[str]:
    """The names among the words that the page does not have, in order."""
    words, compounds = lexicon(source.text), primary(source.language) in COMPOUNDING
    foreign_script = main_script(text) not in ("Latn", "")
    before = Before()
    for match in SPACED_WORD.finditer(text):
        word, folded = match[0], fold(match[0])
        known = words.knows(folded, MIN_SHARED) or (compounds and words.joins(folded))
        gap = text[before.end : match.start()]
        is_latin = foreign_script and word.isascii() and word.isalpha()
        if not known and len(word) > 1 and (is_latin or _is_capital(word[1:] if _may_start(gap, before) else word)):
            # What two capitals in a row begin is a name, even where a sentence begins: Deutsche Bank.
            yield before.word if gap == " " and before.is_unknown else word
        before = Before(match.end(), word, not known and word[0].isupper())


class Before(Value, frozen=True):
    """The word in front of another."""

    end: int = 0
    word: str = ""
    is_unknown: bool = False
    """Whether it has a capital, and the page does not have it."""


def _may_start(gap: str, before: Before) -> bool:
    """Whether a capital behind `gap` may be that of a sentence: not so behind Dr. and St."""
    is_title = gap == ". " and before.word[:1].isupper() and len(before.word) <= MAX_TITLE
    return not before.word or bool(STARTS_SENTENCE.search(gap) and not is_title)


def _is_capital(word: str) -> bool:
    return any(character.isupper() for character in word)
