"""What makes a text unfit to stand alone as a description, whatever it says. The evaluation counts the same faults."""

import re
from unicodedata import category

from .sentences import ends_sentence
from .words import ANAPHORA

# What frames, shops, players and consent banners say on every page.
BOILERPLATE = re.compile(
    r"\bcookies?\b|\bjavascript\b.{0,40}\b(?:enable|activ|aktiv|disabled|required|requis)"
    r"|\b(?:enable|activate|aktivieren|activez)\b.{0,40}\bjavascript"
    r"|all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos|tutti i diritti"
    r"|\bcopyright\b|©|\(c\) \d{4}"
    r"|\b(?:sign|log) (?:in|up)\b|\bsubscribe\b|\bnewsletter\b|\babonnieren\b|\bjetzt anmelden\b|\babonnez-vous\b"
    r"|\bsuscr[ií]b\w+|\bregistr(?:ieren|ez-vous|ese)\b|\biscriviti\b"
    r"|\b(?:click|tap) here\b|\bhier klicken\b|\bcliquez ici\b|\bhaga clic\b|\bread more\b"
    r"|\bmehr lesen\b|\blire la suite\b"
    r"|\bprivacy policy\b|\bterms of (?:use|service)\b|\bdatenschutz(?:erklärung|hinweise)\b"
    r"|\byour browser\b|\bihr browser\b|\bvotre navigateur\b|\b(?:follow|find) us on\b|\bshare (?:this|on)\b"
    r"|\badvertisement\b|\banzeige\b:|\bpublicité\b|\bskip to (?:main )?content\b|\bad ?block"
    r"|\bphoto(?:graph)?s? (?:by|courtesy)\b|\b(?:foto|quelle|bild|image|photo|credit|source)s?: "
    r"|\bthis (?:article|story|post) (?:was )?(?:originally |first )(?:appeared|published|ran)\b"
    r"|\blast (?:updated|modified)\b|\b(?:updated|posted|published) (?:on|at)\b|\bmin(?:ute)?s? read\b",
    re.IGNORECASE,
)

POINTING_WORDS = {language: frozenset(words.split()) for language, words in ANAPHORA.items()}
UNSPACED_WORDS = {language: tuple(POINTING_WORDS[language]) for language in ("ja", "zh")}
# "This guide explains …" points at the page itself.
OF_ITSELF = re.compile(
    r"(?:this|in this|these|diese[rs]?|in diese[mr]|ce|cet|cette|dans cet?t?e?|este|esta|en este|questo|questa"
    r"|deze|dit)"
    r" (?:\w+ ){0,2}(?:article|artikel|articolo|artículo|page|seite|página|pagina|guide|guida|guía|anleitung|tutorial"
    r"|document|dokument|documento|topic|thema|chapter|kapitel|section|post|beitrag|book|buch|handbook|reference"
    r"|specification|example|beispiel|package|module|cmdlet|rule|release|paper|report|site|website|course)s?\b",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
UNSAFE_CATEGORIES = ("Cc", "Cf", "Co", "Cs", "Cn")
JOINERS = "\u200c\u200d"
"""Persian, Indic scripts and emoji need them."""


def clean(text: str) -> str:
    """`text` collapsed, without what no reader sees: control, bidi and zero-width characters, soft hyphens."""
    collapsed = " ".join(text.split())
    if collapsed.isascii() and collapsed.isprintable():
        return collapsed
    kept = (
        character for character in collapsed if character in JOINERS or category(character) not in UNSAFE_CATEGORIES
    )
    return " ".join("".join(kept).split())


def is_cut(text: str) -> bool:
    """Whether it stops before its last sentence does, or opens a bracket that it does not close."""
    return not ends_sentence(text) or text.count("(") > text.count(")")


def is_boilerplate(text: str) -> bool:
    return BOILERPLATE.search(text) is not None


def starts_anaphoric(text: str, language: str) -> bool:
    """Whether the first word points at something said before, as "This" and "However" do."""
    if language in UNSPACED_WORDS:
        return text.startswith(UNSPACED_WORDS[language])
    first = WORD.search(text[:60])
    if first is None or OF_ITSELF.match(text[first.start() :]):
        return False
    word = first[0].lower().replace("’", "'")
    known = POINTING_WORDS.get(language or "en", frozenset())
    return word in known or (language in ("en", "") and word.partition("'")[0] in known)
