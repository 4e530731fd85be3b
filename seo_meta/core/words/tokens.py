"""Words of any script: what overlap, diversity and ROUGE count."""

import re

from seo_meta.core.text import UNSPACED

CHARACTERS = UNSPACED.pattern.strip("[]")
# Letters and digits; a character of a script without spaces stands for itself.
TOKEN = re.compile(rf"[{CHARACTERS}]|[^\W_{CHARACTERS}]+(?:['’][^\W\d_{CHARACTERS}]+)*")
SHORT = 3
"""Letters of the longest word that is taken for grammar rather than content, in scripts with spaces."""


def tokens(text: str) -> list[str]:
    """The words in order, case folded; Chinese, Japanese, Thai and their like by character."""
    return TOKEN.findall(text.casefold())


def content_words(text: str) -> set[str]:
    """The words that say something, roughly: the longer ones, numbers, and characters that stand for themselves."""
    return {token for token in tokens(text) if len(token) > SHORT or not token.isascii() or token.isdigit()}
