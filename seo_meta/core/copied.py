"""Texts and addresses of a page in the form in which a proposal may carry them on."""

import json
from typing import Any

from . import urls
from .defang import UNSAFE
from .text import collapse
from .traps import MAX_LENGTH

RESERVED = frozenset(("invalid", "local", "localhost", "test"))
MAX_NAME = 200
"""Characters of a title or a name; what is longer is none, and is left out rather than cut."""
MAX_REASON = 300
"""Characters of a reason that quotes the page."""
NOWHERE = "about:blank"
"""A base that no relative address can be resolved against."""


def words(text: str | None, limit: int = MAX_NAME) -> str:
    """The text on one line, without control and bidi characters; empty for none and for one above `limit`."""
    if not text or len(text) > 2 * limit:
        return ""
    kept = collapse(UNSAFE.sub(" ", text))
    return kept if len(kept) <= limit else ""


def web_address(base_url: str, address: str | None) -> str:
    """The absolute http(s) URL of a file that readers elsewhere can load; empty for every other address."""
    if not address or not address.strip() or len(address) > MAX_LENGTH:
        return ""
    url = (urls.join(base_url, address.strip()) or "").partition("#")[0]
    return url if urls.is_http(url) and len(url) <= MAX_LENGTH and _is_public(urls.host_of(url)) else ""


def _is_public(host: str) -> bool:
    """Whether it is a name that can be known everywhere: not `localhost`, an IP address or a stand-in (RFC 6761)."""
    _, dot, last = host.rpartition(".")
    return bool(dot) and last not in RESERVED and not last.isdigit()


def as_json(value: Any) -> str:
    """The value as indented JSON, which a `<script>` can hold: no `<` in it ends or opens anything.
    https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements"""
    return json.dumps(value, ensure_ascii=False, indent=2).replace("<", "\\u003c")
