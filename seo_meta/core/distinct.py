"""No two pages of a site alike: the candidates of all pages for one field, decided together.

Pages whose candidates collide are told apart by one kind of fact that does so for all of them, or else by several
kinds; what tells nobody apart is proposed to nobody. The answer depends on the set of pages, never on their order, and
is the same when its own results are among the values taken.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from .brand import without_brand
from .defang import clip
from .propose import MAX_CANDIDATES, Candidate, Variant
from .types import Value
from .words.terms import fold

MAX_SHOWN = 80
SEVERAL = ""
"""The owner of a value that pages of several families have."""


class Asked(Value, frozen=True):
    """One page that a value is sought for. `candidates` are the generator's, the best first."""

    url: str
    candidates: tuple[Candidate, ...]
    current: str = ""
    rejected: tuple[str, ...] = ()
    """Values that a reviewer refused for this page."""
    family: str = ""
    """The same for pages that may share a value, such as the versions of one page for several regions
    (`topics.repeated.family`); empty for a page of its own."""

    @property
    def owner(self) -> str:
        return self.family or self.url


Normal = Callable[[str], str]
"""To the form in which two values are one to a reader."""


def normal_text(value: str) -> str:
    """Without regard to case, white space and ways to write a character."""
    return fold(value)


def normal_title(brand: str) -> Normal:
    """The same for titles, and without regard to the site's name."""
    return lambda title: normal_text(without_brand(title, brand))


def owners(values: Iterable[tuple[str, str]], normal: Normal) -> dict[str, str]:
    """Who has each normal value, from pairs of value and page (its family, else its URL)."""
    taken: dict[str, str] = {}
    for value, owner in values:
        if key := normal(value):
            taken[key] = owner if taken.get(key, owner) == owner else SEVERAL
    return taken


def distinct(
    pages: Iterable[Asked], taken: Mapping[str, str], normal: Normal = normal_text
) -> dict[str, tuple[Candidate, ...] | str]:
    """For each URL up to MAX_CANDIDATES candidates, or the reason why there are none.

    `taken` (from `owners`) holds what all pages have now and what is pending for them. No value is given to pages of
    two families, or to a page that has it or for which it was rejected.
    """
    asked = sorted(pages, key=lambda page: page.url)
    plan = _Plan(taken, normal)
    for rank in range(max((len(page.candidates) for page in asked), default=0)):
        plan.settle([page for page in asked if len(page.candidates) > rank], rank)
    return {page.url: plan.answer(page) for page in asked}


class _Plan:
    """What is settled so far: values by who has them, candidates and refusals by page."""

    def __init__(self, taken: Mapping[str, str], normal: Normal) -> None:
        self._taken = dict(taken)
        self._normal = normal
        self._given: defaultdict[str, dict[str, Candidate]] = defaultdict(dict)
        self._barred: dict[str, frozenset[str]] = {}
        self._refusals: dict[str, str] = {}

    def settle(self, pages: Sequence[Asked], rank: int) -> None:
        """Decide about the candidate of this rank of every page."""
        groups: defaultdict[str, list[Asked]] = defaultdict(list)
        for page in pages:
            if len(self._given[page.url]) < MAX_CANDIDATES:
                groups[self._normal(page.candidates[rank].value)].append(page)
        groups.pop("", None)
        contested = {key: members for key, members in groups.items() if len({page.owner for page in members}) > 1}
        holders = {key: self._taken.get(key) for key in contested}
        self._taken.update(dict.fromkeys(contested, SEVERAL))
        for key, members in sorted(groups.items()):
            if key not in contested:
                members = [page for page in members if not self._settle_plainly(page, page.candidates[rank], key)]
            if members:
                contested[key] = members
        for key in sorted(contested):
            left = self._tell_apart(contested[key], rank)
            self._leave(left, rank, key, holders.get(key, SEVERAL), len(contested[key]))

    def _settle_plainly(self, page: Asked, candidate: Candidate, key: str) -> bool:
        """Whether nothing is left to decide: the page gets the value as it stands, or has it."""
        if key in (self._normal(page.current), *self._given[page.url]) and self._is_own(page, key):
            self._refuse(page, "The page has the best value that its own words give.")
            return True
        return self._give(page, candidate, key)

    def _give(self, page: Asked, candidate: Candidate, key: str) -> bool:
        if not self._is_free(page, key):
            return False
        self._taken[key] = page.owner
        self._given[page.url][key] = candidate
        return True

    def _is_free(self, page: Asked, key: str) -> bool:
        if page.url not in self._barred:
            self._barred[page.url] = frozenset(map(self._normal, (page.current, *page.rejected)))
        return (
            bool(key)
            and self._is_own(page, key)
            and key not in self._barred[page.url]
            and key not in self._given[page.url]
        )

    def _is_own(self, page: Asked, key: str) -> bool:
        """Whether no page of another family has the value."""
        return self._taken.get(key, page.owner) == page.owner

    def _tell_apart(self, members: list[Asked], rank: int) -> list[Asked]:
        """Give each page the value with the first kind of fact that serves all, or else the first that serves it.
        Returns the pages that none serves."""
        keys = {page.url: self._variant_keys(page.candidates[rank]) for page in members}
        kinds = _kinds(page.candidates[rank] for page in members)
        serving = next((kind for kind in kinds if len(self._told_apart(members, keys, kind)) == len(members)), None)
        remaining = {page.url for page in members}
        for kind in kinds if serving is None else [serving]:
            for page in self._told_apart(members, keys, kind):
                if page.url in remaining:
                    key, variant = keys[page.url][kind]
                    self._give(page, _varied(page.candidates[rank], variant, len(members)), key)
                    remaining.remove(page.url)
        return [page for page in members if page.url in remaining]

    def _leave(self, left: list[Asked], rank: int, key: str, holder: str | None, members: int) -> None:
        """One page that is left over, where all others have been told apart from it, keeps the plain value."""
        families = {page.owner for page in left}
        if len(families) == 1 and holder in (None, *families):
            self._taken[key] = families.pop()
            left = [page for page in left if not self._settle_plainly(page, page.candidates[rank], key)]
        for page in left:
            self._refuse(page, _why(page.candidates[rank], members))

    def _variant_keys(self, candidate: Candidate) -> dict[str, tuple[str, Variant]]:
        return {variant.fact: (self._normal(variant.value), variant) for variant in candidate.variants}

    def _told_apart(
        self, members: Sequence[Asked], keys: Mapping[str, Mapping[str, tuple[str, Variant]]], kind: str
    ) -> list[Asked]:
        """The pages whose value with this kind of fact is free, and wanted by no other of them."""
        wanted = [(page, keys[page.url][kind][0]) for page in members if kind in keys[page.url]]
        families = Counter(key for key, _ in {(key, page.owner) for page, key in wanted})
        return [page for page, key in wanted if families[key] == 1 and self._is_free(page, key)]

    def _refuse(self, page: Asked, reason: str) -> None:
        self._refusals.setdefault(page.url, reason)

    def answer(self, page: Asked) -> tuple[Candidate, ...] | str:
        if given := self._given[page.url]:
            return tuple(given.values())
        return self._refusals.get(page.url, "No candidate holds any text.")


def _kinds(candidates: Iterable[Candidate]) -> list[str]:
    """The kinds of facts in the order in which the candidates prefer them."""
    places: dict[str, int] = {}
    for candidate in candidates:
        for place, variant in enumerate(candidate.variants):
            places[variant.fact] = min(place, places.get(variant.fact, place))
    return sorted(places, key=lambda kind: (places[kind], kind))


def _varied(candidate: Candidate, variant: Variant, pages: int) -> Candidate:
    rivals = f"{pages:,} pages would get" if pages > 1 else "Another page has, or a reviewer rejected,"
    reason = f"{rivals} “{clip(candidate.value, MAX_SHOWN)}”; this one is told apart by its {variant.fact}."
    return msgspec.structs.replace(
        candidate,
        value=variant.value,
        confidence=candidate.confidence.at_most_medium,
        reasons=(*candidate.reasons, reason),
        evidence=(*candidate.evidence, variant.evidence),
        variants=(),
    )


def _why(candidate: Candidate, pages: int) -> str:
    """Why no page of a group could have the candidate, in words for its people."""
    source = candidate.evidence[0] if candidate.evidence else None
    if pages == 1:
        return f"“{clip(candidate.value, MAX_SHOWN)}” was rejected, or another page has it, and nothing else serves."
    if source is not None and source.source == "h1":
        return f"{pages:,} pages have the heading “{clip(source.text, MAX_SHOWN)}”, and nothing else tells them apart."
    return f"{pages:,} pages would get “{clip(candidate.value, MAX_SHOWN)}”, and nothing else tells them apart."
