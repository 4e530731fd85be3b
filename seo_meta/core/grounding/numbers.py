import re
from collections.abc import Iterator
from functools import lru_cache
from unicodedata import normalize

from seo_meta.core.ground import Draft, Guard, Source, Verdict, guards
from seo_meta.core.topics.languages import primary
from seo_meta.core.topics.units import UNITS

# A space joins digits only in front of three: 12 300.
NUMBER = re.compile(r"\d+(?:(?:[.,'’]| (?=\d{3}(?!\d)))\d+)*")
OTHER_DIGIT = re.compile(r"(?![0-9])\d")
SIGN = re.compile(r"[.,'’ ]")
BEFORE = re.compile(r"(?:[$€£¥₽]|\b(?:eur|usd|gbp|chf|jpy))\s?\Z", re.IGNORECASE)
AFTER = re.compile(r"[\s\-‐-–]{0,2}([%‰$€£¥₽]|[^\W\d_]+)")
# 二十, 百万; one alone is part of many words: 一番.
NUMERAL = re.compile("[〇一二三四五六七八九十百千万億]{2,}")
POINT = ("en", "zh", "ja", "ko", "th", "he", "hi")
"""Languages that write 3.5; the others write 3,5."""
NEAR = 3
"""Words behind a number of the page, among which its unit may be: 30 full days."""
MAX_UNIT = 20

Amount = tuple[str, str]
"""(number, unit or nothing)"""


@guards.register
class Numbers(Guard):
    """G1: every number of the draft stands on the page, with its unit."""

    id = "numbers"
    verdict = Verdict.DISCARD

    def check(self, draft: Draft, source: Source) -> str:
        text = _plain(draft.text)
        known = amounts_of(source.text, primary(source.language))
        for match in NUMBER.finditer(text):
            unit = next(_units(text, match, 1), "")
            read = _whole(match[0], primary(source.language))
            if any((number, unit) not in known for number in read):
                written = text[match.start() : match.end() + (4 if unit else 0)].strip()
                return f"the number {written!r} is not on the page"
        absent = next((numeral for numeral in NUMERAL.findall(text) if numeral not in source.text), "")
        return f"the number {absent!r} is not on the page" if absent else ""


@lru_cache(maxsize=8)
def amounts_of(text: str, language: str) -> frozenset[Amount]:
    """What numbers a text has: each alone, and with the units that it may have."""
    text = _plain(text)
    found: set[Amount] = set()
    for match in NUMBER.finditer(text):
        units = ("", *_units(text, match, NEAR))
        found.update((number, unit) for number in (*_whole(match[0], language), *_parts(match[0])) for unit in units)
    return frozenset(found)


def _plain(text: str) -> str:
    return OTHER_DIGIT.sub(lambda digit: str(int(digit[0])), normalize("NFKC", text))


def _whole(written: str, language: str) -> list[str]:
    """The numbers as they are meant, without separators of thousands and with a point: 1.140,50 is 1140.50."""
    groups, signs = SIGN.split(written), SIGN.findall(written)
    if not signs:
        return [groups[0].lstrip("0") or "0"]
    if len({*signs}) == 2 and signs.count(signs[-1]) == 1 and _thousands(groups[:-1]):
        return [_decimal("".join(groups[:-1]), groups[-1])]
    if len({*signs}) == 1 and _thousands(groups) and not (len(signs) == 1 and _is_decimal(signs[0], language)):
        return ["".join(groups)]
    if " " in signs:
        return [number for part in written.split(" ") for number in _whole(part, language)]
    return [_decimal(*groups)] if len(signs) == 1 else [".".join(groups)]


def _thousands(groups: list[str]) -> bool:
    return len(groups[0]) <= 3 and groups[0][0] != "0" and all(len(group) == 3 for group in groups[1:])


def _is_decimal(sign: str, language: str) -> bool:
    return bool(language) and sign == ("." if language in POINT else ",")


def _decimal(whole: str, part: str) -> str:
    return whole if part == "00" else f"{whole}.{part}"


def _parts(written: str) -> Iterator[str]:
    """What else may be said of it: the day, month and year of a date, the first two places of a version, and the
    numbers that a space does not join."""
    groups = SIGN.split(written)
    if " " in written or len(groups[-1]) == 4 or len(groups[0]) == 4:
        yield from (group.lstrip("0") or "0" for group in groups)
    elif len(groups) > 2:
        yield from (".".join(groups[:length]) for length in (1, 2))


def _units(text: str, match: re.Match[str], near: int) -> Iterator[str]:
    """The units before and behind a number, the nearest first."""
    if before := BEFORE.search(text[max(0, match.start() - 5) : match.start()]):
        yield UNITS[before[0].strip().casefold()]
    place = match.end()
    for _ in range(near):
        after = AFTER.match(text, place)
        if not after:
            return
        word = after[1][:MAX_UNIT].casefold()
        # Chinese and Japanese go on without a space: 30日間無料.
        unit = next((UNITS[word[:length]] for length in (len(word), 2, 1) if _is_unit(word, length)), "")
        if unit:
            yield unit
        place = after.end()


def _is_unit(word: str, length: int) -> bool:
    return word[:length] in UNITS and (length >= len(word) or not word[:length].isascii())
