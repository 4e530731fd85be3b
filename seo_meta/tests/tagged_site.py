"""A made-up site of 480 pages in three languages and three templates, with faults whose rule is known.

A fault is planted on one page of each language or more; what else it must bring about stands with it. So every finding
is right or wrong by construction, and precision and recall of a rule can be counted.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

BASE = "https://www.example.com/"
TOPICS = 160
BRAND = "Example Roasters"

VOCABULARY = {
    "en": "coffee roast bean water grinder filter pressure aroma harvest farm altitude washed natural brew ratio "
    "temperature storage freshness blend origin export quality cup taste kettle scale timer lever paper drum",
    "de": "Kaffee Röstung Bohne Wasser Mühle Filter Druck Duft Ernte Farm Höhe gewaschen trocken Brühung Menge "
    "Temperatur Lager Frische Mischung Herkunft Güte Tasse Geschmack Kessel Waage Uhr Hebel Papier Trommel Sieb",
    "ja": "珈琲 焙煎 豆 水 挽く 濾す 圧力 香り 収穫 農園 高度 水洗 自然 抽出 比率 "
    "温度 保管 鮮度 配合 産地 輸出 品質 茶碗 味 薬缶 秤 時計 紙 筒 網",
}


@dataclass
class Page:
    """What a page is made of. Faults change these parts; `render` only puts them together."""

    number: int
    language: str
    path: str
    title: str
    description: str
    heading: str
    canonical: str
    paragraphs: list[str]
    links: list[str]
    html_attributes: str = ""
    head: dict[str, str] = field(default_factory=dict)
    """Name of a part to its markup, in order."""
    extra: list[str] = field(default_factory=list)
    """Markup at the end of the main part."""
    listed: bool = True
    """Whether the sitemap lists it."""
    fault: str = ""

    @property
    def url(self) -> str:
        return BASE + self.path.removesuffix("index.html")


@dataclass(frozen=True)
class Fault:
    """A change that makes `rule` fail; `also` are rules that must fail then too. It is planted on `pages` pages."""

    rule: str
    apply: Callable[[Page], None]
    also: tuple[str, ...] = ()
    pages: int = 1
    listed: bool = True


def words(rng: random.Random, language: str, count: int) -> str:
    joiner = "" if language == "ja" else " "
    return joiner.join(rng.choices(VOCABULARY[language].split(), k=count))


def pages(faults: list[Fault]) -> list[Page]:
    """The site, faults planted. The first twenty topics stay clean: the home pages and those with translations."""
    site = [clean_page(number, language) for language in VOCABULARY for number in range(TOPICS)]
    by_number = [fault for fault in faults for _ in range(fault.pages)]
    assert len(by_number) <= TOPICS - 20, "make TOPICS larger"
    for page in site:
        if 20 <= page.number < 20 + len(by_number):
            fault = by_number[page.number - 20]
            fault.apply(page)
            page.fault = fault.rule
            page.listed = fault.listed
    return site


def clean_page(number: int, language: str) -> Page:
    rng = random.Random(f"{number}-{language}")  # noqa: S311 - the same site every time
    name = f"{words(rng, language, 3).capitalize()} {number}"
    path = path_of(number, language).removeprefix("/")
    page = Page(
        number=number,
        language=language,
        path=path if number else f"{path}index.html",
        title=f"{name} | {BRAND}",
        description=f"{words(rng, language, 20 if language == 'ja' else 12).capitalize()} {number}.",
        heading=words(rng, language, 4).capitalize() + f" {number}",
        canonical="",
        paragraphs=[f"{words(rng, language, 60).capitalize()}." for _ in range(4)],
        links=linked(number, language),
    )
    page.canonical = page.url
    page.head = standard_head(page)
    return page


def linked(number: int, language: str) -> list[str]:
    """The home page links to every sixteenth page, and each page to the sixteen after it: all are near."""
    numbers = range(16, TOPICS, 16) if number == 0 else [(number + step) % TOPICS for step in range(1, 17)]
    return [path_of(0, language), *(path_of(other, language) for other in numbers if other)]


def path_of(number: int, language: str) -> str:
    """Pages are named in letters, since numbers would look like those of a list in parts."""
    if number:
        return f"/{language}/{chr(97 + number // 26)}{chr(97 + number % 26)}-roast.html"
    return "/" if language == "en" else f"/{language}/"


def standard_head(page: Page) -> dict[str, str]:
    image = f"{BASE}img/cup.png"
    head = {
        "charset": '<meta charset="utf-8">',
        "viewport": '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "title": f"<title>{escape(page.title)}</title>",
        "description": f'<meta name="description" content="{escape(page.description)}">',
        "canonical": f'<link rel="canonical" href="{page.canonical}">',
        "icon": '<link rel="icon" href="/img/cup.png">',
        "og:title": f'<meta property="og:title" content="{escape(page.heading)}">',
        "og:description": f'<meta property="og:description" content="{escape(page.description)}">',
        "og:type": '<meta property="og:type" content="article">',
        "og:url": f'<meta property="og:url" content="{page.canonical}">',
        "og:image": f'<meta property="og:image" content="{image}">',
        "og:image:width": '<meta property="og:image:width" content="1200">',
        "og:image:height": '<meta property="og:image:height" content="630">',
        "twitter:card": '<meta name="twitter:card" content="summary_large_image">',
        "json-ld": json_ld(page, image),
    }
    if page.number < 20:
        versions = [(code, BASE + path_of(page.number, code).removeprefix("/")) for code in VOCABULARY]
        versions.append(("x-default", versions[0][1]))
        head["hreflang"] = "\n".join(f'<link rel="alternate" hreflang="{code}" href="{url}">' for code, url in versions)
    return head


def json_ld(page: Page, image: str) -> str:
    person = '{"@type": "Person", "name": "Ada Example"}'
    publisher = f'{{"@type": "Organization", "name": "{BRAND}", "url": "{BASE}"}}'
    return (
        '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Article", '
        f'"headline": "{page.heading}", "author": {person}, "publisher": {publisher}, "image": "{image}", '
        f'"datePublished": "2026-01-15T08:00:00+01:00", "dateModified": "2026-02-15T08:00:00+01:00", '
        f'"mainEntityOfPage": "{page.canonical}"}}</script>'
    )


def render(page: Page) -> str:
    head = "\n".join(part for part in page.head.values() if part)
    attributes = page.html_attributes or f' lang="{page.language}"'
    template = ("article", "product", "guide")[page.number % 3]
    paragraphs = "\n".join(f"<p>{paragraph}</p>" for paragraph in page.paragraphs)
    if page.heading:
        paragraphs += f"\n<h2>{escape(page.paragraphs[0][:20])}</h2>\n<p>{page.paragraphs[1]}</p>"
    links = "\n".join(f'<li><a href="{link}">{link_text(link)}</a></li>' for link in page.links)
    heading = f"<h1>{escape(page.heading)}</h1>" if page.heading else ""
    extra = "\n".join(page.extra)
    wrapped = {
        "article": f'<main class="article">{heading}{paragraphs}{extra}</main>',
        "product": f'<main class="card"><div>{heading}<section>{paragraphs}</section>{extra}</div></main>',
        "guide": f'<div class="guide"><main>{heading}<div class="text">{paragraphs}</div>{extra}</main></div>',
    }[template]
    image = '<img src="/img/cup.png" alt="A cup of coffee" width="80" height="80">'
    return (
        f"<!doctype html>\n<html{attributes}>\n<head>\n{head}\n</head>\n<body class={template}>\n"
        f"<header>{image}</header>\n{wrapped}\n<nav><ul>{links}</ul></nav>\n"
        f"<footer><p>{BRAND}</p></footer>\n</body>\n</html>\n"
    )


def link_text(link: str) -> str:
    return f"Page {link.strip('/') or 'home'}"


def write(folder: Path, faults: list[Fault]) -> list[Page]:
    """Write the site below `folder`; returns its pages."""
    site = pages(faults)
    for page in site:
        target = folder / page.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(render(page), encoding="utf-8")
    (folder / "img").mkdir()
    (folder / "img" / "cup.png").write_bytes(b"\x89PNG")
    locations = "".join(f"<url><loc>{page.url}</loc></url>" for page in site if page.listed)
    namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
    (folder / "sitemap.xml").write_text(f'<?xml version="1.0"?><urlset xmlns="{namespace}">{locations}</urlset>')
    (folder / "robots.txt").write_text(f"User-agent: *\nDisallow:\n\nSitemap: {BASE}sitemap.xml\n")
    return site


def expected(site: list[Page], faults: list[Fault]) -> Iterator[tuple[str, str]]:
    """(rule, URL) of everything that was planted."""
    also = {fault.rule: fault.also for fault in faults}
    for page in site:
        if page.fault:
            yield page.fault, page.url
            yield from ((rule, page.url) for rule in also[page.fault])


def score(found: set[tuple[str, str]], planted: set[tuple[str, str]]) -> dict[str, tuple[int, int, int]]:
    """For each rule: how many (rule, URL) pairs were found rightly, found wrongly, and missed."""
    rules = sorted({rule for rule, _ in found | planted})
    counts = {}
    for rule in rules:
        right = {pair for pair in found if pair[0] == rule}
        wanted = {pair for pair in planted if pair[0] == rule}
        counts[rule] = len(right & wanted), len(right - wanted), len(wanted - right)
    return counts
