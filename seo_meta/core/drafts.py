"""From what a language model wrote to candidates: in the house style, held against the page, with what it rests on."""

from .ground import Draft, Objection, Source, Verdict, objections
from .grounding.quotes import find
from .limits import Limits
from .prompt import Answer, Written, room_of, width_of
from .propose import MAX_CANDIDATES, Candidate, Confidence, Evidence, Field, HouseStyle, SiteProfile, Treatment
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
    drafts = {draft.text: draft for one in answer.candidates if (draft := _draft(one, field, site)).text}
    found = {text: objections(draft, source) for text, draft in drafts.items()}
    discarded = [
        Discarded(source.url, field, text, against[0].guard, against[0].reason)
        for text, against in found.items()
        if against and against[0].verdict is Verdict.DISCARD
    ]
    grounded = [text for text in found if text not in {one.value for one in discarded}]
    fitting = _fitting(grounded, field, site.limits)
    discarded += (
        Discarded(source.url, field, text, WIDTH, _width(text, field, site.limits))
        for text in grounded
        if text not in fitting
    )
    best = sorted(fitting, key=lambda text: bool(found[text]))[:MAX_CANDIDATES]
    candidates = (_candidate(drafts[text], found[text], source, site.limits, place) for place, text in enumerate(best))
    return Judged(tuple(candidates), tuple(discarded))


def _draft(written: Written, field: Field, site: SiteProfile) -> Draft:
    if field is Field.TITLE:
        return Draft(field, _styled(_plain(written.title), site.style, site.limits), written.evidence)
    return Draft(field, _plain(written.description), written.evidence)


def _plain(text: str) -> str:
    """Line breaks that the model wrote stay, for a guard to see."""
    return " ".join(text.strip().split(" "))


def _styled(title: str, style: HouseStyle, limits: Limits) -> str:
    """The title with the brand where the site has it. When that is too wide, the brand is what goes."""
    if not title or not style.brand or style.brand.casefold() in title.casefold():
        return title
    separator = style.separator or " | "
    styled = f"{style.brand}{separator}{title}" if style.brand_first else f"{title}{separator}{style.brand}"
    return styled if width_of(Field.TITLE, styled) <= limits.title_max_px else title


def _fitting(texts: list[str], field: Field, limits: Limits) -> list[str]:
    """Those that fit, or else the shortest: nothing is ever cut."""
    fitting = [text for text in texts if width_of(field, text) <= room_of(field, limits)]
    return fitting or sorted(texts, key=lambda text: width_of(field, text))[:1]


def _width(text: str, field: Field, limits: Limits) -> str:
    return f"it is {width_of(field, text):,} px wide, at most {room_of(field, limits):,} are shown"


def _candidate(draft: Draft, found: list[Objection], source: Source, limits: Limits, place: int) -> Candidate:
    reasons = [f"To be looked at ({one.guard}): {one.reason}." for one in found] or [PASSED]
    if width_of(draft.field, draft.text) > room_of(draft.field, limits):
        reasons.append(f"Too long: {_width(draft.text, draft.field, limits)}.")
    quoted = (find(quote, source) for quote in draft.quotes)
    return Candidate(
        draft.text,
        Confidence.LOW if found else Confidence.MEDIUM,
        tuple(reasons),
        tuple(Evidence(passage.source, passage.text, passage.line) for passage in quoted if passage),
        Treatment.ADVISORY if found else Treatment.PROPOSED,
        score=-float(place),
    )
