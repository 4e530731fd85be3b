"""How wide a text is in a search result, in pixels, and how many characters a reader would count.

Google's desktop result sets titles in 20 px and descriptions in 14 px Arial. The advances are those of Liberation Sans,
which has Arial's metrics, measured from the font; characters outside it count by their script.
"""

import re
import unicodedata

TITLE_PX = 20
DESCRIPTION_PX = 14
UNITS_PER_EM = 2048
UNKNOWN_ADVANCE = 1139
"""A digit or a lower-case letter: the commonest advance, for scripts that the font does not cover."""

# Advance in font units: the characters that have it.
CHARACTERS_BY_ADVANCE = {
    342: "⁄",
    384: "′",
    391: "'",
    455: "ijlįĵĺļłſΐίιϊіј‘’‚‛",
    532: "|¦",
    569: " !,./:;I[\\]ft\u00a0·ÌÍÎÏìíîïĨĩĪīĬĭĮİıţŧț;·ΙΪІЇї",
    597: "ľ",
    662: "ℓ",
    682: "()-`r¡¨\u00ad²³´¸¹ŕŗř΄΅‐‑“”„‹›‾",
    684: "{}ŀ",
    717: "•",
    725: "″",
    727: '"',
    747: "гѓ",
    748: "º",
    758: "ª",
    768: "ť",
    786: "Ί",
    797: "*",
    809: "τ",
    819: "°",
    842: "ґ",
    896: "кќ",
    903: "ζ",
    909: "ĳ",
    913: "έε",
    917: "ξ",
    938: "т",
    939: "з",
    961: "^",
    987: "ς",
    1001: "Ґ",
    1024: "JcksvxyzçýÿćĉċčĴķĸśŝşšŷźżžșγκλνЈсухѕўỳ‼↑↓↕",
    1045: "эє",
    1067: "чь",
    1075: "χ",
    1088: "в",
    1100: "¶",
    1109: "ЃГпя",
    1120: "ΰυϋύ",
    1124: "±÷",
    1128: "Γ",
    1131: "¯нџ‗",
    1139: (
        "#$0123456789?L_abdeghnopqu¢£¤¥§«»àáâãäåèéêëðñòóôõöùúûüþāăąđēĕėęěĝğġģĥħĹĻĽĿŁńņňŋōŏőũūŭůűųƒǻήηθοόаеорѐёђћѳ–†‡₣₤€"
    ),
    1140: "δ",
    1144: "ийѝ",
    1165: "ρ",
    1173: "бц",
    1178: "β",
    1180: "µμ",
    1184: "άα",
    1193: "ЌК",
    1195: "дл",
    1196: "+<=>~¬×",
    1229: "℮",
    1237: "ŉЗ",
    1251: "FTZ¿ßøŢŤŦŹŻŽǿȚΖΤТ",
    1259: "ď",
    1264: "σ",
    1266: "Σ",
    1280: "ъ",
    1301: "ЎУ",
    1328: "φ",
    1331: "Ξ",
    1344: "БЛЬ",
    1365: "Ч",
    1366: "&ABEKPSVXYÀÁÂÃÄÅÈÉÊËÝÞĀĂĄĒĔĖĘĚĶŚŜŞŠŶŸǺȘΑΒΕΚΡΥΧΫЀЅАВЕРХỲ",
    1367: "ΆЁ",
    1368: "ΔΛ",
    1370: "ж",
    1387: "Д",
    1408: "м",
    1413: "π",
    1460: "ψ",
    1472: "ЄЏИЙПЭы",
    1479: "CDHNRUwÇÐÑÙÚÛÜĆĈĊČĎĐĤĦŃŅŇŔŖŘŨŪŬŮŰŲŵΗΝΠЍНСЯẁẃẅ",
    1481: "Ŋ",
    1505: "Ĳ",
    1509: "©®",
    1515: "Ц",
    1531: "Ω",
    1536: "ю",
    1541: "Ώ",
    1557: "Ф",
    1573: "Ω",
    1586: "Ό",
    1593: "GOQÒÓÔÕÖØĜĞĠĢŌŎŐǾΘΟОѲ",
    1599: "ωώ",
    1606: "Έ",
    1621: "Ъ",
    1634: "Φ",
    1643: "ш",
    1664: "њ",
    1685: "фщ",
    1706: "MmΜМ",
    1708: "¼½¾",
    1711: "Ψ",
    1716: "Ή",
    1749: "Ћ",
    1752: "Ύ",
    1771: "Ђ",
    1813: "Ы℅",
    1821: "%æǽ",
    1856: "љ",
    1877: "Ш",
    1891: "Ж",
    1920: "Щ",
    1933: "WœŴẀẂẄ",
    2048: "ÆŒǼ—―…‰™←→↔",
    2069: "ЊЮ",
    2079: "@",
    2165: "Љ",
    2197: "№",
    2240: "₧",
}

ADVANCES = {character: advance for advance, characters in CHARACTERS_BY_ADVANCE.items() for character in characters}

# What a reader sees as one character: a base with its marks, variation selectors and joined emoji (after UAX #29).
MARK = (
    r"[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff"
    r"\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
)
GRAPHEME = re.compile(rf"(?:[\U0001f1e6-\U0001f1ff]{{2}}|.){MARK}*(?:\u200d.{MARK}*)*", re.DOTALL)


def graphemes(text: str) -> list[str]:
    """The characters as a reader counts them."""
    return list(text) if text.isascii() else GRAPHEME.findall(text)


def columns(text: str) -> int:
    """How long a text is in characters, wide ones (Chinese, Japanese, Korean) counted twice."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(grapheme[0]) in "WF" else 1 for grapheme in graphemes(text))


def width_px(text: str, size_px: int) -> int:
    """Rendered width in whole pixels of `text` set at `size_px`."""
    units = sum(_advance(grapheme) for grapheme in graphemes(text))
    return round(units * size_px / UNITS_PER_EM)


def _advance(grapheme: str) -> int:
    base = grapheme[0]
    if base in ADVANCES:
        return ADVANCES[base]
    if unicodedata.east_asian_width(base) in "WF":
        return UNITS_PER_EM
    return 0 if unicodedata.category(base) in ("Mn", "Cf", "Cc") else UNKNOWN_ADVANCE
