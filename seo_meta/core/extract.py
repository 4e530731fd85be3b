"""`extract(document) -> PageFacts`: one parse, one query, everything that later stages read.

The tree is the one a browser builds (Lexbor, HTML Standard, scripting on); `<template>` contents and SVG titles are not
part of the page. URLs resolve by the WHATWG rules against the first `<base href>`.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from selectolax.lexbor import LexborHTMLParser, LexborNode

from . import robots, text, urls
from .decode import decode
from .lines import LineFinder, head_break
from .types import Anchor, Document, Frame, HeadBreak, Heading, Image, JsonLd, Link, Meta, PageFacts, RobotsToken, Title

ELEMENTS = "html,title,meta,link,base,h1,h2,h3,h4,h5,h6,a,img,iframe,script,style,[id],[itemscope],[typeof]"
NOT_CONTENT = "script,style,noscript,template,svg,nav,aside,form,iframe,[hidden],[aria-hidden=true]"
PAGE_FRAME = "header,footer,[role=banner],[role=contentinfo],[role=navigation]"
FOREIGN = ("svg", "math")
DOCTYPE = re.compile(r"\s*(?:<!--.*?-->\s*)*<!doctype\s+([^>]*)>", re.IGNORECASE | re.DOTALL)
CHARSET = re.compile(r"charset\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE)
MAX_JSON_LD = 200_000


def extract(document: Document, *, clean_urls: bool = False) -> PageFacts:
    """Read one document. Never raises for what is in it.

    `clean_urls` decides how keys are made (`urls.page_key`). Lengths: `byte_size` is that of the body as read.
    """
    content_type, charset = _content_type(document.headers.get("content-type", ""))
    url = document.url.partition("#")[0]
    common: dict[str, Any] = {
        "url": url,
        "key": urls.page_key(url, clean_urls=clean_urls),
        "status": document.status,
        "file": document.file,
        "content_type": content_type,
        "truncated": document.truncated,
        "byte_size": len(document.body),
        "base_url": url,
    }
    header_robots = tuple(robots.header_tokens(document.headers.get("x-robots-tag", "")))
    if content_type not in ("", "text/html", "application/xhtml+xml"):
        return PageFacts(**common, robots=header_robots)
    html, encoding, origin = decode(document.body, charset)
    facts = _Extraction(html, url).facts(common, encoding, origin, header_robots)
    if facts.canonical is None:
        return facts
    return msgspec.structs.replace(facts, canonical_key=urls.page_key(facts.canonical, clean_urls=clean_urls))


def _content_type(value: str) -> tuple[str, str]:
    charset = CHARSET.search(value)
    return value.partition(";")[0].strip().lower(), charset[1] if charset else ""


class _Extraction:
    """One page being read: the parsed tree, and where relative URLs and source lines come from."""

    def __init__(self, html: str, url: str) -> None:
        self.html = html
        self.tree = LexborHTMLParser(html, scripting=True)
        self.nodes: list[LexborNode] = self.tree.css(ELEMENTS)
        self.in_head = (
            {node.mem_id for node in self.tree.head.css("title,meta,link,script")} if self.tree.head else set()
        )
        self.base_href = self._base_href()
        self.base_url = (urls.join(url, self.base_href) if self.base_href else None) or url
        self.lines = LineFinder(html, Counter(node.tag for node in self.nodes))
        self.resolved: dict[str, tuple[str | None, str]] = {}
        self.ids: dict[str, None] = {}
        self.only_in_link: set[int] = set()
        self.found: dict[str, list[Any]] = {name: [] for name in READERS}

    def facts(
        self, common: dict[str, Any], encoding: str, origin: str, header_robots: tuple[RobotsToken, ...]
    ) -> PageFacts:
        tags: Counter[str] = Counter()
        html_line = None
        for node in self.nodes:
            tag = node.tag or ""
            tags[tag] += 1
            attributes = node.attributes
            if identifier := attributes.get("id"):
                self.ids[identifier] = None
            kind = KINDS.get(tag)
            if kind:
                line = self.lines.next(tag)
                value = READERS[kind](self, node, attributes, line)
                if value is not None:
                    self.found[kind].append(value)
            elif tag == "html":
                html_line = self.lines.next(tag)
        root = self.tree.root
        language = root.attributes.get("lang") if root is not None and root.tag == "html" else None
        has_language = root is not None and "lang" in root.attributes
        metas = tuple(self.found["metas"])
        break_at = head_break(self.html)
        has_microdata, has_rdfa = self._markup()
        main = self._main_text()
        return PageFacts(
            **{**common, "base_url": self.base_url},
            encoding=encoding,
            encoding_origin=origin,
            doctype=_doctype(self.html),
            lang=(language or "") if has_language else None,
            base_href=self.base_href,
            robots=(*robots.meta_tokens(metas), *header_robots),
            ids=tuple(self.ids),
            has_microdata=has_microdata,
            has_rdfa=has_rdfa,
            script_count=tags["script"],
            style_count=tags["style"],
            html_line=html_line,
            head_break=HeadBreak(*break_at) if break_at else None,
            word_count=text.count_words(main),
            content_hash=text.content_hash(main),
            signature=text.signature(main),
            **{kind: tuple(values) for kind, values in self.found.items()},
        )

    def resolve(self, href: str | None) -> tuple[str | None, str]:
        """(absolute URL without fragment or None, decoded fragment); a page repeats its links, so answers are kept."""
        if href is None:
            return None, ""
        known = self.resolved.get(href)
        if known is None:
            joined = urls.join(self.base_url, href)
            known = self.resolved[href] = urls.split_fragment(joined) if joined else (None, "")
        return known

    def _base_href(self) -> str | None:
        base = self.tree.css_first("base[href]")
        return base.attributes.get("href") if base is not None else None

    def _markup(self) -> tuple[bool, bool]:
        """Whether there is microdata, and RDFa. Most pages say neither word, so the text is asked before the tree."""
        microdata = "itemscope" in self.html and self.tree.css_first("[itemscope]") is not None
        rdfa = "typeof" in self.html and self.tree.css_first("[typeof]") is not None
        return microdata, rdfa

    def _main_text(self) -> str:
        """The text of `<main>`, of a lone `<article>`, or of the body without its frame. Ends the tree: it removes nodes."""
        root = self.tree.css_first("main,[role=main]")
        skipped = NOT_CONTENT
        if root is None:
            articles = self.tree.css("article")
            root = articles[0] if len(articles) == 1 else None
        if root is None:
            root, skipped = self.tree.body, f"{NOT_CONTENT},{PAGE_FRAME}"
        if root is None:
            return ""
        for node in root.css(skipped):
            node.decompose()
        return root.text(separator=" ")

    def title(self, node: LexborNode, attributes: dict[str, str | None], line: int | None) -> Title | None:
        in_head = node.mem_id in self.in_head
        if not in_head and _is_foreign(node):
            return None
        return Title(text.collapse(node.text()), in_head, line)

    def meta(self, node: LexborNode, attributes: dict[str, str | None], line: int | None) -> Meta:
        content = attributes["content"] or "" if "content" in attributes else None
        return Meta(
            content,
            _token(attributes, "name"),
            _token(attributes, "property"),
            _token(attributes, "http-equiv"),
            _token(attributes, "charset"),
            node.mem_id in self.in_head,
            line,
        )

    def link(self, node: LexborNode, attributes: dict[str, str | None], line: int | None) -> Link:
        href = attributes["href"] or "" if "href" in attributes else None
        joined = urls.join(self.base_url, href) if href and href.strip() else None
        return Link(
            tuple(_token(attributes, "rel").split()),
            href,
            joined,
            attributes["hreflang"] or "" if "hreflang" in attributes else None,
            _token(attributes, "type"),
            _token(attributes, "media"),
            _token(attributes, "sizes"),
            node.mem_id in self.in_head,
            line,
        )

    def heading(self, node: LexborNode, attributes: dict[str, str | None], line: int | None) -> Heading:
        level = int((node.tag or "h1")[1])
        words = text.collapse(node.text())
        if words:
            return Heading(level, words, False, line)
        alt = _image_alt(node)
        return Heading(level, alt or "", bool(alt), line)

    def anchor(self, node: LexborNode, attributes: dict[str, str | None], line: int | None) -> Anchor:
        # In SVG the attribute may still be the old xlink:href.
        href = attributes.get("href", attributes.get("xlink:href"))
        if "href" in attributes and href is None:
            href = ""
        url, fragment = self.resolve(href)
        name = attributes.get("name")
        if name:
            self.ids[name] = None
        words = text.collapse(node.text())
        image_alt = None if words else self._sole_images(node)
        return Anchor(
            words,
            href,
            url,
            fragment,
            tuple(_token(attributes, "rel").split()),
            text.collapse(attributes.get("aria-label") or attributes.get("title") or ""),
            image_alt,
            attributes.get("id") or name or "",
            _token(attributes, "role"),
            line,
        )

    def _sole_images(self, node: LexborNode) -> str | None:
        images = node.css("img")
        self.only_in_link.update(image.mem_id for image in images)
        return _image_alt(node) if images else None

    def image(self, node: LexborNode, attributes: dict[str, str | None], line: int | None) -> Image:
        src = attributes["src"] or "" if "src" in attributes else None
        return Image(
            src,
            urls.join(self.base_url, src) if src and not src.startswith("data:") else None,
            attributes.get("srcset") or "",
            attributes["alt"] or "" if "alt" in attributes else None,
            attributes.get("width") or "",
            attributes.get("height") or "",
            _token(attributes, "loading"),
            attributes.get("style") or "",
            _token(attributes, "role") in ("presentation", "none") or _token(attributes, "aria-hidden") == "true",
            node.mem_id in self.only_in_link,
            line,
        )

    def frame(self, node: LexborNode, attributes: dict[str, str | None], line: int | None) -> Frame:
        src = attributes.get("src") or ""
        return Frame(src, self.resolve(src)[0] if src else None, attributes.get("title") or "", line)

    def json_ld(self, node: LexborNode, attributes: dict[str, str | None], line: int | None) -> JsonLd | None:
        if _token(attributes, "type").partition(";")[0] != "application/ld+json":
            return None
        source = node.text()[:MAX_JSON_LD]
        return JsonLd(source, *json_error(source), in_head=node.mem_id in self.in_head, line=line)


Reader = Callable[[_Extraction, LexborNode, dict[str, str | None], int | None], Any]

READERS: dict[str, Reader] = {
    "titles": _Extraction.title,
    "metas": _Extraction.meta,
    "links": _Extraction.link,
    "headings": _Extraction.heading,
    "anchors": _Extraction.anchor,
    "images": _Extraction.image,
    "frames": _Extraction.frame,
    "json_ld": _Extraction.json_ld,
}

KINDS = {
    **{"title": "titles", "meta": "metas", "link": "links", "a": "anchors", "img": "images", "iframe": "frames"},
    **{f"h{level}": "headings" for level in range(1, 7)},
    "script": "json_ld",
}


def json_error(source: str) -> tuple[str, int | None, int | None]:
    """(message, line, column) of the first thing that makes `source` invalid JSON; an empty message when it is valid."""
    try:
        json.loads(source, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        return error.msg, error.lineno, error.colno
    except (ValueError, RecursionError) as error:
        return str(error) if isinstance(error, ValueError) else "Nested too deeply", None, None
    return "", None, None


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _token(attributes: dict[str, str | None], name: str) -> str:
    value = attributes.get(name)
    return value.strip().lower() if value else ""


def _doctype(html: str) -> str:
    match = DOCTYPE.match(html)
    return text.collapse(match[1]).lower()[:200] if match else ""


def _ancestors(node: LexborNode) -> Iterator[LexborNode]:
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def _is_foreign(node: LexborNode) -> bool:
    return any(ancestor.tag in FOREIGN for ancestor in _ancestors(node))


def _image_alt(node: LexborNode) -> str | None:
    alts = [image.attributes.get("alt") or "" for image in node.css("img")]
    return text.collapse(" ".join(alts)) if alts else None
