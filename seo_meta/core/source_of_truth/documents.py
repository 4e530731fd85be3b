"""A source file as the text of a page: its data, its heading, its words, and where a site may serve it."""

import re
from html import unescape
from itertools import pairwise

import msgspec
from markdown_it import MarkdownIt
from markdown_it.token import Token
from selectolax.lexbor import LexborHTMLParser

from seo_meta.core.extract import extract
from seo_meta.core.front_matter import FrontMatter, FrontMatterError, Scalar, read_front_matter
from seo_meta.core.prescan import too_hostile
from seo_meta.core.text import collapse
from seo_meta.core.types import Document, Value

from .values import SourceFile
from .words import segment, segments, shingles, words_of

MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".mdx", ".mdoc")
TEMPLATES = (".html", ".htm", ".njk", ".liquid", ".hbs", ".mustache", ".webc", ".vto")
"""Pages may be made from them, and then they begin with front matter."""
FOREIGN = {
    ".rst": "reStructuredText",
    ".adoc": "AsciiDoc",
    ".asciidoc": "AsciiDoc",
    ".org": "Org",
    ".ipynb": "a notebook",
    ".astro": "a component",
    ".vue": "a component",
    ".svelte": "a component",
    ".tsx": "a program",
    ".jsx": "a program",
    ".ts": "a program",
    ".js": "a program",
    ".php": "a program",
}
"""What pages are made from and we do not edit. Of programs only those in folders of pages count."""
PROGRAMS = (".tsx", ".jsx", ".ts", ".js", ".php", ".vue", ".svelte")
SUFFIXES = (*MARKDOWN, *TEMPLATES, *FOREIGN)
MAX_BODY = 5_000
"""Characters of the text that are read, to know it again."""
MAX_PAGE = 500_000
WHOLE_PAGE = re.compile(r"<!doctype\s|<html[\s>]|<head[\s>]", re.IGNORECASE)
INDEX_NAMES = frozenset(("index", "readme"))
DATE_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})-(?=.)")
NUMBER_FIRST = re.compile(r"\d{1,3}[-_. ]+(?=[^\W\d])")
TEMPLATE_TAG = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}|\{\{[<%][^<>{}]*[>%]\}\}|\{[#:.][^{}]*\}")
SLUG_KEYS = ("slug", "id")
PATH_KEYS = ("permalink", "url", "slug", "path")
PARSER = MarkdownIt("commonmark", {"html": True})


class Source(Value, frozen=True):
    """What a page may be made from."""

    path: str
    foreign: str = ""
    """The format, when it is none that we edit."""
    problem: str = ""
    """Why its front matter cannot be read."""
    is_page: bool = False
    """Whether it is a whole page of HTML, whose `scalars` are its title and description."""
    scalars: dict[str, Scalar] = {}
    heading: str = ""
    text: str = ""
    """Its first words, as `words.words_of` gives them."""
    shingles: frozenset[int] = frozenset()
    routes: tuple[tuple[str, ...], ...] = ()
    """The segments of its path, with each name that the last may get."""
    permalink: tuple[str, ...] | None = None
    """Those of the address that it names itself."""
    date: tuple[str, str, str] | None = None

    @property
    def title(self) -> str:
        known = self.scalars.get("title")
        return known.text if known and known.text else self.heading


def read_source(file: SourceFile) -> Source | None:
    """None for what no page is made from."""
    folder, _, name = file.path.rpartition("/")
    stem, dot, suffix = name.rpartition(".")
    suffix = f".{suffix.lower()}"
    if not dot or suffix not in SUFFIXES or (suffix in PROGRAMS and "pages" not in folder.split("/")):
        return None
    if suffix in FOREIGN:
        source: Source | None = _known(Source(file.path, FOREIGN[suffix]), file.text)
    else:
        source = _read(file, is_markdown=suffix in MARKDOWN)
    return source and _placed(source, folder, stem)


def _read(file: SourceFile, *, is_markdown: bool) -> Source | None:
    try:
        block = read_front_matter(file.text)
    except FrontMatterError as error:
        heading, text = markdown_text(file.text[:MAX_BODY].split(file.text[:3], 2)[-1])
        return _known(Source(file.path, problem=str(error), heading=heading), text)
    body = file.text[block.end if block else 0 :][:MAX_BODY]
    body = _without_fence(body, block)
    scalars = block.scalars if block else {}
    if is_markdown:
        heading, text = markdown_text(body)
        return _known(Source(file.path, scalars=scalars, heading=heading), text)
    if block is None:
        return _whole_page(file)
    heading, text = html_text(body)
    return _known(Source(file.path, scalars=scalars, heading=heading), text)


def _whole_page(file: SourceFile) -> Source | None:
    body = file.text[:MAX_PAGE].encode("utf-8", "replace")
    if not WHOLE_PAGE.search(file.text, 0, 2_000) or too_hostile(body):
        return None
    facts = extract(Document("https://example.com/", body))
    texts = {"title": facts.title, "description": facts.description}
    scalars = {name: Scalar(text) for name, text in texts.items() if text}
    heading = next((heading.text for heading in facts.headings if heading.level == 1), "")
    return _known(Source(file.path, is_page=True, scalars=scalars, heading=heading), facts.text)


def _known(source: Source, text: str) -> Source:
    words = words_of(text)
    return msgspec.structs.replace(source, text=" ".join(words), shingles=shingles(words))


def _without_fence(body: str, block: FrontMatter | None) -> str:
    return body.partition("\n")[2] if block and block.format != "json" else body


def _placed(source: Source, folder: str, stem: str) -> Source:
    folders = tuple(_plain_segment(name) for name in segments(folder))
    date = DATE_FIRST.match(stem)
    bare = stem[date.end() :] if date else stem
    named = (source.scalars[key].text for key in SLUG_KEYS if key in source.scalars)
    slugs = [segments(name) for name in named if name.strip("/ ")]
    if segment(bare) in INDEX_NAMES or _plain_segment(folder.rpartition("/")[2]) == segment(bare):
        routes = {folders, *((*folders[:-1], *slug) for slug in slugs if folders)}
    else:
        routes = set()
    routes |= {(*folders, segment(bare)), (*folders, _plain_segment(bare)), *((*folders, *slug) for slug in slugs)}
    if date:
        routes.add((*folders, segment(stem)))
    written = next((source.scalars[key].text for key in PATH_KEYS if _is_path(source, key)), None)
    permalink = None if written is None else segments(re.sub(r"(?:index)?(?:\.html?)?$", "", written))
    parts = (date[1], date[2], date[3]) if date else None
    return msgspec.structs.replace(source, routes=tuple(sorted(routes)), permalink=permalink, date=parts)


def _is_path(source: Source, key: str) -> bool:
    """Whether the key holds an address without placeholders: `:title`, `{{ page.fileSlug }}`."""
    text = source.scalars[key].text if key in source.scalars else ""
    return text.startswith("/") and not set(":{}") & set(text)


def _plain_segment(name: str) -> str:
    """Without the number that orders files: `01-intro`."""
    return segment(NUMBER_FIRST.sub("", name))


def markdown_text(body: str) -> tuple[str, str]:
    """(the first H1, the text of headings and paragraphs) without mark-up, code and template tags."""
    tokens = PARSER.parse(TEMPLATE_TAG.sub(" ", body))
    heading, texts = "", []
    for before, token in pairwise(tokens):
        if token.type == "inline" and before.type in ("heading_open", "paragraph_open"):
            text = collapse(_inline(token))
            texts.append(text)
            heading = heading or (text if before.tag == "h1" else "")
    return heading, "\n".join(texts)


def _inline(token: Token) -> str:
    kept = ("text", "code_inline", "text_special")
    return "".join(
        each.content if each.type in kept else " " if "break" in each.type else "" for each in token.children or ()
    )


def html_text(body: str) -> tuple[str, str]:
    if too_hostile(body.encode("utf-8", "replace")):
        return "", ""
    tree = LexborHTMLParser(TEMPLATE_TAG.sub(" ", body))
    first = tree.css_first("h1")
    text = tree.body.text(separator=" ") if tree.body else ""
    return collapse(unescape(first.text())) if first else "", collapse(text)
