"""Robots directives of a page: `<meta name=robots>`, `<meta name=googlebot>` and the `X-Robots-Tag` header.

https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag
"""

import re
from collections.abc import Iterable, Iterator

from .types import Meta, RobotsToken

GOOGLE = ("robots", "googlebot")
AGENTS = ("robots", "googlebot", "googlebot-news", "bingbot")

# Directives that carry a colon themselves; before any other colon stands a crawler's name.
VALUED = ("unavailable_after", "max-snippet", "max-image-preview", "max-video-preview")
HEADER_AGENT = re.compile(r"^\s*([a-z][\w-]*)\s*:\s*", re.IGNORECASE)


def meta_tokens(metas: Iterable[Meta]) -> Iterator[RobotsToken]:
    for meta in metas:
        if meta.name in AGENTS and meta.content:
            for token in split(meta.content):
                yield RobotsToken(meta.name, token, "meta", meta.in_head, meta.line)


def header_tokens(value: str) -> Iterator[RobotsToken]:
    """Directives of an `X-Robots-Tag` value; several header lines come joined by commas."""
    agent = "robots"
    for token in split(value):
        match = HEADER_AGENT.match(token)
        if match and match[1].lower() not in VALUED:
            agent, token = match[1].lower(), token[match.end() :]
        if token:
            yield RobotsToken(agent, token, "header")


def find(tokens: Iterable[RobotsToken], *directives: str) -> RobotsToken | None:
    """The first of these directives that Google's web search obeys."""
    return next((token for token in tokens if token.agent in GOOGLE and token.token in directives), None)


def split(value: str) -> Iterator[str]:
    """Directives in lower case, without the white space around colons. A date keeps its commas (RFC 850, RFC 822)."""
    parts = value.lower().split(",")
    for number, part in enumerate(parts):
        token = re.sub(r"\s*:\s*", ":", part.strip(), count=1)
        if token.startswith("unavailable_after:"):
            yield ",".join([token, *parts[number + 1 :]]).strip()
            return
        if token:
            yield token
