"""Pages whose description is known, taken away before anything reads them.

Social cards and JSON-LD repeat the description, so they go as well: what is left is what a page without one has.
"""

import re
from hashlib import blake2b
from html import escape, unescape

import msgspec
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser, LexborNode

from seo_meta.core.decode import decode
from seo_meta.core.types import Document, Value
from seo_meta.core.words.clean import clean
from seo_meta.core.words.tokens import tokens

LEFT_OUT = re.compile(r"description|abstract", re.IGNORECASE)
"""Names of `<meta>`: description, og:description, twitter:description, dc.description, abstract and their like."""
ADDRESS = "https://example.com/"
MAX_BYTES = 2 * 1024 * 1024
MIN_REFERENCE = 20
"""Characters. Shorter ones say nothing that could be found again."""
PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
    "<body><main>{body}</main></body></html>"
)


class Sample(Value, frozen=True):
    """A page without its description, and the description. `tune` says in which half it is, by its name alone."""

    name: str
    document: Document
    reference: str
    tune: bool


class MarkdownPage(msgspec.Struct, frozen=True):
    """A line of a JSONL corpus."""

    path: str
    title: str
    description: str
    markdown: str


def html_sample(name: str, body: bytes) -> Sample | None:
    """A web page as a sample; None for one whose description is missing, very short, or its title."""
    html, _, _ = decode(body[:MAX_BYTES])
    tree = LexborHTMLParser(html.encode("utf-8", "replace"), scripting=True)
    references = [content for meta in tree.css("meta") if (content := _description(meta))]
    for node in tree.css("meta,script"):
        if LEFT_OUT.search(_names(node)) or "ld+json" in (node.attributes.get("type") or "").lower():
            node.decompose()
    title = tree.css_first("title")
    return _sample(name, tree.html or "", references[0] if references else "", title.text() if title else "")


def markdown_sample(line: bytes) -> Sample | None:
    """A line of a JSONL file as a sample, or None as above. Raises msgspec.DecodeError or ValidationError."""
    page = msgspec.json.decode(line, type=MarkdownPage)
    body = MarkdownIt().enable("table").render(page.markdown)
    html = PAGE.format(title=escape(page.title), body=body)
    return _sample(page.path, html, clean(page.description), page.title)


def _names(node: LexborNode) -> str:
    return " ".join(node.attributes.get(key) or "" for key in ("name", "property", "itemprop"))


def _description(meta: LexborNode) -> str:
    """Entities that were escaped twice are undone: a reader of the page would never see them."""
    is_description = (meta.attributes.get("name") or "").strip().lower() == "description"
    return clean(unescape(meta.attributes.get("content") or "")) if is_description else ""


def _sample(name: str, html: str, reference: str, title: str) -> Sample | None:
    if len(reference) < MIN_REFERENCE or tokens(reference) == tokens(title):
        return None
    headers = {"content-type": "text/html; charset=utf-8"}
    document = Document(f"{ADDRESS}{name}", html.encode("utf-8", "replace"), headers=headers)
    return Sample(name, document, reference, tune=blake2b(name.encode(), digest_size=1).digest()[0] % 2 == 0)
