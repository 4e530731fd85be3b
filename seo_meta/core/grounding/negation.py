from functools import lru_cache

from seo_meta.core.ground import Draft, Guard, Source, Verdict, guards
from seo_meta.core.types import Value
from seo_meta.core.words.function_words import ALL
from seo_meta.core.words.sentences import pieces
from seo_meta.core.words.terms import MIN_STEM, fold, terms

MIN_SHARED = 0.6
"""Of the words but for little ones of a sentence, so that it is taken from that of the page."""
# The "t" is that of don't and isn't, which are two words here.
NOT = frozenset(
    "no not never none without cannot nor neither t "
    "nicht kein keine keinen keiner keines keinem nie niemals ohne weder "
    "pas sans jamais aucun aucune sin nunca ningún ninguna non senza mai nessun não sem nunca "
    "niet geen zonder nooit inte ingen utan aldrig ikke uden nie bez nigdy не нет без никогда ни ні".split()
)
PERHAPS = frozenset(
    "may might could perhaps possibly planned unless vielleicht möglicherweise könnte könnten geplant voraussichtlich "
    "peut-être pourrait quizás podría forse может возможно".split()
)
# Japanese and Chinese negate inside the word.
NOT_SIGNS = ("ない", "ません", "なし", "ず、", "不", "没有", "無し")
PERHAPS_SIGNS = ("かもしれ", "可能性")
SHOWN = 200
"""Characters of a sentence of the page."""


@guards.register
class Negation(Guard):
    """G8: what the page denies or only supposes is not claimed, nor the reverse."""

    id = "negation"
    verdict = Verdict.REVIEW

    def check(self, draft: Draft, source: Source) -> str:
        page = _said(source.text)
        for claim in _said(draft.text):
            if not claim.stems or not page:
                continue
            # Of sentences that share as much, one that says it the same way.
            match = max(page, key=lambda said: (len(said.stems & claim.stems), said.mood == claim.mood))
            shared = len(match.stems & claim.stems)
            if shared >= MIN_SHARED * len(claim.stems) and match.mood != claim.mood:
                return f"the page denies or doubts it, or the reverse: {match.sentence[:SHOWN]!r}"
        return ""


class Said(Value, frozen=True):
    sentence: str
    stems: frozenset[str]
    mood: tuple[bool, bool]
    """(whether it denies, whether it only supposes)"""


@lru_cache(maxsize=8)
def _said(text: str) -> tuple[Said, ...]:
    return tuple(_read(sentence) for sentence in dict.fromkeys(pieces(text)))


def _read(sentence: str) -> Said:
    words, folded = frozenset(terms(sentence)), fold(sentence)
    stems = frozenset(word[: max(MIN_STEM, len(word) - 2)] for word in words - NOT - PERHAPS - ALL)
    denies = bool(words & NOT) or any(sign in folded for sign in NOT_SIGNS)
    return Said(sentence, stems, (denies, bool(words & PERHAPS) or any(sign in folded for sign in PERHAPS_SIGNS)))
