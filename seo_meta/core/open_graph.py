"""Open Graph properties of a page (https://ogp.me/)."""

from collections.abc import Iterator

from .types import Meta, PageFacts

IMAGES = frozenset(("og:image", "og:image:url", "og:image:secure_url"))
"""The properties that hold the address of an image."""


def properties(page: PageFacts) -> Iterator[tuple[str, Meta]]:
    """(property, element) for each `og:` property. One element may hold several, and networks read `name` as well."""
    for meta in page.metas:
        for name in (meta.property or meta.name).split():
            if name.startswith("og:"):
                yield name, meta


def names(page: PageFacts) -> set[str]:
    """The `og:` properties that the page has, with content or without."""
    return {name for name, _ in properties(page)}
