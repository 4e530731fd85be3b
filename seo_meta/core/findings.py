"""What rules say, as values."""

from enum import StrEnum

from .types import Value


class Severity(StrEnum):
    """How much a failure matters. `review` is for a person to decide and never gates."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    REVIEW = "review"


class Kind(StrEnum):
    """What a rule rests on: a specification, a search engine's documentation, or experience. Heuristics do not gate."""

    SPEC = "spec"
    DOCUMENTED = "documented"
    HEURISTIC = "heuristic"


class Outcome(StrEnum):
    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    NOT_APPLICABLE = "not-applicable"
    INCONCLUSIVE = "inconclusive"
    CRASHED = "crashed"


IGNORED = "ignored"
"""Stands beside the outcomes where they are counted: failures that `data-siteagent-ignore` silenced."""


class Failure(Value, frozen=True):
    """One thing that a rule found. `message` is a sentence, `evidence` the text or URL that it rests on."""

    message: str
    evidence: str = ""
    line: int | None = None


class SiteFailure(Value, frozen=True):
    """A failure of a site rule: `page` is the id that the site gave the page (`SitePage.id`)."""

    page: int
    message: str
    evidence: str = ""
    line: int | None = None


class Finding(Value, frozen=True):
    """A failure as it is stored and reported. `outcome` is fail, inconclusive or crashed; passes are only counted."""

    rule: str
    rule_version: int
    kind: Kind
    severity: Severity
    outcome: Outcome
    message: str
    evidence: str
    fingerprint: str
    line: int | None = None
