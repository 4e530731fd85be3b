"""What goes into the search for sources and what comes out."""

from collections.abc import Iterable
from enum import StrEnum

from seo_meta.core.types import PageFacts, Value

from .words import segments_of_url, shingles, words_of


class SourceFile(Value, frozen=True):
    """A file of the repository. `path` is relative to its root, with forward slashes."""

    path: str
    text: str


class Tree(Value, frozen=True):
    """A repository as far as sources may be in it."""

    files: Iterable[SourceFile]
    """Without what a build has written. Gone through once, so that they need not all be held."""
    built: str | None = None
    """The path of the folder with the pages: empty for the root, None when it is not in the repository."""
    built_is_kept: bool = True
    """Whether version control keeps the folder; a build that is ignored by git is never a source."""


class BuiltPage(Value, frozen=True):
    """What is compared of a page."""

    url: str
    path: tuple[str, ...]
    """The segments of its path below the base URL, without `index` and suffix."""
    file: str = ""
    title: str = ""
    description: str = ""
    canonical: str = ""
    h1: str = ""
    generator: str = ""
    shingles: frozenset[int] = frozenset()


class Kind(StrEnum):
    HTML = "html"
    FRONT_MATTER = "front-matter"
    DATA = "data"


class Target(Value, frozen=True):
    """Where a value is to be written, and what: `value` is without what the layout adds.

    `key` is the field's name for HTML, a key or pointer (RFC 6901) for data; `was` is what the source says there,
    empty without the key, or of HTML. `reasons` are phrases for a reviewer.
    """

    file: str
    kind: Kind
    key: str
    value: str
    reasons: tuple[str, ...] = ()
    was: str = ""


class Unresolved(Value, frozen=True):
    """The source of a field is not known, or must not be changed. `reason` is one sentence."""

    reason: str
    file: str = ""
    says: str = ""
    """Where the source says something else than the page: its file, and what the page would show of it."""


def built_page(facts: PageFacts, base_url: str) -> BuiltPage:
    generators = (meta.content or "" for meta in facts.meta("generator"))
    return BuiltPage(
        facts.url,
        segments_of_url(facts.url, base_url),
        facts.file,
        facts.title,
        facts.description,
        facts.canonical or "",
        next((heading.text for heading in facts.headings if heading.level == 1), ""),
        " ".join(generators),
        shingles(words_of(facts.text)),
    )
