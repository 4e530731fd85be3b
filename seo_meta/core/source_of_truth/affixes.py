"""How pages show what their sources say: which key stands in a title, and what the layout puts around it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from html import unescape

from seo_meta.core.propose import Field
from seo_meta.core.types import Value

from .documents import Source
from .values import BuiltPage
from .words import typed

HEADING = "#"
"""Stands for the first heading where that is shown and no key."""
PREFERRED = {
    Field.TITLE: ("seo_title", "seoTitle", "meta_title", "metaTitle", "page_title", "pagetitle", "title", "name"),
    Field.DESCRIPTION: ("seo_description", "meta_description", "metaDescription", "description", "summary", "excerpt"),
    Field.CANONICAL: ("canonical", "canonical_url", "canonicalUrl", "canonicalURL"),
}
"""Which key is edited where several show the same value."""
MIN_LENGTH = 3
"""Characters. A shorter value stands in a title by chance."""
MIN_CUT = 40
"""Characters of a description that a layout has cut, by which its value is known."""
MAX_AFFIX = 100


class Shown(Value, frozen=True):
    """A key with what the layout puts before and behind its value. `cut` when it shows the beginning alone."""

    key: str
    prefix: str = ""
    suffix: str = ""
    cut: bool = False


def shown(page: BuiltPage, source: Source, field: Field) -> list[Shown]:
    """Every key of the source whose value stands in the field of the page."""
    text = value_of(page, field)
    values = {key: scalar.text for key, scalar in source.scalars.items() if not _is_of_another(field, key)}
    if field is Field.TITLE and source.heading:
        values[HEADING] = source.heading
    found = (_around(text, key, typed(value), field) for key, value in values.items() if len(value) >= MIN_LENGTH)
    return [one for one in found if one is not None]


def _is_of_another(field: Field, key: str) -> bool:
    """Whether the key is for another field, and only happens to say the same."""
    return any(key in known for other, known in PREFERRED.items() if other is not field)


def value_of(page: BuiltPage, field: Field) -> str:
    known = {Field.TITLE: page.title, Field.DESCRIPTION: page.description, Field.CANONICAL: page.canonical}
    return typed(known.get(field, ""))


def _around(text: str, key: str, value: str, field: Field) -> Shown | None:
    if text == value:
        return Shown(key)
    place = text.find(value) if field is Field.TITLE else -1
    if place >= 0:
        prefix, suffix = text[:place], text[place + len(value) :]
        # A word that goes on, or a title that only holds the value somewhere, shows something else.
        if not (prefix and suffix) and not (prefix + suffix).strip("\n").isalnum() and len(prefix + suffix) < MAX_AFFIX:
            return Shown(key, prefix, suffix) if _is_apart(prefix, suffix) else None
    beginning = text.rstrip(" .…")
    if field is Field.DESCRIPTION and len(beginning) >= MIN_CUT and value.startswith(beginning):
        return Shown(key, cut=True)
    return None


def _is_apart(prefix: str, suffix: str) -> bool:
    """Whether something stands between the value and what is around it that is no letter."""
    return not prefix[-1:].isalnum() and not suffix[:1].isalnum()


class Learned(Value, frozen=True):
    """What the pages of a site have in common: how many show a key in this way."""

    votes: Mapping[Field, Mapping[Shown, int]]
    escaped: frozenset[Field] = frozenset()
    """Where a page shows a mark-up character just as its source has it: the layout escapes what it shows."""

    def keys(self, field: Field) -> Counter[str]:
        counts: Counter[str] = Counter()
        for one, count in self.votes[field].items():
            counts[one.key] += count
        return counts

    def usual(self, field: Field) -> Shown | None:
        """The key of most pages, in what stands around most values; None when no page shows a key."""
        keys = self.keys(field)
        del keys[HEADING]
        if not keys:
            return None
        prefix, suffix = self.usual_around(field)
        return Shown(max(keys, key=lambda key: (keys[key], -rank(field, key))), prefix, suffix)

    def usual_around(self, field: Field) -> tuple[str, str]:
        """(prefix, suffix) of most pages, their headings included."""
        counts: Counter[tuple[str, str]] = Counter()
        for one, count in self.votes[field].items():
            counts[one.prefix, one.suffix] += count
        return max(counts, key=lambda around: (counts[around], around), default=("", ""))

    def around(self, prefix: str, suffix: str) -> int:
        """How many pages have a title with this around it, whichever key they show."""
        found = self.votes[Field.TITLE].items()
        return sum(count for one, count in found if (one.prefix, one.suffix) == (prefix, suffix))


def learn(matched: Iterable[tuple[BuiltPage, Source]]) -> Learned:
    votes: dict[Field, Counter[Shown]] = {field: Counter() for field in PREFERRED}
    escaped: set[Field] = set()
    for page, source in matched:
        for field, counter in votes.items():
            found = shown(page, source, field)
            counter.update(found)
            if any(not one.cut and one.key != HEADING for one in found) and is_mark_up(field, value_of(page, field)):
                escaped.add(field)
    return Learned(votes, frozenset(escaped))


def is_mark_up(field: Field, text: str) -> bool:
    """Whether the text would be another if a layout put it into the page as it is."""
    return unescape(text) != text or (field is not Field.TITLE and '"' in text)


def rank(field: Field, key: str) -> int:
    """The place among the preferred keys; behind them for others."""
    known = PREFERRED[field]
    return known.index(key) if key in known else len(known)
