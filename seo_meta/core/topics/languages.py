"""Language tags (BCP 47) against the IANA Language Subtag Registry, which the package `language-tags` carries.

https://www.iana.org/assignments/language-subtag-registry
"""

from functools import cache, lru_cache
from typing import Any

X_DEFAULT = "x-default"
"""The hreflang code for readers of any other language."""
ORDER = ("language", "extlang", "script", "region", "variant")
HINTS = {"uk": " The code of the United Kingdom is GB."}


@cache
def _registry() -> Any:
    """Loaded when the first page asks: most sites are of one language and never do."""
    from language_tags import tags

    return tags


def normal(code: str) -> str:
    """A tag in the form that comparisons use; case has no meaning in tags."""
    return code.strip().lower()


@lru_cache(maxsize=2_000)
def fault_of(code: str) -> str:
    """What is wrong with an hreflang code, as a sentence; empty for a good one. White space around it is ignored."""
    tag = normal(code)
    if tag == X_DEFAULT:
        return ""
    if "_" in tag:
        return "Subtags are joined by hyphens, not by underscores."
    language, *rest = tag.split("-")
    if "language" not in _registry().types(language):
        return f"{language!r} is no registered language."
    place = 0
    for subtag in rest:
        if len(subtag) == 1:
            return ""  # What follows is an extension or private, and outside the registry.
        kind = _kind(subtag)
        if kind not in _registry().types(subtag):
            return f"{subtag!r} is no registered {kind}.{HINTS.get(subtag, '')}"
        if ORDER.index(kind) < place:
            return f"{subtag!r} stands too late: the order is language, script, region."
        place = ORDER.index(kind)
    return ""


def _kind(subtag: str) -> str:
    """What a subtag after the language is, by its length (RFC 5646, section 2.2)."""
    if len(subtag) == 4 and subtag.isalpha():
        return "script"
    if len(subtag) == 2 or (len(subtag) == 3 and subtag.isdigit()):
        return "region"
    return "extlang" if len(subtag) == 3 else "variant"


def primary(code: str) -> str:
    """The language itself: `en` of `en-GB`, and of the `en_GB` that programs write."""
    return normal(code).replace("_", "-").partition("-")[0]


@lru_cache(maxsize=2_000)
def same_language(one: str, other: str) -> bool:
    """Whether two tags name one language, in whatever region or script: `en` and `en-GB`, `no` and `nb`."""
    first, second = primary(one), primary(other)
    return first == second or _wider(first) == second or first == _wider(second)


def _wider(language: str) -> str:
    """The preferred code of a deprecated one, or the macrolanguage that a language belongs to; else itself."""
    known = _registry().language(language)
    if known is None:
        return language
    preferred = known.preferred
    return str(preferred.format if preferred else known.data["record"].get("Macrolanguage", language))


@lru_cache(maxsize=2_000)
def script_of(code: str) -> str:
    """The script that a language is all but always written in, such as `Cyrl`; empty when it has several.

    An explicit script in the tag wins: `sr-Latn` is Latin.
    """
    for subtag in normal(code).replace("_", "-").split("-")[1:]:
        if _kind(subtag) == "script":
            return subtag.capitalize()
    known = _registry().language(primary(code))
    return str(known.script.format) if known is not None and known.script else ""
