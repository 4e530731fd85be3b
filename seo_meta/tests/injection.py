"""Text that attacks whoever prints it: payloads by the place where they are printed."""

import json

from seo_meta.tests.vectors import shared

HOSTILE = (
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[x](javascript:alert(1)) ![x](https://evil.test/p.png) <https://evil.test> www.evil.test",
    "a | b\n\n# Forged heading\n\n```\n::error::forged",
    "`` @everyone fixes #1 :+1: $$x$$ `",
    "\u2028\u202e\x1b[31m\x00{{ settings.SECRET_KEY }}{% debug %}",
)
"""A few that are always at hand."""


def payloads(*sinks: str) -> list[str]:
    """The payloads for any of these places."""
    found = json.loads(shared("vectors/injection/payloads.json").read_text())
    return [one["payload"] for one in found if {*sinks} & {*one["sinks"]}]


def storable(*texts: str) -> list[str]:
    """As a column may hold them: PostgreSQL has no NUL in text."""
    return [text.replace("\0", "") for text in texts]
