"""Waivers: findings that a site has decided to live with until a date, and who decided so.

A waiver covers a finding only when all that it names fits, so one that names a fingerprint can never cover another.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from .scope import Scope

ANY_RULE = "*"
TOPIC = "waiver."
"""Findings about waivers themselves, which no waiver covers."""
EVERY_PATH = re.compile(r"/?\*{1,2}(/\*{1,2})*/?")


class Waiver(msgspec.Struct, frozen=True, kw_only=True):
    """One `[[waiver]]`. `rule` is an id or `*`, `path` a pattern as in .gitignore; `expires` is its last day."""

    rule: str
    path: str
    reason: str
    owner: str
    expires: date
    fingerprint: str | None = None
    evidence: str | None = None
    line: int | None = None
    """Where it stands in the file."""

    def expired(self, today: str) -> bool:
        """Whether its last day is before `today`, ISO 8601."""
        return self.expires.isoformat() < today

    @property
    def where(self) -> str:
        """` (line 12)`, or nothing when the line is not known."""
        return f" (line {self.line})" if self.line else ""

    @property
    def covers_everything(self) -> bool:
        named = self.fingerprint or self.evidence is not None
        return self.rule == ANY_RULE and not named and EVERY_PATH.fullmatch(self.path) is not None

    @property
    def name(self) -> str:
        """What it covers, in a few words that stay the same wherever it stands in the file."""
        return " ".join(filter(None, (self.rule, self.path, self.fingerprint, self.evidence)))


class Waived(msgspec.Struct, frozen=True, gc=False):
    """Why a finding is waived."""

    reason: str
    owner: str
    expires: date


class WaiverUse(msgspec.Struct, frozen=True):
    """A waiver and how many findings of a run it fits, expired or not."""

    waiver: Waiver
    findings: int


class Waivers:
    """The waivers of a site, to be asked about one finding after another."""

    def __init__(self, waivers: Iterable[Waiver], today: str) -> None:
        """`today` is the date of the run, ISO 8601."""
        self._by_rule: dict[str, list[tuple[int, Waiver, Scope]]] = {}
        self._today = today
        for place, waiver in enumerate(waivers):
            self._by_rule.setdefault(waiver.rule, []).append((place, waiver, Scope((waiver.path,))))

    @property
    def rules(self) -> frozenset[str] | None:
        """The rules of which findings may be waived; None stands for every rule."""
        return None if ANY_RULE in self._by_rule else frozenset(self._by_rule)

    def fitting(self, rule: str, path: str, evidence: str, fingerprint: str) -> Iterator[tuple[int, Waiver]]:
        """(place, waiver) of those that fit the finding, expired ones too. `path` is a `policy.page_path`."""
        if rule.startswith(TOPIC):
            return
        for place, waiver, scope in (*self._by_rule.get(rule, ()), *self._by_rule.get(ANY_RULE, ())):
            if waiver.fingerprint not in (None, fingerprint) or waiver.evidence not in (None, evidence):
                continue
            if scope.allows(path):
                yield place, waiver

    def covering(self, rule: str, path: str, evidence: str, fingerprint: str) -> Waived | None:
        """Why the finding is waived on the day of the run; None when it is not."""
        for _, waiver in self.fitting(rule, path, evidence, fingerprint):
            if not waiver.expired(self._today):
                return Waived(waiver.reason, waiver.owner, waiver.expires)
        return None
