"""From a field of a built page to the place in the repository where its value is written, or why there is none."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from seo_meta.core.propose import Field
from seo_meta.core.text import collapse

from . import affixes
from .affixes import HEADING, Shown, rank, shown, value_of
from .documents import Source, read_source
from .generators import Generator, configured, elsewhere, named_by
from .matching import Match, match_pages
from .shared_values import SharedValues
from .values import BuiltPage, Kind, Target, Tree, Unresolved
from .words import typed

ENOUGH_PAGES = 3
"""So many that are made from other files tell that a folder is built, where nothing else does; and so many that show a
key of a name that we do not know tell what it is for."""
BETWEEN = " |-:·•»/"
"""What layouts put between the name of a page and that of the site."""
SEPARATOR = re.compile(r" ?[|:·•»/-] ")


class Sources:
    """The sources of a site, learned from all its pages together."""

    def __init__(self, tree: Tree, pages: Iterable[BuiltPage]) -> None:
        self.built = tree.built
        self.pages = {page.url: page for page in pages}
        self.shared = SharedValues()
        sources: list[Source] = []
        paths: list[str] = []
        for file in tree.files:
            paths.append(file.path)
            self.shared.add(file)
            sources += filter(None, [read_source(file)])
        self.matches = match_pages(list(self.pages.values()), sources)
        matched = [(self.pages[url], match) for url, match in self.matches.items() if isinstance(match, Match)]
        self.learned = affixes.learn((page, match.source) for page, match in matched)
        self.shows = Counter((field, value_of(page, field)) for page in self.pages.values() for field in TEXTS)
        titles = (value_of(page, Field.TITLE) for page in self.pages.values())
        known = ((one.prefix, one.suffix) for one in self.learned.votes[Field.TITLE] if one.prefix or one.suffix)
        self.around = list(dict.fromkeys((*known, *_around_data(self.shared, titles))))
        self.generator = _configured(paths, tree.built)
        made = sum(not match.source.is_page for _, match in matched)
        self.is_built = not tree.built_is_kept or bool(self.generator) or made >= max(ENOUGH_PAGES, len(self.pages) / 2)

    def resolve(self, url: str, field: Field, value: str) -> Target | Unresolved:
        """Where `value`, as the page is to show it, is written."""
        page = self.pages.get(url)
        if page is None:
            return Unresolved("The page is not among those that were read.")
        if system := elsewhere(page.generator):
            return Unresolved(f"The page is written by {system}: change it there.")
        generator = named_by(page.generator) or self.generator
        match = self.matches[url]
        if not (self.is_built or generator) and self.built is not None and page.file:
            path = f"{self.built}/{page.file}".lstrip("/")
            return Target(path, Kind.HTML, field.value, value, ("nothing shows that a build writes the file",))
        if isinstance(match, Match):
            return _Origin(self, page, match, generator).resolve(field, value)
        found = self.in_data(page, field, value)
        name = generator.name if generator else "a build"
        return found or Unresolved(f"The page is written by {name}, so the file is not edited. {match.reason}")

    def in_data(self, page: BuiltPage, field: Field, value: str) -> Target | None:
        """The only entry of the data files that the field of this page alone shows."""
        text = value_of(page, field)
        titles = self.around if field is Field.TITLE else []
        around = [("", ""), *(one for one in titles if text.startswith(one[0]) and text.endswith(one[1]))]
        places = self.shared.in_data(text[len(prefix) : len(text) - len(suffix)] for prefix, suffix in around)
        if not text or len(places) != 1 or self._times_shown(places[0].text) > 1:
            return None
        place = places[0]
        prefix, suffix = next(one for one in around if one[0] + typed(place.text) + one[1] == text)
        reasons = (f"no other data says “{place.text}”",)
        written = _written(place.file, Shown(place.key, prefix, suffix), value, Kind.DATA, reasons, place.text)
        return written if isinstance(written, Target) else None

    def _times_shown(self, text: str) -> int:
        """By all fields of all pages."""
        entry = typed(text)
        titles = sum(self.shows[Field.TITLE, prefix + entry + suffix] for prefix, suffix in self.around)
        return titles + sum(self.shows[field, entry] for field in TEXTS)


TEXTS = tuple(affixes.PREFERRED)


def _configured(paths: Iterable[str], built: str | None) -> Generator | None:
    """The generator whose configuration stands above the folder with the pages; one in that folder built nothing."""
    if built is None:
        return configured(paths)
    folders = built.split("/")[:-1]
    above = {"/".join(folders[:count]) for count in range(len(folders) + 1)} if built else set()
    return configured(path for path in paths if path.rpartition("/")[0] in above)


def _around_data(shared: SharedValues, titles: Iterable[str]) -> list[tuple[str, str]]:
    """(prefix, suffix) that the layout puts around titles from data files, as several pages show."""
    counts: Counter[tuple[str, str]] = Counter()
    for title in titles:
        for place in SEPARATOR.finditer(title):
            counts["", title[place.start() :]] += title[: place.start()] in shared.places
            counts[title[: place.end()], ""] += title[place.end() :] in shared.places
    return [around for around, count in counts.items() if count >= ENOUGH_PAGES]


class _Origin(NamedTuple):
    """The source of one page, with all that decides which of its keys holds a field."""

    sources: Sources
    page: BuiltPage
    match: Match
    generator: Generator | None

    @property
    def source(self) -> Source:
        return self.match.source

    def resolve(self, field: Field, value: str) -> Target | Unresolved:
        path = self.source.path
        if self.source.foreign:
            return Unresolved(f"The source is {path}, {self.source.foreign}, which is not edited: change it there.")
        if self.source.problem:
            return Unresolved(f"The source is {path}, but {self.source.problem}.")
        if self.source.is_page:
            return self._copied(field, value)
        if field not in TEXTS:
            return Unresolved(f"The source is {path}, but the layout writes the {field.value}, which is not edited.")
        if done := self._done(field, value):
            return done
        if self._would_break(field, value):
            return Unresolved(
                f"{self.generator.name if self.generator else 'The layout'} may put the {field.value} of {path} into"
                " the page without escaping it, so quotation marks and “&” would break it: write it without them."
            )
        one = self._shown(field)
        if one is None:
            return self._not_shown(field, value)
        if one.key == HEADING:
            return self._from_heading(one, value)
        if one.cut and len(value) > len(value_of(self.page, field)):
            return Unresolved(f"The layout shows only the beginning of “{one.key}” of {path}, and the value is longer.")
        return self._written(one, value)

    def _done(self, field: Field, value: str) -> Target | None:
        """The key that pages show has the value: one is only older than its source."""
        learned = self.sources.learned
        prefix, suffix = learned.usual_around(field)
        for key in filter(None, (self._usual_key(field), self._own_key(field))):
            known = self.source.scalars.get(key)
            if known and known.text and typed(prefix + known.text + suffix) == typed(value):
                return Target(self.source.path, Kind.FRONT_MATTER, key, known.text, self.match.reasons, known.text)
        return None

    def _usual_key(self, field: Field) -> str:
        usual = self.sources.learned.usual(field)
        return usual.key if usual else ""

    def _own_key(self, field: Field) -> str:
        return self.generator.own_keys.get(field, "") if self.generator else ""

    def _would_break(self, field: Field, value: str) -> bool:
        escapes = self.generator is None or self.generator.escapes or field in self.sources.learned.escaped
        return not escapes and affixes.is_mark_up(field, value)

    def _copied(self, field: Field, value: str) -> Target | Unresolved:
        texts = {Field.TITLE: self.page.title, Field.DESCRIPTION: self.page.description}
        own = {name: self.source.scalars[name].text if name in self.source.scalars else "" for name in texts}
        if any(typed(own[name]) != typed(text) for name, text in texts.items()):
            return Unresolved(f"The source is {self.source.path}, but the build changes what it says.")
        return Target(self.source.path, Kind.HTML, field.value, value, self.match.reasons)

    def _shown(self, field: Field) -> Shown | None:
        """The key that the page shows: one with nothing around it, or with what other pages have there too."""
        learned = self.sources.learned
        keys = learned.keys(field)
        if field is Field.TITLE and self._is_left_over():
            return None
        known = [
            one
            for one in shown(self.page, self.source, field)
            if (one.key in (HEADING, *affixes.PREFERRED[field]) or keys[one.key] >= ENOUGH_PAGES)
            and (not (one.prefix or one.suffix) or learned.around(one.prefix, one.suffix) > 1 or self._is_name(one))
        ]
        return min(known, key=lambda one: (one.key == HEADING, rank(field, one.key), -keys[one.key]), default=None)

    def _is_name(self, one: Shown) -> bool:
        """Whether the configuration says what stands around the value: of a site with one page nothing else can."""
        name = (one.prefix + one.suffix).strip(BETWEEN)
        return bool(self.sources.shared.in_configuration(name))

    def _from_heading(self, one: Shown, value: str) -> Target | Unresolved:
        own = self.generator is not None and Field.TITLE in self.generator.own_keys
        if self.source.scalars.get("title") is not None or not (own or self.sources.learned.keys(Field.TITLE)["title"]):
            return Unresolved(f"The title is the heading of {self.source.path}, which visitors read: change it there.")
        return self._written(Shown("title", one.prefix, one.suffix), value, "a new key overrules its heading")

    def _not_shown(self, field: Field, value: str) -> Target | Unresolved:
        path, text = self.source.path, value_of(self.page, field)
        own = self._own_key(field)
        key = self._usual_key(field) or own
        prefix, suffix = self.sources.learned.usual_around(field)
        if key in self.source.scalars and self.source.scalars[key].text:
            return Unresolved(
                f"Nothing shows that the layout takes the {field.value} of this page from “{key}” of {path}, or the"
                " build is older than the source.",
                path,
                prefix + self.source.scalars[key].text + suffix,
            )
        if data := self.sources.in_data(self.page, field, value):
            return data
        if not key or (field is Field.TITLE and not own and not self._is_left_over()):
            return Unresolved(f"The source is {path}, but {self._origin(field, text)}.")
        count = self.sources.learned.keys(field)[key]
        why = f"{count:,} other pages show this key" if count else "its generator shows this key"
        return self._written(Shown(key, prefix, suffix), value, why)

    def _is_left_over(self) -> bool:
        """Whether the title is empty, or only what the layout puts around others: mostly the name of the site."""
        around = "".join(self.sources.learned.usual_around(Field.TITLE))
        return value_of(self.page, Field.TITLE).strip(BETWEEN) == around.strip(BETWEEN)

    def _origin(self, field: Field, text: str) -> str:
        if not text:
            return f"no page shows from which key the layout would take a {field.value}"
        if place := self.sources.shared.in_configuration(text):
            return f"the {field.value} stands in {place}, which all pages share"
        same = self.sources.shows[field, text]
        if same > 1:
            return f"{same:,} pages have this {field.value}, so it comes from the layout or the configuration"
        return f"nothing shows where the layout takes the {field.value} from"

    def _written(self, one: Shown, value: str, *reasons: str) -> Target | Unresolved:
        known = self.source.scalars.get(one.key)
        told = (*self.match.reasons, *reasons)
        return _written(self.source.path, one, value, Kind.FRONT_MATTER, told, known.text if known else "")


def _written(path: str, one: Shown, value: str, kind: Kind, reasons: Sequence[str], was: str) -> Target | Unresolved:
    """`value` without what the layout adds to it by itself."""
    text = collapse(value)
    same = typed(text)
    for found, where, affix in ((same.startswith, "begins", one.prefix), (same.endswith, "ends", one.suffix)):
        if not found(affix):
            return Unresolved(f"The layout {where} every such title with “{affix}”, and this value does not.")
    rest = text[len(one.prefix) : len(text) - len(one.suffix)].strip()
    if not rest:
        return Unresolved("Nothing is left of the value without what the layout adds to it.")
    return Target(path, kind, one.key, rest, tuple(reasons), was)
