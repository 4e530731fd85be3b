"""How a site writes its titles: learned from its good pages, section by section, and said in words.

A good page answers 200, may be indexed, is its own canonical, and has a title of its own: no default, no placeholder,
shared with no other page.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from urllib.parse import unquote

import msgspec

from .brand import find_brand, without_brand
from .propose import HouseStyle
from .site import SitePage
from .text import collapse
from .topics.languages import primary
from .topics.title_text import is_written
from .types import Value
from .widths import TITLE_PX, columns, width_px
from .words.clean import clean, without_marks

MIN_PAGES = 5
"""Fewer pages of a section have no style of their own."""
MIN_VOTES = 3
"""So many titles must have words enough to show their case."""
MAX_TITLE = 300
"""Characters; a longer title is no example to follow."""
LONG_WORD = 4
"""Letters. Shorter words are small in either case."""
CAPITALISES_NOUNS = frozenset(("de", "lb"))
"""Languages in which sentence case and title case look too much alike."""


class Sample(msgspec.Struct, frozen=True, gc=False):
    """What is kept of a page while a style is learned."""

    section: str
    language: str
    title: str
    em: float
    description_chars: int


class Styles(Value, frozen=True):
    """The house styles of a site by (section, language); ("", language) and ("", "") hold for what has none."""

    base_url: str
    by_place: Mapping[tuple[str, str], HouseStyle]

    def of(self, url: str, language: str) -> HouseStyle:
        """That of the page's section in its language, else that of the language, else that of the site."""
        tongue = primary(language)
        for place in ((section_of(url, self.base_url), tongue), ("", tongue)):
            if place in self.by_place:
                return self.by_place[place]
        return self.by_place[("", "")]


def section_of(url: str, base_url: str) -> str:
    """The first folder below the base: `docs` of https://example.com/docs/install.html; empty directly below it."""
    path = url.removeprefix(base_url).partition("?")[0]
    first, slash, _ = path.partition("/")
    return unquote(first) if slash else ""


def learn_styles(pages: Iterable[SitePage], home: bytes, *, base_url: str, brand: str = "") -> Styles:
    """The styles of a site in one pass. `home` is the key of the home page, whose title follows rules of its own; a
    configured `brand` counts more than a learned one."""
    samples: dict[str, Sample | None] = {}
    headings: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for page in pages:
        if page.status == 200 and page.indexable and page.self_canonical and bytes(page.key) != home:
            section, language = section_of(page.url, base_url), primary(page.language)
            for place in _places(section, language):
                headings[place][without_marks(clean(page.h1)).casefold()[:MAX_TITLE]] += 1
            title = clean(page.title)
            if _is_good(title, page.url):
                name = title.casefold()
                samples[name] = None if name in samples else _sample(section, language, title, page.description)
    groups: defaultdict[tuple[str, str], list[Sample]] = defaultdict(list)
    for sample in filter(None, samples.values()):
        for place in _places(sample.section, sample.language):
            groups[place].append(sample)
    wanted = {("", "")} | {place for place, group in groups.items() if len(group) >= MIN_PAGES}
    return Styles(base_url, {place: _style(place, groups[place], headings[place], brand) for place in sorted(wanted)})


def _places(section: str, language: str) -> set[tuple[str, str]]:
    """What a page tells something about: its section, its language, the whole site."""
    return {(section, language), ("", language), ("", "")}


def _sample(section: str, language: str, title: str, description: str) -> Sample:
    return Sample(section, language, title, width_px(title, TITLE_PX) / TITLE_PX, columns(collapse(description)))


def _is_good(title: str, url: str) -> bool:
    return 0 < len(title) <= MAX_TITLE and is_written(title, url)


def _style(place: tuple[str, str], samples: Sequence[Sample], headings: Counter[str], brand: str) -> HouseStyle:
    titles = [sample.title for sample in samples]
    name = find_brand(titles, brand)
    lengths = [sample.description_chars for sample in samples if sample.description_chars]
    section, language = place
    return HouseStyle(
        section=" ".join(filter(None, (f"/{section}/" if section else "", f"in {language}" if language else ""))),
        pages=len(samples),
        brand=name.text,
        separator=name.separator,
        brand_first=name.first,
        title_case=_case([without_brand(sample.title, name.text) for sample in samples if _has_case(sample)]),
        title_em=round(median(sample.em for sample in samples), 1) if samples else 0.0,
        shared_headings=_shared(headings),
        description_chars=round(median(lengths)) if len(lengths) >= MIN_PAGES else 0,
    )


def _shared(headings: Counter[str]) -> tuple[str, ...]:
    total = headings.total()
    return tuple(h1 for h1, count in sorted(headings.items()) if h1 and count >= MIN_PAGES and count * 2 >= total)


def _has_case(sample: Sample) -> bool:
    return sample.language not in CAPITALISES_NOUNS and sample.title.lower() != sample.title.upper()


def _case(titles: Sequence[str]) -> str:
    """`title` when most titles begin each long word with a capital, `sentence` when most do so with few."""
    votes: Counter[str] = Counter()
    for title in titles:
        words = [word for word in title.split()[1:] if len(word) >= LONG_WORD and word.isalpha()]
        capitals = sum(word[0].isupper() for word in words)
        if len(words) > 1:
            votes["title" if capitals * 5 >= len(words) * 4 else "sentence" if capitals * 2 <= len(words) else ""] += 1
    winner, count = votes.most_common(1)[0] if votes else ("", 0)
    return winner if count >= MIN_VOTES and count * 3 >= votes.total() * 2 else ""


def in_words(style: HouseStyle) -> str:
    """A style as a sentence for people. It holds text of the site: the caller escapes it for where it is shown."""
    if not style.pages:
        return "No page has a title to learn from."
    place = "of the whole site"
    if style.section:
        place = f"of {style.section}" if style.section.startswith("/") else style.section
    ending = f"{style.brand}{style.separator}" if style.brand_first else f"{style.separator}{style.brand}"
    name = f'Titles {"begin" if style.brand_first else "end"} with "{ending}"' if style.brand else "Titles name no site"
    case = f", {style.title_case} case" if style.title_case else ""
    pages = "page" if style.pages == 1 else "pages"
    return f"{name}, {style.title_em:g} em wide in the middle{case}; learned from {style.pages:,} {pages} {place}."
