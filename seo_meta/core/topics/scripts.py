"""Which script a text is written in."""

import re
from itertools import filterfalse

LETTERS = {
    "Latn": ("Latin", re.compile("[A-Za-z\u00c0-\u024f]+")),
    "Cyrl": ("Cyrillic", re.compile("[\u0400-\u052f]+")),
    "Grek": ("Greek", re.compile("[\u0370-\u03ff]+")),
    "Arab": ("Arabic", re.compile("[\u0600-\u06ff]+")),
    "Hebr": ("Hebrew", re.compile("[\u0590-\u05ff]+")),
    "Deva": ("Devanagari", re.compile("[\u0900-\u097f]+")),
    "Thai": ("Thai", re.compile("[\u0e00-\u0e7f]+")),
    "Jpan": ("Chinese or Japanese", re.compile("[\u3040-\u30ff\u3400-\u9fff]+")),
    "Kore": ("Korean", re.compile("[\uac00-\ud7af]+")),
}
"""By the code of ISO 15924: the name, and the letters."""


def letter_counts(text: str) -> dict[str, int]:
    """How many letters of each script a text has."""
    # Of the scripts only Latin has letters in ASCII, which most of most texts is.
    beyond = "".join(filterfalse(str.isascii, text))
    return {
        script: len("".join(letters.findall(text if script == "Latn" else beyond)))
        for script, (_, letters) in LETTERS.items()
    }


def main_script(text: str) -> str:
    """The script with the most letters; empty for a text without any."""
    counts = letter_counts(text)
    script = max(counts, key=lambda script: counts[script])
    return script if counts[script] else ""
