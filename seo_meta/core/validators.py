"""What tells whether a page is still the same, without looking inside (RFC 9110, section 8.8)."""

from collections.abc import Callable, Mapping
from hashlib import blake2b

import msgspec

from .extract import KEPT_HEADERS
from .types import Document, PageFacts

CHANGING = ("date", "etag", "expires")
"""Headers that differ from answer to answer although the page is the same."""
STABLE_HEADERS = tuple(name for name in KEPT_HEADERS if name not in CHANGING)
MAX_DATE = 40


class Validators(msgspec.Struct, frozen=True):
    """`source_hash` stands for all that a page is made of, and is empty where the next run must look again."""

    source_hash: str = ""
    etag: str = ""
    last_modified: str = ""


def validators(document: Document, etag: str = "") -> Validators:
    """Of what was read; `etag` where no server sent one."""
    headers = document.headers
    last_modified = headers.get("last-modified", "")
    return Validators(
        _source_hash(document),
        etag or headers.get("etag", ""),
        last_modified if len(last_modified) <= MAX_DATE else "",
    )


def _source_hash(document: Document) -> str:
    state = f"{document.status}\n" + "\n".join(
        f"{name}: {document.headers[name]}" for name in STABLE_HEADERS if name in document.headers
    )
    digest = blake2b(state.encode("utf-8", "replace"), digest_size=16)
    digest.update(b"\n\n")
    digest.update(document.body)
    return digest.hexdigest()


def is_reusable(facts: PageFacts) -> bool:
    """Whether the same bytes would be judged the same another day: not what expires, and not what was read in part."""
    expires = any(token.token.startswith("unavailable_after") for token in facts.robots)
    return not (expires or facts.ignores or facts.truncated or facts.unparsed)


def conditions(known: Validators) -> dict[str, str]:
    """The headers that ask for a page only if it changed (RFC 9110, section 13.1)."""
    if not known.source_hash:
        return {}
    headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in headers.items() if value}


def still_holds(headers: Mapping[str, str], known: Validators, known_headers: Callable[[], Mapping[str, str]]) -> bool:
    """Whether a 304 says nothing new of the page: a server may change headers without the body.

    `known_headers` are those that came with the page; most answers repeat only its date, so they are rarely asked for.
    """
    if headers.get("last-modified", known.last_modified) != known.last_modified:
        return False
    repeated = [name for name in STABLE_HEADERS if name in headers and name not in ("last-modified", "server")]
    return all(headers[name] == known_headers().get(name) for name in repeated)
