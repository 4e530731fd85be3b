"""Words of any script: what overlap, diversity and ROUGE count."""

import re

# Letters, digits and marks; a character of a script without spaces stands for itself.
UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
TOKEN = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+(?:['’][^\W\d_{UNSPACED}]+)*")
SHORT = 3
"""Letters of the longest word that is taken for grammar rather than content, in scripts with spaces."""


def tokens(text: str) -> list[str]:
    """The words in order, case folded; Chinese, Japanese, Thai and their like by character."""
    return TOKEN.findall(text.casefold())


def content_words(text: str) -> set[str]:
    """The words that say something, roughly: the longer ones, numbers, and characters that stand for themselves."""
    return {token for token in tokens(text) if len(token) > SHORT or not token.isascii() or token.isdigit()}
