"""A sentence too wide for a search result, without its brackets or ended where its main clause does. Never in the
middle of one.

What is left out must be an addition: a contrast, a relative clause, a second statement. Conditions and attributions
("if …", "… the agency said") are never dropped, since the rest would say more than the page does.
"""

import re
from collections.abc import Iterator

from seo_meta.core.widths import DESCRIPTION_PX, width_px

from .clause_words import ADDITIONS, CONTRASTS

MIN_WORDS = 8
"""Of the clause; a shorter one is rarely a whole statement."""

SEMICOLON = re.compile(r"; |；")
# In brackets of these the statement is made narrower, so that they stay.
NARROWER = re.compile(
    r" \((?:if|unless|until|when|only|except|excluding|without|not|no|provided|wenn|falls|nur|außer|ohne|nicht|si|sauf"
    r"|seulement|sans|salvo|solo|sólo|sin|se|apenas|soltanto|senza|tenzij|alleen|zonder|если|кроме|только|без)\b",
    re.IGNORECASE,
)
BRACKETED = re.compile(r" \([^()]{0,300}\)(?=[ ,.;:?!])")
DASH = re.compile(r" (?:—|–|--) ")
# "The plates are old and are sold as such": two statements about one subject.
SAME_SUBJECT = re.compile(r",? (?:and|but) (?=(?P<verb>is|are|was|were|has|have|had|will|can|could|would|should)\b)")
SUBORDINATES = ("who", "which", "that", "whose", "where", "when", "if", "what", "how", "to")
# The sentence goes on in what would be dropped.
NEEDS_MORE = re.compile(
    r"\b(?:not (?:only|just|merely)|nicht nur|non seulement|no sólo|no solo|non solo|não só|niet alleen|не только)\b"
    r"|^(?:if|when|while|although|though|because|since|as|after|before|unless|once|where|whereas|wenn|während|obwohl"
    r"|weil|als|nachdem|bevor|da|si|quand|lorsque|bien que|parce que|cuando|aunque|porque|mientras|se|quando|sebbene"
    r"|когда|если|хотя|pokud|když|gdy|jeśli|om|när|hvis|når)\b|[(\[:]$",
    re.IGNORECASE,
)
PAIRS = (("(", ")"), ("[", "]"), ("«", "»"), ("“", "”"), ("„", "“"))


def _words(by_language: dict[str, str]) -> dict[str, re.Pattern[str]]:
    return {language: re.compile(rf", (?:{'|'.join(words.split())}) ") for language, words in by_language.items()}


CONTRAST, ADDITION = _words(CONTRASTS), _words(ADDITIONS)


def shortened(sentence: str, language: str, max_px: int) -> tuple[str, tuple[str, ...]]:
    """(the sentence without what stands in brackets, or else its longest start that is a whole statement; the parts of
    the page that it is made of). Two times nothing where neither fits."""
    bare, parts = BRACKETED.sub("", sentence), BRACKETED.split(sentence)
    if len(parts) > 1 and not NARROWER.search(sentence) and _fits(bare, max_px):
        return bare, tuple(part.strip(" ,") for part in parts if part.strip(" ,.?!"))
    starts = (sentence[:end] for end in sorted(_ends(sentence, language), reverse=True))
    clause = next((start for start in starts if _fits(f"{start}.", max_px) and _stands_alone(start)), "")
    return (f"{clause}.", (clause,)) if clause else ("", ())


def _fits(text: str, max_px: int) -> bool:
    return width_px(text, DESCRIPTION_PX) <= max_px


def _ends(sentence: str, language: str) -> Iterator[int]:
    """Where a clause of the sentence may end."""
    yield from (match.start() for match in SEMICOLON.finditer(sentence))
    if language in CONTRAST:
        yield from (match.start() for match in CONTRAST[language].finditer(sentence))
    dashes = list(DASH.finditer(sentence))
    if len(dashes) == 1:
        yield dashes[0].start()
    comma = sentence.rfind(", ")
    if comma > 0 and language in ADDITION and ADDITION[language].match(sentence, comma):
        yield comma
    if language == "en":
        yield from _second_verbs(sentence)


def _second_verbs(sentence: str) -> Iterator[int]:
    """Before "and are …", where "are" was the verb of the only clause so far."""
    for match in SAME_SUBJECT.finditer(sentence):
        before = sentence[: match.start()].lower().split()
        if match["verb"] in before and not set(before[: before.index(match["verb"])]).intersection(SUBORDINATES):
            yield match.start()


def _stands_alone(clause: str) -> bool:
    if len(clause.split()) < MIN_WORDS or NEEDS_MORE.search(clause) or ": " in clause or clause.count('"') % 2:
        return False
    return all(clause.count(opening) <= clause.count(closing) for opening, closing in PAIRS)
