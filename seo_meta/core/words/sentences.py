"""Text to sentences, in one linear pass. Where it cannot tell, two sentences stay one: half a sentence is worse."""

import re
from collections.abc import Iterator

# Runs are taken whole, so that no run is looked at twice.
ENDS = re.compile(r"(?P<wide>[。！？｡]++)[」』）”’\"]*+|(?P<mark>[.!?…؟۔।॥։።။។]++)[\"'”’»“)\]]*+")
OPENERS = "\"'“”‘’«»„‚([¿¡-–—•"
CLOSERS = "\"'”’»“)]」』）"
NUMBERED = re.compile(r"\d{1,2}\. ")
"""How a list begins that lost its line breaks: "1. Water 2. Grind"."""
LAST_WORD = re.compile(r"\S+\Z")
LOOK_BACK = 40
"""Characters before a full stop that the word before it is looked for in."""
PIECE_END = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])\s*|\n+")

# Written with a full stop that ends no sentence.
ANYWHERE = "al approx art cf ca co corp dr ed eds etc fig inc jr ltd mr mrs ms no nr op p pp prof sr st vol vs"
ABBREVIATIONS = {
    "en": "apr assn aug ave blvd capt cmdr col dec dept dist est feb gen gov hon jan lt maj mt nov oct ph pvt rep rev "
    "sen sept sgt univ wed",
    "de": "abb abs allg apr aug bzgl bzw dez dipl evtl feb geb gem ggf gegr hrsg inkl insb jan jh kap kl max mind "
    "mio mrd nov okt rd sog sep sept str tel usw vgl zb zzgl",
    "fr": "av bd boul chap env éd mgr mm mme mlle ref réf tél trad",
    "es": "admón av avda cap depto dra ej gral ing lic máx mín núm pág págs sra srta tel ud uds",
    "it": "avv cap dott ecc es geom ing min max on pag sig sigg tel",
    "pt": "av cap dra eng ex exmo máx mín núm pág sra tel",
    "nl": "afb art bijv blz bv dhr drs evt excl incl ing ir jl mevr mw nl resp tel tw zgn",
    "pl": "br godz im inż itd itp mgr min np nr ok pkt pl prof ppłk r red str tel tj tys tzn tzw ul ur wg zł",
    "cs": "apod atd cca č hod ing kč mil mj mld např odst obr popř resp str tel tis tj tzv ul",
    "ru": "г гг им млн млрд напр обл пр проф р рис руб см стр т тыс тел ул",
    "sv": "bl dvs ex kap kr osv resp tel tex",
    "da": "bl dvs eks feks kap kr mfl mht osv pga tlf",
    "nb": "bl dvs eks feks kap kr mfl mht osv pga tlf",
}
ORDINALS = frozenset("cs da de et fi hr hu is lt lv nb no pl sk sl sr tr".split())
"""Languages that write "the 3rd" as "3."."""
KNOWN = {language: frozenset(f"{ANYWHERE} {words}".split()) for language, words in ABBREVIATIONS.items()}
KNOWN_ANYWHERE = frozenset(ANYWHERE.split())


def sentences(text: str, language: str = "") -> list[str]:
    """The sentences of a collapsed text, in order and word for word. `language` is a primary subtag, such as `de`."""
    return [text[start:end] for start, end in spans(text, language)]


def spans(text: str, language: str = "") -> Iterator[tuple[int, int]]:
    """Where each sentence starts and ends, without the white space between them."""
    start = 0
    for match in ENDS.finditer(text):
        if match["wide"] or _ends_here(text, match, start, language):
            yield start, match.end()
            start = match.end() + (text[match.end() : match.end() + 1] == " ")
    if start < len(text):
        yield start, len(text)


def pieces(text: str) -> list[str]:
    """The lines of a text, and what its marks may part, in whatever language: here half a sentence does no harm, and
    two that stay one would."""
    return [piece for piece in PIECE_END.split(text) if piece and not piece.isspace()]


def ends_sentence(text: str) -> bool:
    """Whether the last character, closing quotes and brackets aside, is one that ends a sentence; `…` breaks off."""
    last = text.rstrip(CLOSERS + " ")[-3:]
    return last.endswith(tuple(".!?。！？｡؟۔।॥։።။។")) and not last.endswith("...")


def _ends_here(text: str, match: re.Match[str], start: int, language: str) -> bool:
    end = match.end()
    if end == len(text):
        return True
    if text[end] != " ":
        return False
    follower = text[end : end + 8].lstrip(OPENERS + " ")[:1]
    if follower.islower():
        return False
    return match["mark"] != "." or not _is_abbreviation(text[start : match.start()], language)


def _is_abbreviation(before: str, language: str) -> bool:
    """Whether the full stop after `before`, the sentence so far, belongs to its last word."""
    found = LAST_WORD.search(before[-LOOK_BACK:])
    word = found[0].lstrip(OPENERS) if found else ""
    if word.isdigit():
        is_ordinal = len(word) <= 2 and (language in ORDINALS or NUMBERED.match(before) is not None)
        return len(before) <= len(word) + 1 or is_ordinal
    if (len(word) == 1 and word.isalpha()) or "." in word:
        # An initial, or several: J. and U.S.
        return not word[:1].isdigit() and "/" not in word and max(map(len, word.split("."))) <= 3
    return word.lower() in KNOWN.get(language, KNOWN_ANYWHERE)
