"""From what a language model wrote to candidates: in the house style, held against the page, with what it rests on."""

from .brand import with_brand, without_brand
from .ground import Draft, Objection, Source, Verdict, objections
from .grounding.quotes import find
from .limits import Limits
from .prompt import Answer, Written, room_of, width_of
from .propose import MAX_CANDIDATES, Candidate, Confidence, Field, HouseStyle, SiteProfile, Treatment
from .types import Value

PASSED = "A language model wrote it. Its numbers, names, quotations and words were found on the page."
WIDTH = "width"
"""Stands where the id of a guard does, for what is too wide beside one that fits."""


class Discarded(Value, frozen=True):
    """A value that is not proposed, and what was against it."""

    url: str
    field: Field
    value: str
    guard: str
    reason: str


class Judged(Value, frozen=True):
    candidates: tuple[Candidate, ...]
    """The best first."""
    discarded: tuple[Discarded, ...]


def judge(answer: Answer, field: Field, source: Source, site: SiteProfile) -> Judged:
    """Which of the values for a field may be proposed, and why the others may not."""
    drafts = {draft.value: draft for one in answer.candidates if (draft := _draft(one, field, site)).text}
    found = {value: objections(draft, source) for value, draft in drafts.items()}
    discarded = [
        Discarded(source.url, field, value, against[0].guard, against[0].reason)
        for value, against in found.items()
        if against and against[0].verdict is Verdict.DISCARD
    ]
    grounded = [value for value in found if value not in {one.value for one in discarded}]
    fitting = _fitting(grounded, field, site.limits)
    discarded += (
        Discarded(source.url, field, value, WIDTH, _width(value, field, site.limits))
        for value in grounded
        if value not in fitting
    )
    best = sorted(fitting, key=lambda value: bool(found[value]))[:MAX_CANDIDATES]
    candidates = (
        _candidate(drafts[value], found[value], source, site.limits, place) for place, value in enumerate(best)
    )
    return Judged(tuple(candidates), tuple(discarded))


def _draft(written: Written, field: Field, site: SiteProfile) -> Draft:
    if field is Field.DESCRIPTION:
        return Draft(field, _plain(written.description), written.evidence)
    subject = without_brand(_plain(written.title), site.style.brand)
    return Draft(field, subject, written.evidence, _styled(subject, site.style, site.limits))


def _plain(text: str) -> str:
    """Line breaks that the model wrote stay, for a guard to see."""
    return " ".join(text.strip().split(" "))


def _styled(subject: str, style: HouseStyle, limits: Limits) -> str:
    """The title with the brand as the site has it. When that is too wide, the brand is what goes."""
    styled = with_brand(subject, style)
    return styled if width_of(Field.TITLE, styled) <= limits.title_max_px else subject


def _fitting(texts: list[str], field: Field, limits: Limits) -> list[str]:
    """Those that fit, or else the shortest: nothing is ever cut."""
    fitting = [text for text in texts if width_of(field, text) <= room_of(field, limits)]
    return fitting or sorted(texts, key=lambda text: width_of(field, text))[:1]


def _width(text: str, field: Field, limits: Limits) -> str:
    return f"it is {width_of(field, text):,} px wide, at most {room_of(field, limits):,} are shown"


def _candidate(draft: Draft, found: list[Objection], source: Source, limits: Limits, place: int) -> Candidate:
    reasons = [f"To be looked at ({one.guard}): {one.reason}." for one in found] or [PASSED]
    if width_of(draft.field, draft.value) > room_of(draft.field, limits):
        reasons.append(f"Too long: {_width(draft.value, draft.field, limits)}.")
    return Candidate(
        draft.value,
        Confidence.LOW if found else Confidence.MEDIUM,
        tuple(reasons),
        tuple(filter(None, (find(quote, source) for quote in draft.quotes))),
        Treatment.ADVISORY if found else Treatment.PROPOSED,
        score=-float(place),
    )
