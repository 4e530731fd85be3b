"""What makes a text unfit to stand alone as a description, whatever it says. The evaluation counts the same faults."""

import re

from seo_meta.core.words.sentences import ends_sentence

from .clause_words import ANAPHORA

# What frames, shops, players and consent banners say on every page: a text in lower case that must be there, to the
# expression that decides. Looking for the text first is many times as fast as one expression for all.
BOILERPLATE = {
    **dict.fromkeys(
        ("all rights reserved", "alle rechte vorbehalten", "tous droits réservés", "todos los derechos"), ""
    ),
    **dict.fromkeys(("tutti i diritti", "©", "skip to content", "skip to main content"), ""),
    "cookie": r"\bcookies?\b",
    "javascript": r"\bjavascript\b.{0,40}\b(?:enable|activ|aktiv|disabled|required|requis)"
    r"|\b(?:enable|activate|aktivieren|activez)\b.{0,40}\bjavascript",
    "copyright": r"\bcopyright\b",
    "(c) ": r"\(c\) \d{4}",
    "sign ": r"\bsign (?:in|up)\b",
    "log ": r"\blog (?:in|up)\b",
    "subscribe": r"\bsubscribe\b",
    "newsletter": r"\bnewsletter\b",
    "abonn": r"\b(?:abonnieren|abonnez-vous)\b",
    "anmelden": r"\bjetzt anmelden\b",
    "susc": r"\bsuscr[ií]b\w+",
    "registr": r"\bregistr(?:ieren|ez-vous|ese)\b",
    "iscriviti": r"\biscriviti\b",
    " here": r"\b(?:click|tap) here\b",
    "hier klicken": r"\bhier klicken\b",
    "cliquez ici": r"\bcliquez ici\b",
    "haga clic": r"\bhaga clic\b",
    "read more": r"\bread more\b",
    "mehr lesen": r"\bmehr lesen\b",
    "lire la suite": r"\blire la suite\b",
    "privacy policy": r"\bprivacy policy\b",
    "terms of ": r"\bterms of (?:use|service)\b",
    "datenschutz": r"\bdatenschutz(?:erklärung|hinweise)\b",
    "browser": r"\b(?:your|ihr) browser\b",
    "votre navigateur": r"\bvotre navigateur\b",
    " us on": r"\b(?:follow|find) us on\b",
    "share ": r"\bshare (?:this|on)\b",
    "advertisement": r"\badvertisement\b",
    "anzeige": r"\banzeige\b:",
    "publicité": r"\bpublicité\b",
    "block": r"\bad ?block",
    "photo": r"\bphoto(?:graph)?s? (?:by|courtesy)\b|\bphotos?: ",
    **{word: rf"\b{word}s?: " for word in ("foto", "quelle", "bild", "image", "credit", "source")},
    "this ": r"\bthis (?:article|story|post) (?:was )?(?:originally |first )(?:appeared|published|ran)\b",
    "last ": r"\blast (?:updated|modified)\b",
    "ed ": r"\b(?:updated|posted|published) (?:on|at)\b",
    " read": r"\bmin(?:ute)?s? read\b",
}
BOILERPLATE_SEARCHES = [(part, re.compile(pattern).search) for part, pattern in BOILERPLATE.items()]

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


def is_cut(text: str) -> bool:
    """Whether it stops before its last sentence does, or opens a bracket that it does not close."""
    return not ends_sentence(text) or text.count("(") > text.count(")")


def is_boilerplate(text: str) -> bool:
    lower = text.lower()
    return any(part in lower and search(lower) for part, search in BOILERPLATE_SEARCHES)


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
