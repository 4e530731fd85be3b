"""Facts that may tell a page apart from another of the same name, in the order of preference."""

import re
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple
from urllib.parse import unquote

from seo_meta.core.json_ld import graph
from seo_meta.core.propose import Evidence
from seo_meta.core.topics.languages import primary
from seo_meta.core.topics.link_text import is_generic
from seo_meta.core.topics.pagination import place_of
from seo_meta.core.topics.title_text import is_default
from seo_meta.core.types import PageFacts
from seo_meta.core.urls import page_key
from seo_meta.core.words.clean import clean

from .breadcrumbs import trail

MAX_FACT = 60
"""Characters. What tells pages apart is a word or a few."""
MAX_SEGMENTS = 20
VERSION = re.compile(r"v?\d{1,4}(?:\.(?:\d{1,4}|x)){1,3}|v\d{1,4}|latest|stable|nightly", re.IGNORECASE)
DAY = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
DAY_IN_PATH = re.compile(r"/((?:19|20)\d\d)[/-](0[1-9]|1[0-2])(?:[/-](0[1-9]|[12]\d|3[01]))?(?=[/-])")
ARROWS = " «»‹›<>←→↑⇐⇑⬆|"
STEPS = frozenset(
    (
        *("up", "next", "prev", "previous", "back", "top", "first", "last", "parent", "contents", "table of contents"),
        *("zurück", "weiter", "nach oben", "inhalt", "précédent", "suivant", "retour", "sommaire", "haut", "anterior"),
        *("siguiente", "atrás", "volver", "arriba", "indietro", "avanti", "su", "próximo", "voltar", "vorige", "terug"),
        *("volgende", "omhoog", "назад", "далее", "вверх", "前へ", "次へ", "戻る", "上へ", "上一页", "下一页", "返回"),
    )
)
"""Texts of links that lead one step through a site, in lower case: they do not name where they lead."""
FOLDER_INDEX = re.compile(r"(?:index|default|home)\.\w{1,5}$", re.IGNORECASE)

# The language's own name, and how it numbers the pages of a list.
LANGUAGES = {
    "cs": ("Čeština", "Strana {}"),
    "da": ("Dansk", "Side {}"),
    "de": ("Deutsch", "Seite {}"),
    "en": ("English", "Page {}"),
    "es": ("Español", "Página {}"),
    "fi": ("Suomi", "Sivu {}"),
    "fr": ("Français", "Page {}"),
    "hu": ("Magyar", "{}. oldal"),
    "it": ("Italiano", "Pagina {}"),
    "ja": ("日本語", "{}ページ"),
    "ko": ("한국어", "{}페이지"),
    "nb": ("Norsk", "Side {}"),
    "nl": ("Nederlands", "Pagina {}"),
    "no": ("Norsk", "Side {}"),
    "pl": ("Polski", "Strona {}"),
    "pt": ("Português", "Página {}"),
    "ru": ("Русский", "Страница {}"),
    "sv": ("Svenska", "Sida {}"),
    "tr": ("Türkçe", "Sayfa {}"),
    "uk": ("Українська", "Сторінка {}"),
    "zh": ("中文", "第{}页"),
}


class Fact(NamedTuple):
    """`kind` in words: `parent`, `page number`, `folder`. `texts` are one for a single fact, two for a pair."""

    kind: str
    texts: tuple[str, ...]
    evidence: Evidence


def telling_facts(page: PageFacts) -> list[Fact]:
    """Single facts first, then pairs, for pages that no single one tells apart."""
    single = list({fact.kind: fact for fact in _usable(page)}.values())
    nearest = [fact for fact in single if fact.kind in ("parent", "folder")]
    others = [fact for fact in single if fact.kind in ("page number", "version", "language", "upper folder")]
    pairs = [
        Fact(f"{one.kind} and {other.kind}", (*one.texts, *other.texts), one.evidence)
        for one, other in product(nearest, others)
        if one.texts != other.texts
    ]
    return single + pairs


def _usable(page: PageFacts) -> Iterator[Fact]:
    language = primary(page.lang or "")
    for fact in _all(page, language):
        text = fact.texts[0]
        if 0 < len(text) <= MAX_FACT and not is_default(text) and not is_generic(text, language):
            yield fact


def _all(page: PageFacts, language: str) -> Iterator[Fact]:
    place = place_of(page.url)
    # The pages of a list stand in the folder of the list.
    address = place.series if place.number > 1 else page.url
    segments = _segments(address)
    yield from _parents(page)
    name, numbered = LANGUAGES.get(language, ("", "({})"))
    if place.number > 1:
        yield Fact("page number", (numbered.format(place.number),), Evidence("url", str(place.number)))
    version = next((segment for segment in reversed(segments) if VERSION.fullmatch(segment)), "")
    if version:
        yield Fact("version", (version,), Evidence("url", version))
    if name:
        yield Fact("language", (name,), Evidence("lang", page.lang or "", page.html_line))
    yield from _dates(page)
    yield from _from_path(segments, address)


def _parents(page: PageFacts) -> Iterator[Fact]:
    """What the page itself calls the one above it: in its breadcrumb, or in a link to the folder that it is in."""
    crumbs = [crumb for crumb in trail(page) if not crumb.is_page]
    # The first of several is the home page.
    if len(crumbs) > 1:
        yield Fact("parent", (clean(crumbs[-1].name),), Evidence("breadcrumb", crumbs[-1].name, crumbs[-1].line))
        return
    for meta in page.meta_property("article:section"):
        if meta.content:
            yield Fact("parent", (clean(meta.content),), Evidence("article:section", meta.content, meta.line))
            return
    folder = _folder(page.url)
    wanted = page_key(folder, clean_urls=True)
    if folder.count("/") < 4:
        return
    for anchor in page.anchors:
        near = anchor.url is not None and anchor.url.startswith(folder[:-1]) and len(anchor.url) < len(folder) + 12
        text = clean(anchor.text).strip(ARROWS) if near else ""
        if text and text.casefold() not in STEPS and page_key(anchor.url or "", clean_urls=True) == wanted:
            yield Fact("parent", (text,), Evidence("link", anchor.text, anchor.line))
            return


def _folder(url: str) -> str:
    """URL of the folder above the page, with a slash at the end: for an index that is the folder above its own."""
    path = url.partition("?")[0]
    last = path.rpartition("/")[2]
    own = path[: len(path) - len(last)] if FOLDER_INDEX.match(last) else path
    return own.rstrip("/").rpartition("/")[0] + "/"


def _dates(page: PageFacts) -> Iterator[Fact]:
    things = graph(page)
    for node in things.of_type("CreativeWork"):
        for text in (*things.texts(node, "datePublished"), *things.texts(node, "dateModified")):
            if node.is_main and (day := DAY.match(text)):
                yield Fact("date", (day[0],), Evidence("json-ld", text, node.line))
                return
    for meta in (*page.meta_property("article:published_time"), *page.meta_property("article:modified_time")):
        if day := DAY.match(meta.content or ""):
            yield Fact("date", (day[0],), Evidence(meta.property, meta.content or "", meta.line))
            return
    if found := DAY_IN_PATH.search(page.url):
        yield Fact("date", ("-".join(filter(None, found.groups())),), Evidence("url", found[0].strip("/")))


def _segments(url: str) -> list[str]:
    path = url.partition("?")[0].partition("://")[2]
    return [segment for segment in path.split("/")[1:] if segment][-MAX_SEGMENTS:]


def _from_path(segments: list[str], url: str) -> Iterator[Fact]:
    """The folder, the file name and the folder above: `billing`, `overview-2` and `docs` of
    /docs/billing/overview-2.html."""
    if segments and FOLDER_INDEX.match(segments[-1]) and not url.partition("?")[0].endswith("/"):
        segments = segments[:-1]
    for kind, place in (("folder", 2), ("upper folder", 3), ("file name", 1)):
        if len(segments) >= place:
            segment = segments[-place]
            written = unquote(segment.partition(".")[0] if place == 1 else segment)
            text = clean(written.replace("-", " ").replace("_", " "))
            if any(map(str.isalpha, text)):
                yield Fact(kind, (text[0].upper() + text[1:],), Evidence("url", segment))
