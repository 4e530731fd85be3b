"""`plan(source, changes) -> Plan`: from what is asked for to bytes that are proven."""

from collections.abc import Sequence
from itertools import pairwise

from seo_meta.core.decode import sniff
from seo_meta.core.prescan import too_deep
from seo_meta.core.types import Value

from . import insertion, splices
from .change import Change, Edit, Plan, Reason, Refused, apply
from .charset import PRESCAN_BYTES, charset_of
from .fields import Target, target_of
from .page import Page
from .tree import Element, survey
from .verify import verify
from .warn import warnings_about

MAX_BYTES = 16 * 1024 * 1024


class Step(Value, frozen=True):
    """A change with what it does. `had` and `wanted` are the value before and after as it is compared."""

    target: Target
    value: str | None
    holders: tuple[Element, ...]
    had: str | None
    wanted: str | None

    @property
    def is_done(self) -> bool:
        return self.had == self.wanted


def plan(source: bytes, changes: Sequence[Change], *, http_charset: str = "", content_type: str = "text/html") -> Plan:
    """Edits that make `changes`, together or not at all. Raises Refused.

    `http_charset` is the one of the `Content-Type` header, if known.
    """
    targets = [target_of(change) for change in changes]
    if len({target.place for target in targets}) < len(targets):
        raise Refused(Reason.FIELD, "One field is changed twice.")
    page = _page(source, http_charset, content_type, images=any(target.kind == "alt" for target in targets))
    steps = [_step(page, target, change.value) for target, change in zip(targets, changes, strict=True)]
    already = tuple(step.target.field for step in steps if step.is_done)
    steps = [step for step in steps if not step.is_done]
    if not steps:
        return Plan(source, already=already)
    for step in steps:
        _check(page, step)
    planned = Plan(
        source, _edits(page, steps), already, warnings_about(page, [(step.target, step.value or "") for step in steps])
    )
    _prove(page, steps, planned, http_charset)
    return planned


def _page(source: bytes, http_charset: str, content_type: str, *, images: bool) -> Page:
    if content_type == "application/xhtml+xml":
        raise Refused(Reason.XHTML, "The page is served as XML, and only HTML is edited.")
    if len(source) > MAX_BYTES:
        raise Refused(Reason.SIZE, f"The file has more than {MAX_BYTES // 1024 // 1024} MB.")
    if sniff(source, http_charset)[0].startswith("utf-16"):
        raise Refused(Reason.ENCODING, "The file is in UTF-16, which cannot be edited byte by byte.")
    if reason := too_deep(source):
        raise Refused(Reason.SIZE, f"The file is not parsed: {reason}.")
    places = survey(source, images=images)
    if not (places.has_doctype or places.html or places.head):
        raise Refused(Reason.FRAGMENT, "The file is a piece of a page, without doctype, <html> and <head>.")
    if places.has_template_syntax:
        raise Refused(Reason.TEMPLATE, "The head holds template syntax: edit what it is rendered from.")
    for element in places.elements:
        if not element.closed or (element.tag.name == b"title" and element.tag.slash):
            name = element.tag.name.decode()
            raise Refused(Reason.UNCLOSED, f"A <{name}> is not closed, so browsers take what follows for its text.")
    return Page(source, places, charset_of(source, places, http_charset))


def _step(page: Page, target: Target, value: str | None) -> Step:
    holders = tuple(page.find(target))
    first = holders[0] if holders else None
    if first is None and target.nth and value is not None:
        raise Refused(Reason.NO_PLACE, f"The page has no “{target.field}”.")
    had = None if first is None else page.read(target, first)
    return Step(target, value, holders, had, target.intended(value, page.text(first) if first else ""))


def _check(page: Page, step: Step) -> None:
    target = step.target
    first = step.holders[0] if step.holders else None
    if page.only_without_scripts(target, first.tag.start if first else len(page.source)):
        raise Refused(Reason.AMBIGUOUS, f"A <noscript> holds “{target.field}”, which counts only without scripts.")
    if first is None:
        return
    page.refuse_placeholder(target, first)
    if len(step.holders) > 1 and (step.value is None or target.kind == "alt"):
        raise Refused(Reason.AMBIGUOUS, f"The page has {len(step.holders)} elements for “{target.field}”.")
    if step.value is None and target.says_more(page.attributes(first)):
        raise Refused(Reason.SHARED, f"The element of “{target.field}” says something else too.")


def _edits(page: Page, steps: list[Step]) -> tuple[Edit, ...]:
    """Sorted and disjoint. What is inserted at one place becomes one edit, in the order of a head."""
    removed = [step.holders[0] for step in steps if step.value is None and step.holders]
    edits: list[Edit] = []
    inserted: dict[int, list[bytes]] = {}
    for step in sorted(steps, key=lambda step: insertion.rank(step.target)):
        if step.value is None:
            edits.append(_removal(page, step))
        elif step.holders:
            edits.append(splices.replace(page, step.target, step.holders[0], step.value))
        else:
            edit = insertion.insert(page, step.target, step.value, removed)
            inserted.setdefault(edit.start, []).append(edit.replacement)
    edits += (Edit(place, place, b"".join(pieces)) for place, pieces in inserted.items())
    edits.sort(key=lambda edit: (edit.start, edit.end))
    if any(one.end > other.start for one, other in pairwise(edits)):
        raise Refused(Reason.FIELD, "Two of the changes edit the same bytes.")
    return tuple(edits)


def _removal(page: Page, step: Step) -> Edit:
    holder = step.holders[0]
    if step.target.kind not in ("lang", "alt"):
        return splices.remove_element(page, holder)
    attribute = holder.attribute(step.target.value_attribute.encode())
    if attribute is None:
        raise Refused(Reason.NO_PLACE, f"There is no “{step.target.field}”.")
    return splices.remove_attribute(attribute, page.source)


def _prove(page: Page, steps: list[Step], planned: Plan, http_charset: str) -> None:
    result = planned.result
    if apply(result, planned.inverse) != page.source or sniff(result, http_charset) != sniff(page.source, http_charset):
        raise Refused(Reason.VERIFICATION, "Not edited, since the encoding of the file would change.")
    growth = len(result) - len(page.source)
    declared = page.charset.declared_end
    moved = sum(len(edit.replacement) - (edit.end - edit.start) for edit in planned.edits if edit.start < declared)
    if declared <= PRESCAN_BYTES < declared + moved:
        raise Refused(Reason.CHARSET_MOVED, "The declared encoding would move out of the first 1,024 bytes.")
    ends = [step.holders[0].end for step in steps if step.holders]
    reach = max([*ends, *(edit.end for edit in planned.edits)]) + growth
    before, after, read = map(page.charset.decode_file, (page.source, result, result[:reach]))
    verify(before, after, read, [(step.target, step.had, step.wanted) for step in steps])
