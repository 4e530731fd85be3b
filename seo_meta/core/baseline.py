"""The baseline: the findings that a site had when it decided to look only at what is new.

A finding is compared by its fingerprint and only when both sides asked the same version of its rule, so neither a new
rule nor a smaller run can look like a change of the site.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from typing import Annotated

import msgspec

from .findings import Outcome

SCHEMA_VERSION = 1
WHOLE_SITE = ""
"""The path of a finding about the site as a whole."""


class State(StrEnum):
    """Where a finding stands beside the baseline. `not-compared` is neither better nor worse: one side cannot say."""

    NEW = "new"
    EXISTING = "existing"
    FIXED = "fixed"
    NOT_COMPARED = "not-compared"


Fingerprint = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]


class Known(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True, gc=False):
    """A finding of the baseline. `path` is the look-up key of the page without its host; rule and path are for people
    and to tell what was read again."""

    rule: str
    path: str
    fingerprint: Fingerprint


class _File(msgspec.Struct, forbid_unknown_fields=True):
    schema_version: Annotated[int, msgspec.Meta(ge=SCHEMA_VERSION, le=SCHEMA_VERSION)]
    rules: dict[str, int]
    findings: list[Known]


class Baseline:
    """The rules that were asked with their versions, and what they found."""

    def __init__(self, rules: Mapping[str, int], findings: Collection[Known]) -> None:
        self.rules = rules
        self.findings = {known.fingerprint: known for known in findings}

    def state(self, rule: str, version: int, outcome: Outcome, fingerprint: str) -> State:
        """Where a finding of today stands."""
        if outcome is not Outcome.FAIL or self.rules.get(rule) != version:
            return State.NOT_COMPARED
        return State.EXISTING if fingerprint in self.findings else State.NEW

    def missing(self, run: "Compared") -> Counter[State]:
        """How many known findings are gone: fixed, or not compared since the run cannot say."""
        states: Counter[State] = Counter()
        for fingerprint, known in self.findings.items():
            if fingerprint not in run.found:
                decided = self.rules.get(known.rule) == run.rules.get(known.rule, 0) and run.decides(known)
                states[State.FIXED if decided else State.NOT_COMPARED] += 1
        return states


class Compared(msgspec.Struct):
    """What of a run is held against a baseline."""

    rules: Mapping[str, int]
    """The rules that were asked, with their versions."""
    found: set[str]
    """Fingerprints of all failures."""
    undecided: set[tuple[str, str]]
    """(rule, path) where the rule crashed or could not tell; `WHOLE_SITE` stands for all paths."""
    read: Collection[str] | None
    """The paths that were read; None when nothing was left out, so that a page that is missing is gone."""

    def decides(self, known: Known) -> bool:
        if not self.undecided.isdisjoint(((known.rule, known.path), (known.rule, WHOLE_SITE))):
            return False
        return self.read is None or known.path == WHOLE_SITE or known.path in self.read


def parse(content: bytes) -> Baseline:
    """Raises ValueError with a sentence for what is no baseline."""
    try:
        file = msgspec.json.decode(content, type=_File)
    except msgspec.DecodeError as error:  # also what is well-formed but of another shape
        raise ValueError(f"{error}".rstrip(".")) from error
    return Baseline(file.rules, file.findings)


def render(rules: Mapping[str, int], findings: Collection[Known]) -> Iterator[str]:
    """The file, in lines: sorted, and one finding a line, so that two branches merge."""
    encoder = msgspec.json.Encoder()
    versions = [f"{encoder.encode(rule).decode()}: {version}" for rule, version in sorted(rules.items())]
    lines = sorted((known.rule, known.path, known.fingerprint) for known in findings)
    yield f'{{"schema_version": {SCHEMA_VERSION},\n"rules": {{\n'
    yield ",\n".join(versions)
    yield '\n},\n"findings": [\n'
    for place, line in enumerate(lines):
        yield f"{encoder.encode(line).decode()}{',' if place < len(lines) - 1 else ''}\n"
    yield "]}\n"
