"""What of a Markdown text comes alive on GitHub: as markdown-it reads it, which knows CommonMark and GFM."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

PARSER = MarkdownIt("gfm-like", {"linkify": False})

AUTOLINKS = re.compile(r"https?://|ftp://|\bwww\.|[\w.+-]+@[\w-]+\.[\w.-]+", re.IGNORECASE)
"""https://github.github.com/gfm/#autolinks-extension-"""
REFERENCES = re.compile(
    r"(?<![\w`])@[a-z0-9](?:[a-z0-9-/])*|(?<![\w&])#\d+|\bGH-\d+|:[\w+-]+:|\$\$|\$`|\\\(|\\\[", re.IGNORECASE
)
"""Mentions, issues, emoji and formulas.
https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github"""


def alive(text: str) -> list[str]:
    """What is no plain word: links, images, HTML, headings, quotes, mentions, issues, emoji and formulas, in order."""
    return [*_alive(PARSER.parse(text))]


def _alive(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        yield from _alive(token.children or [])
        if token.type in ("html_inline", "html_block"):
            yield f"html {token.content.strip()}"
        elif token.type in ("link_open", "image"):
            yield f"{token.tag} {token.attrGet('href') or token.attrGet('src')}"
        elif token.type == "text":
            yield from (f"text {found[0]}" for found in AUTOLINKS.finditer(token.content))
            yield from (f"text {found[0]}" for found in REFERENCES.finditer(token.content))
        elif token.type == "heading_open" or token.nesting == 1 or token.type in ("hr", "fence", "code_block"):
            yield token.tag


def code(text: str) -> list[str]:
    """The texts of the code spans."""
    return [
        child.content for token in PARSER.parse(text) for child in token.children or [] if child.type == "code_inline"
    ]
