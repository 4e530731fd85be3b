"""Which source a page is made from: by its path, held against its title and text, and against how other pages do it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from seo_meta.core.types import Value

from .documents import Source
from .values import BuiltPage, Unresolved
from .words import same_words

ENOUGH = 5
"""Points. A path that fits is worth two, or four when many pages or a generator have such paths; the title two; the
text three. No path is enough alone, and no title beside a path of no pattern."""
LEAD = 2
"""So much less has the second best, or nobody can say which it is."""
HOLDS_FOR = 3
"""So many pages, known by their text, make a pattern of paths one to go by."""
SHARED_SHINGLES = 3
SHARED_PART = 0.5
"""Of the shorter text."""
RARE = 4
"""A row of words that more sources have tells nothing."""
CONTENT_FOLDERS = frozenset(
    "content docs doc src pages site website web input posts collections i18n app articles blog en source".split()
)
"""What generators leave out of the address, though not all of it."""
MAX_NAMED = 3
Pattern = tuple[str, str]
"""(folders of the source, folders of the page) that are left when what both end with is taken off."""


class Match(Value, frozen=True):
    """A page with what may be its source, and what speaks for it in words."""

    source: Source
    points: int
    pattern: Pattern | None
    by_content: bool
    reasons: tuple[str, ...]


def match_pages(pages: Sequence[BuiltPage], sources: Sequence[Source]) -> dict[str, Match | Unresolved]:
    """By URL. Every page is compared with the few sources that share its name, its title or rows of its words."""
    index = _Index(sources)
    compared = {page.url: [_compared(page, source) for source in index.near(page)] for page in pages}
    patterns = _patterns(compared.values())
    chosen = {url: _best([_trusted(match, patterns) for match in matches]) for url, matches in compared.items()}
    return dict(_each_once(chosen))


class _Index:
    """Sources by the last segment of their routes, by title, and by rare rows of words."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self.by_key: defaultdict[object, set[int]] = defaultdict(set)
        self.sources = sources
        for number, source in enumerate(sources):
            for key in self._keys(source):
                self.by_key[key].add(number)

    def _keys(self, source: Source) -> Iterator[object]:
        yield from (route[-1:] for route in source.routes)
        yield from filter(None, (same_words(source.title), same_words(source.heading)))
        yield from source.shingles
        if source.permalink is not None:
            yield source.permalink

    def near(self, page: BuiltPage) -> list[Source]:
        found = set[int]()
        found |= self.by_key.get(page.path, set()) | self.by_key.get(page.path[-1:], set())
        found |= self.by_key.get(same_words(page.h1), set()) | self.by_key.get(same_words(page.title), set())
        rare = (self.by_key[number] for number in page.shingles if number in self.by_key)
        found.update(*(numbers for numbers in rare if len(numbers) <= RARE))
        if not page.path:
            found.update(number for number, source in enumerate(self.sources) if _is_index(source))
        return [self.sources[number] for number in sorted(found)]


def _is_index(source: Source) -> bool:
    return any(not _foreign_folders(route) for route in source.routes)


def _foreign_folders(folders: Sequence[str]) -> list[str]:
    return [folder for folder in folders if folder not in CONTENT_FOLDERS]


def _compared(page: BuiltPage, source: Source) -> Match:
    points, reasons = 0, []
    pattern = _pattern(page, source)
    if source.permalink is not None and source.permalink == page.path:
        points, pattern = ENOUGH, None
        reasons.append("it names the address of the page")
    elif pattern is not None:
        points = 4 if _is_conventional(pattern) else 2
        reasons.append("its path fits")
    title, h1 = same_words(page.title), same_words(page.h1)
    names = {same_words(source.title), same_words(source.heading)} - {""}
    by_title = any(name == h1 or f"{title} ".startswith(f"{name} ") or title.endswith(f" {name}") for name in names)
    if by_title:
        points += 2
        reasons.append("its title is that of the page")
    shared = len(page.shingles & source.shingles)
    by_text = shared >= max(SHARED_SHINGLES, SHARED_PART * min(len(page.shingles), len(source.shingles)))
    if by_text:
        points += 3
        reasons.append("its text is that of the page")
    return Match(source, points, pattern, by_title or by_text, tuple(reasons))


def _pattern(page: BuiltPage, source: Source) -> Pattern | None:
    """That of the route with the longest common end; None when not even the name is the same."""
    best: tuple[int, Pattern] | None = None
    for route in source.routes:
        common = 0
        while common < min(len(route), len(page.path)) and route[-1 - common] == page.path[-1 - common]:
            common += 1
        if common or not page.path:
            rest = page.path[: len(page.path) - common]
            found = ("/".join(route[: len(route) - common]), "/".join(_dated(rest, source)))
            best = max(best or (-1, found), (common, found))
    return best[1] if best else None


def _dated(folders: Sequence[str], source: Source) -> Iterator[str]:
    """With the parts of the source's date named, which make one pattern of the pages of all days."""
    names = dict(zip(source.date or (), ("YYYY", "MM", "DD"), strict=False))
    return (names.get(folder, folder) for folder in folders)


def _is_conventional(pattern: Pattern) -> bool:
    """Whether a generator does so by itself: `content/` left out, `_posts/` become a date."""
    folders, left = (_split(part) for part in pattern)
    dated = [folder for folder in left if folder not in ("YYYY", "MM", "DD")]
    return not _foreign_folders(folders) and not dated


def _split(path: str) -> list[str]:
    return [folder for folder in path.split("/") if folder]


def _patterns(compared: Iterable[Sequence[Match]]) -> Counter[Pattern]:
    """How many pages each pattern holds for, counted where the content alone tells the source."""
    counts: Counter[Pattern] = Counter()
    for matches in compared:
        known = [match for match in matches if match.by_content and match.pattern is not None]
        if len(known) == 1 and known[0].pattern:
            counts[known[0].pattern] += 1
    return counts


def _trusted(match: Match, patterns: Counter[Pattern]) -> Match:
    count = patterns[match.pattern] if match.pattern else 0
    if count < HOLDS_FOR or match.pattern is None:
        return match
    points = match.points + (1 if _is_conventional(match.pattern) else 2)
    reason = f"{count:,} pages are made from {match.pattern[0] or 'its folder'} in this way"
    return Match(match.source, points, match.pattern, match.by_content, (*match.reasons, reason))


def _best(matches: Sequence[Match]) -> Match | Unresolved:
    ranked = sorted(matches, key=lambda match: (-match.points, match.source.path))
    likely = [match for match in ranked if match.points >= ENOUGH and _is_borne_out(match)]
    if not likely:
        near = ", ".join(match.source.path for match in ranked[:MAX_NAMED] if match.by_content)
        return Unresolved("No source fits the page" + (f" well enough; the nearest is {near}." if near else "."))
    rivals = [match.source.path for match in likely if match.points > likely[0].points - LEAD]
    if len(rivals) > 1:
        named = ", ".join(rivals[:MAX_NAMED]) + (f" and {len(rivals) - MAX_NAMED} more" if rivals[MAX_NAMED:] else "")
        return Unresolved(f"The page may be made from any of {named}.")
    return likely[0]


def _is_borne_out(match: Match) -> bool:
    """Whether more than a path speaks for it: the page's words, or the source itself."""
    return match.by_content or match.pattern is None


def _each_once(chosen: dict[str, Match | Unresolved]) -> Iterator[tuple[str, Match | Unresolved]]:
    """A source that several pages show belongs to the one that it fits best."""
    pages: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for url, match in chosen.items():
        if isinstance(match, Match):
            pages[match.source.path].append((match.points, url))
    for url, match in chosen.items():
        rivals = sorted(pages[match.source.path], reverse=True) if isinstance(match, Match) else []
        if len(rivals) > 1 and (rivals[0][1] != url or rivals[0][0] - rivals[1][0] < LEAD):
            other = next(rival for _, rival in rivals if rival != url)
            yield url, Unresolved(f"{_path(match)} is shown by {other} too, and a change would change both.")
        else:
            yield url, match


def _path(match: Match | Unresolved) -> str:
    return match.source.path if isinstance(match, Match) else ""
