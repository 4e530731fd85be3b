"""One reader for each element that matters: from a parsed node to the value that rules see.

A reader takes (node, its attributes, the page around it, its source line). An attribute that is there without a value
is None in the parser's dictionary; for us it is the empty string, and only an absent one is None.
"""

from collections.abc import Callable, Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from . import text, urls
from .json_ld import json_error
from .types import Anchor, Form, Frame, Heading, Image, JsonLd, Link, Media, Meta, Script, Title

Attributes = dict[str, str | None]

FOREIGN = ("svg", "math")
PERMALINK_SIGN = "¶"
"""What documentation generators put behind a heading as the link to itself."""
PLAIN = frozenset(("href", "class"))
"""Attributes of a link that has nothing else to tell."""
MAX_JSON_LD = 200_000
"""Characters of a block that are kept."""


class Surroundings:
    """What an element needs to know of its page. `only_in_link` fills up while the page is read."""

    def __init__(self, base_url: str, in_head: set[int]) -> None:
        """`in_head` holds the `mem_id` of each element inside `<head>`."""
        self.base_url = base_url
        self.in_head = in_head
        self.only_in_link: set[int] = set()
        self._resolved: dict[str, tuple[str | None, str]] = {}

    def resolve(self, href: str | None) -> tuple[str | None, str]:
        """(absolute URL without fragment or None, decoded fragment); a page repeats its links, so answers are kept."""
        if href is None:
            return None, ""
        known = self._resolved.get(href)
        if known is None:
            known = self._resolved[href] = urls.resolve(self.base_url, href)
        return known


def read_title(node: LexborNode, attributes: Attributes, page: Surroundings, line: int | None) -> Title | None:
    in_head = node.mem_id in page.in_head
    if not in_head and any(ancestor.tag in FOREIGN for ancestor in _ancestors(node)):
        return None
    return Title(text.collapse(node.text()), in_head, line)


def read_meta(node: LexborNode, attributes: Attributes, page: Surroundings, line: int | None) -> Meta:
    return Meta(
        _written(attributes, "content"),
        _token(attributes, "name"),
        _token(attributes, "property"),
        _token(attributes, "http-equiv"),
        _token(attributes, "charset"),
        node.mem_id in page.in_head,
        line,
    )


def read_link(node: LexborNode, attributes: Attributes, page: Surroundings, line: int | None) -> Link:
    href = _written(attributes, "href")
    return Link(
        _tokens(attributes, "rel"),
        href,
        urls.join(page.base_url, href) if href and href.strip() else None,
        _written(attributes, "hreflang"),
        _token(attributes, "type"),
        _token(attributes, "media"),
        _token(attributes, "sizes"),
        node.mem_id in page.in_head,
        line,
    )


def read_heading(node: LexborNode, attributes: Attributes, page: Surroundings, line: int | None) -> Heading:
    level = int((node.tag or "h1")[1])
    words = text.collapse(node.text()).removesuffix(PERMALINK_SIGN).rstrip()
    if words:
        return Heading(level, words, False, line)
    alt = _alt_of(node.css("img"))
    return Heading(level, alt or _label(node), bool(alt), line)


def read_anchor(node: LexborNode, attributes: Attributes, page: Surroundings, line: int | None) -> Anchor:
    href = _written(attributes, "href")
    url, fragment = page.resolve(href)
    words = text.collapse(node.text())
    if words and attributes.keys() <= PLAIN:
        # Most links of most pages: nothing else is to be read, and a page has hundreds.
        return Anchor(words, href, url, fragment, line=line)
    if href is None:
        # In SVG the attribute may still have its old name.
        href = attributes.get("xlink:href")
        url, fragment = page.resolve(href)
    label = attributes.get("aria-label") or attributes.get("title")
    images = [] if words else node.css("img")
    if href is not None and not label:
        page.only_in_link.update(image.mem_id for image in images)
    return Anchor(
        words,
        href,
        url,
        fragment,
        _tokens(attributes, "rel"),
        text.collapse(label) if label else "" if words else _label(node),
        _alt_of(images),
        attributes.get("id") or attributes.get("name") or "",
        _token(attributes, "role"),
        _token(attributes, "aria-hidden") == "true",
        _token(attributes, "target"),
        line,
    )


def read_image(node: LexborNode, attributes: Attributes, page: Surroundings, line: int | None) -> Image:
    src = _written(attributes, "src")
    return Image(
        src,
        urls.join(page.base_url, src) if src and not src.startswith("data:") else None,
        attributes.get("srcset") or "",
        _written(attributes, "alt"),
        attributes.get("width") or "",
        attributes.get("height") or "",
        _token(attributes, "loading"),
        attributes.get("style") or "",
        _token(attributes, "role") in ("presentation", "none") or _token(attributes, "aria-hidden") == "true",
        node.mem_id in page.only_in_link,
        text.collapse(attributes.get("aria-label") or attributes.get("title") or ""),
        attributes.get("data-src") or attributes.get("data-lazy-src") or attributes.get("data-original") or "",
        line,
    )


def read_frame(node: LexborNode, attributes: Attributes, page: Surroundings, line: int | None) -> Frame:
    src = attributes.get("src") or ""
    return Frame(src, page.resolve(src)[0] if src else None, attributes.get("title") or "", line)


def read_script(
    node: LexborNode, attributes: Attributes, page: Surroundings, line: int | None
) -> Script | JsonLd | None:
    """Structured data, or a script with an address; other scripts are only counted."""
    kind = _token(attributes, "type")
    in_head = node.mem_id in page.in_head
    if kind.partition(";")[0] == "application/ld+json":
        source = node.text()
        return JsonLd(source[:MAX_JSON_LD], *json_error(source), in_head=in_head, line=line)
    src = attributes.get("src")
    if not src:
        return None
    blocking = "async" not in attributes and "defer" not in attributes and kind != "module"
    return Script(src, page.resolve(src)[0], kind, _written(attributes, "integrity"), blocking, in_head, line)


def read_media(node: LexborNode, attributes: Attributes, page: Surroundings, line: int | None) -> Media | None:
    tag = node.tag or ""
    src = attributes.get("data" if tag == "object" else "src") or ""
    srcset = attributes.get("srcset") or ""
    return Media(tag, src, page.resolve(src)[0] if src else None, srcset, line) if src or srcset else None


def read_form(node: LexborNode, attributes: Attributes, page: Surroundings, line: int | None) -> Form:
    action = _written(attributes, "action")
    has_password = node.css_first("input[type=password]") is not None
    url = page.resolve(action)[0] if action else None
    return Form(action, url, _token(attributes, "method") or "get", has_password, line)


Reader = Callable[[LexborNode, Attributes, Surroundings, int | None], Any]

READERS: dict[str, Reader] = {
    "title": read_title,
    "meta": read_meta,
    "link": read_link,
    "a": read_anchor,
    "img": read_image,
    "iframe": read_frame,
    "script": read_script,
    "form": read_form,
    **dict.fromkeys(("video", "audio", "source", "track", "embed", "object"), read_media),
    **{f"h{level}": read_heading for level in range(1, 7)},
}

FIELDS: dict[type, str] = {
    Title: "titles",
    Meta: "metas",
    Link: "links",
    Anchor: "anchors",
    Image: "images",
    Frame: "frames",
    Script: "scripts",
    JsonLd: "json_ld",
    Media: "media",
    Form: "forms",
    Heading: "headings",
}
"""The field of `PageFacts` that a value goes to."""


def _written(attributes: Attributes, name: str) -> str | None:
    return attributes[name] or "" if name in attributes else None


def _token(attributes: Attributes, name: str) -> str:
    value = attributes.get(name)
    return value.strip().lower() if value else ""


def _tokens(attributes: Attributes, name: str) -> tuple[str, ...]:
    value = attributes.get(name)
    return tuple(value.lower().split()) if value else ()


def _ancestors(node: LexborNode) -> Iterator[LexborNode]:
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def _alt_of(images: list[LexborNode]) -> str | None:
    """The joined `alt` of images; None when there are none."""
    return text.collapse(" ".join(image.attributes.get("alt") or "" for image in images)) if images else None


def _label(node: LexborNode) -> str:
    """The `aria-label` or `title` of an element without text, its own or that of an element inside."""
    labelled = (node, *node.css("[aria-label],[title]"))
    labels = (each.attributes.get("aria-label") or each.attributes.get("title") or "" for each in labelled)
    return next((text.collapse(label) for label in labels if label.strip()), "")
