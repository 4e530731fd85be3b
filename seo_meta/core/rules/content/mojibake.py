import re
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts

# What windows-1252 makes of the bytes that follow the first one of a character in UTF-8: 80 to BF.
FOLLOWING = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xC0))
CLASS = f"[{re.escape(FOLLOWING)}]"
LOWER = "[a-zß-öø-ÿ]"
MOJIBAKE = re.compile(
    # "â€™" for ’ and its like, "â‚¬" for €, "â„¢" for ™: never letters of one word.
    rf"â€{CLASS}|â‚¬|â„¢"
    # "Ã©" for é, next to a small letter: no language has a capital there.
    rf"|(?<={LOWER})Ã{CLASS}|Ã{CLASS}(?={LOWER})"
    # "Â£" for £: a letter that belongs to no word.
    r"|(?<!\w)Â[£©®¥°±·§½¼¾²³µ¿¡«]"
    # "Ð¿Ñ€Ð¸" for при: Cyrillic.
    rf"|(?:[ÐÑ]{CLASS}){{3}}"
)
LOST = re.compile(r"(?<=[^\W\d_])\ufffd|\ufffd(?=[^\W\d_])")
SIGNS = ("\ufffd", "Ã", "Â", "â€", "â‚¬", "â„¢", "Ð", "Ñ")
"""One of them is in any text that the patterns match; looking for them is a hundred times as fast."""
QUOTED = re.compile(r"(?<!\w)[\"'`“‘„«][^\"'`”’“»\s]{0,20}$")
# A page that speaks of encodings shows on purpose what becomes of text that is read in the wrong one.
SUBJECT = re.compile(
    r"mojibake|u\+fffd|\\ufffd|replacement character|unicode|utf-?(?:8|16)|charset|character set|encod|codec|code ?page"
    r"|latin-?1|iso-?8859|windows-125\d|cp-?125\d|zeichensatz|codage",
    re.IGNORECASE,
)
CONTEXT = 30


@page_rules.register
class ContentMojibake(PageRule):
    id = "content.mojibake"
    kind = Kind.HEURISTIC
    severity = Severity.ERROR
    summary = "Letters are garbled"
    remedy = "Save the page as UTF-8 and declare it; text that is stored garbled has to be converted back once."
    source = "https://encoding.spec.whatwg.org/"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        found = [(name, garbled, line) for name, text, line in _texts(page) if (garbled := _garbled(text))]
        if found and SUBJECT.search(f"{page.title} {page.description} {page.text}"):
            return
        for name, garbled, line in found:
            yield Failure(f"{name} holds characters that were read in the wrong encoding.", garbled, line)


def _texts(page: PageFacts) -> Iterator[tuple[str, str, int | None]]:
    if page.titles:
        yield "The title", page.title, page.titles[0].line
    if page.description:
        yield "The meta description", page.description, page.meta("description")[0].line
    yield "The text", page.text, None


def _garbled(text: str) -> str:
    """The first garbled place with what stands around it; empty when there is none."""
    if text.isascii() or not any(sign in text for sign in SIGNS):
        return ""
    for pattern in (LOST, MOJIBAKE):
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - CONTEXT) : match.start()]
            if not QUOTED.search(before):
                return before + text[match.start() : match.end() + CONTEXT]
    return ""
