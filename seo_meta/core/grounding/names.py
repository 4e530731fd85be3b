import re
from collections.abc import Iterator

from seo_meta.core.ground import Draft, Guard, Source, Verdict, guards
from seo_meta.core.topics.scripts import main_script
from seo_meta.core.wording import SPACED_WORD, Lexicon, fold, lexicon

ADDRESS = re.compile(r"@|://|www\.|[^\W\d_]\.[^\W\d_]{2}")
QUOTED = re.compile('[“„«「『"]([^“”„«»「」『』"]{1,200})[”“»」』"]')
KATAKANA = re.compile("[ァ-ヺー]{3,}")
# A word behind one of these begins a sentence or a part of a title, and may have a capital for that reason.
STARTS_SENTENCE = re.compile('(?:^|[.!?:…|•·。！？]|[“„«"(]|\\s[-–—])\\s*\\Z')
PUNCTUATION = ".,;:!?()[]{}<>\"'“”„«»。、！？"
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
        absent += _unknown(draft.text, lexicon(source.text))
        return f"{absent[0]!r} is not on the page" if absent else ""


def _addresses(text: str) -> list[str]:
    return [piece.strip(PUNCTUATION) for piece in text.split() if ADDRESS.search(piece)]


def _unknown(text: str, words: Lexicon) -> Iterator[str]:
    """The names among the words that the page does not have, in order."""
    foreign_script = main_script(text) not in ("Latn", "")
    previous_end, previous_unknown = 0, ""
    for match in SPACED_WORD.finditer(text):
        word = match[0]
        unknown = "" if _is_known(word, words) else word
        starts = bool(STARTS_SENTENCE.search(text[max(0, match.start() - 3) : match.start()]))
        is_latin = foreign_script and word.isascii() and word.isalpha()
        if unknown and len(word) > 1 and (is_latin or _is_capital(word[1:] if starts else word)):
            # What two capitals in a row begin is a name, even where a sentence begins: Deutsche Bank.
            yield previous_unknown if text[previous_end : match.start()] == " " and previous_unknown else word
        previous_end, previous_unknown = match.end(), unknown if word[0].isupper() else ""


def _is_capital(word: str) -> bool:
    return any(character.isupper() for character in word)


def _is_known(word: str, words: Lexicon) -> bool:
    folded = fold(word)
    return words.knows(folded, MIN_SHARED) or words.joins(folded)
