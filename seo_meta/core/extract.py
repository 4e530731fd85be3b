"""`extract(document) -> PageFacts`: one parse, one query, everything that later stages read.

The tree is the one a browser builds (Lexbor, HTML Standard, scripting on); `<template>` contents and SVG titles are not
part of the page. URLs resolve by the WHATWG rules against the first `<base href>`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import msgspec
from selectolax.lexbor import LexborHTMLParser, LexborNode

from . import cookies, robots, text, urls
from .answers import WALL_HEADERS
from .decode import decode
from .elements import FIELDS, READERS, Surroundings
from .lines import LineFinder, head_break
from .main_content import HIDDEN, main_content
from .prescan import too_hostile
from .types import Document, HeadBreak, Ignore, Link, PageFacts, Repeated

KEPT_HEADERS = (
    *("cache-control", "content-encoding", "content-length", "content-security-policy", "content-type", "date", "etag"),
    *("expires", "last-modified", "link", "location", "permissions-policy", "referrer-policy", "refresh", "server"),
    *("strict-transport-security", "vary", "x-content-type-options", "x-frame-options", "x-powered-by", "x-robots-tag"),
    *WALL_HEADERS,
)
MAX_HTML_BYTES = 2 * 1024 * 1024
"""So much of an HTML file Googlebot reads for Search, after the content coding is undone.
https://developers.google.com/search/docs/crawling-indexing/googlebot"""
MAX_TEXT = 50_000
IGNORE = "data-siteagent-ignore"
LINK_HEADER = re.compile(r"<([^>]*)>((?:\s*;\s*[\w!#$&+.^`|~*-]+\s*(?:=\s*(?:\"[^\"]*\"|[^\s;,\"]+))?)*)")
LINK_PARAMETER = re.compile(r"([\w*-]+)\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]+))")
COPYRIGHT_SIGNS = ("©", "&copy;", "&#169;", "opyright")
YEARS = re.compile(r"[^<>\d]{0,40}((?:(?:19|20)\d\d\b[^<>\d]{0,8})+)")
HEAD_ELEMENTS = "title,meta,link,script"
DOCTYPE = re.compile(r"\s*+(?>(?:<(?:!--(?>.*?-->)|\?[^>]*+>)\s*+)*)<!doctype\s+([^>]*)>", re.IGNORECASE | re.DOTALL)
LOCATED = frozenset(("html", "base", "style", *READERS))
CHARSET = re.compile(r"charset\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE)

Element = tuple[LexborNode, str, int | None]
"""(node, tag, source line)"""


def extract(document: Document, *, clean_urls: bool = False, read_on: str = "", unparsed: str = "") -> PageFacts:
    """Read one document. Never raises for what is in it.

    `clean_urls` decides how keys are made (`urls.page_key`); `read_on` is today's date, ISO 8601. HTML is parsed as far
    as Googlebot reads. With a reason in `unparsed`, or when a look at the bytes gives one, it is not parsed.
    """
    content_type, charset = _content_type(document.headers.get("content-type", ""))
    url = document.url.partition("#")[0]
    facts = PageFacts(
        url,
        urls.page_key(url, clean_urls=clean_urls),
        document.status,
        document.file,
        content_type,
        truncated=document.truncated,
        byte_size=len(document.body),
        robots=tuple(robots.header_tokens(document.headers.get("x-robots-tag", ""))),
        headers=_kept_headers(document.headers),
        read_on=read_on,
        links=tuple(_header_links(document.headers.get("link", ""), url)),
        base_url=url,
        redirect_url=_redirect_url(document, url),
    )
    if not facts.is_html:
        return facts
    body = _as_far_as_googlebot(document.body)
    cut = len(body) < len(document.body)
    if reason := unparsed or too_hostile(body):
        return msgspec.structs.replace(facts, cut=cut, unparsed=reason)
    html, encoding, origin = decode(body, charset)
    found = _read_page(html, url)
    facts = msgspec.structs.replace(
        facts,
        cut=cut,
        encoding=encoding,
        encoding_origin=origin,
        **found
        | {
            "links": (*found["links"], *facts.links),
            "robots": (*robots.meta_tokens(found["metas"]), *facts.robots),
        },
    )
    if facts.canonical is None:
        return facts
    return msgspec.structs.replace(facts, canonical_key=urls.page_key(facts.canonical, clean_urls=clean_urls))


def _as_far_as_googlebot(body: bytes) -> bytes:
    """What is cut in two goes whole, since half a character, tag or script would look like a fault of the page."""
    if len(body) <= MAX_HTML_BYTES:
        return body
    seen = body[:MAX_HTML_BYTES].lower()
    end = seen.rfind(b"<") if seen.rfind(b"<") > seen.rfind(b">") else len(seen)
    script = seen.rfind(b"<script", 0, end)
    if script > seen.rfind(b"</script", 0, end):
        end = script
    character = next((length for length in range(4) if not 0x80 <= body[end - length] < 0xC0), 0)
    return body[: end - character]


def _redirect_url(document: Document, url: str) -> str | None:
    location = document.headers.get("location")
    return urls.resolve(url, location)[0] if location and 300 <= document.status < 400 else None


def _kept_headers(headers: dict[str, str]) -> dict[str, str]:
    kept = {name: headers[name] for name in KEPT_HEADERS if name in headers}
    if "set-cookie" in headers:
        kept["set-cookie"] = cookies.without_values(headers["set-cookie"])
    return kept


def _header_links(value: str, url: str) -> Iterator[Link]:
    """The links of an HTTP `Link` header (RFC 8288, section 3)."""
    for href, parameters in LINK_HEADER.findall(value):
        values = {name.lower(): quoted or plain for name, quoted, plain in LINK_PARAMETER.findall(parameters)}
        rel = tuple(values.get("rel", "").lower().split())
        if rel:
            yield Link(rel, href, urls.join(url, href), values.get("hreflang"), origin="header")


def _content_type(value: str) -> tuple[str, str]:
    charset = CHARSET.search(value)
    return value.partition(";")[0].strip().lower(), charset[1] if charset else ""


def _read_page(html: str, url: str) -> dict[str, Any]:
    """The fields of `PageFacts` that come out of the tree."""
    source = html.encode("utf-8", "replace")
    tree = LexborHTMLParser(source, scripting=True)
    source = source.lower()
    # All elements, since each selector of a list would be held against each of them.
    nodes = tree.css("*")
    tags = [node.tag or "" for node in nodes]
    counts = Counter(tags)
    base = tree.css_first("base[href]") if "base" in counts else None
    base_href = base.attributes["href"] if base is not None else None
    base_url = (urls.join(url, base_href) if base_href else None) or url
    in_head = {node.mem_id for node in tree.head.css(HEAD_ELEMENTS)} if tree.head is not None else set()
    finder = LineFinder(source, counts)
    elements = [(node, tag, finder.next(tag)) for node, tag in zip(nodes, tags, strict=True) if tag in LOCATED]
    found = _read_elements(elements, Surroundings(base_url, in_head))
    break_at = head_break(html)
    doctype = DOCTYPE.match(html)
    # Most pages say neither word, so the text is asked before the tree.
    found["has_microdata"] = b"itemscope" in source and tree.css_first("[itemscope]") is not None
    found["has_rdfa"] = b"typeof" in source and tree.css_first("[typeof]") is not None
    found["ignores"] = _ignores(tree, elements) if IGNORE.encode() in source else ()
    found["ids"] = tuple(_fragments(tree))
    found["template"] = _template(tree)
    content = main_content(tree, _selectors(tree, counts, source))
    words = content.text(separator=" ").split() if content is not None else []
    main = " ".join(words)
    return found | {
        "doctype": text.collapse(doctype[1]).lower()[:200] if doctype else "",
        "base_href": base_href,
        "base_url": base_url,
        "script_count": counts["script"],
        "style_count": counts["style"],
        "tag_count": source.count(b"<") - source.count(b"</"),
        "copyright_year": max(_copyright_years(html), default=None),
        "head_break": HeadBreak(*break_at) if break_at else None,
        "repeated": tuple(Repeated(*each) for each in finder.repeated),
        "text": main[:MAX_TEXT],
        "word_count": text.count_words(words),
        "content_hash": text.content_hash(main),
        "signature": text.signature(main),
    }


def _read_elements(elements: list[Element], page: Surroundings) -> dict[str, Any]:
    """The fields of `PageFacts` that hold elements."""
    found: dict[str, Any] = {field: [] for field in FIELDS.values()}
    for node, tag, line in elements:
        if tag in READERS:
            value = READERS[tag](node, node.attributes, page, line)
            if value is not None:
                found[FIELDS[type(value)]].append(value)
        elif tag == "html":
            attributes = node.attributes
            found["lang"] = attributes["lang"] or "" if "lang" in attributes else None
            found["html_line"] = line
    return {field: tuple(value) if isinstance(value, list) else value for field, value in found.items()}


def _fragments(tree: LexborHTMLParser) -> dict[str, None]:
    """Every `id` and `<a name>`, in order."""
    found: dict[str, None] = {}
    for node in tree.css("[id],a[name]"):
        if identifier := node.id:
            found[identifier] = None
        if node.tag == "a" and (name := node.attributes.get("name")):
            found[name] = None
    return found


def _ignores(tree: LexborHTMLParser, elements: list[Element]) -> tuple[Ignore, ...]:
    line_of = {node.mem_id: line for node, _, line in elements if line is not None}
    ignores = []
    for holder in tree.css(f"[{IGNORE}]"):
        inside = {line_of[node.mem_id] for node in (holder, *holder.css("*")) if node.mem_id in line_of}
        for rule in (holder.attributes[IGNORE] or "").replace(",", " ").split():
            ignores.append(Ignore(rule, tuple(sorted(inside)), holder.tag == "html"))
    return tuple(ignores)


def _copyright_years(html: str) -> Iterator[int]:
    """The years that follow a copyright sign. Found by plain search, which is ten times as fast as one expression."""
    for sign in COPYRIGHT_SIGNS:
        place = html.find(sign)
        while place >= 0:
            place += len(sign)
            if years := YEARS.match(html, place):
                yield from map(int, re.findall(r"\d{4}", years[1]))
            place = html.find(sign, place)


def _template(tree: LexborHTMLParser) -> str:
    """A hash of the tags and classes of the body's first three levels, runs of equal ones taken once."""
    level = [tree.body] if tree.body is not None else []
    shapes: list[str] = []
    for _ in range(3):
        level = [child for node in level for child in node.iter()]
        shapes += (f"{node.tag}.{node.attributes.get('class') or ''}" for node in level)
    return text.digest64("\n".join(shape for shape, _ in groupby(shapes)).encode("utf-8", "replace")).hex()


def _selectors(tree: LexborHTMLParser, tags: Iterable[str], source: bytes) -> set[str]:
    """Tags and other selectors that the page has something for; `source` is in lower case."""
    selectors = set(tags)
    if b"role" in source:
        selectors |= {f"[role={node.attributes['role']}]" for node in tree.css("[role]")}
    if b"hidden" in source:
        selectors |= set(HIDDEN)
    return selectors
