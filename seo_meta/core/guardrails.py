"""The rules about titles and descriptions, asked about a text before a page has it.

So the same rules judge audits, proposals and what authors write: none is known here by name.
"""

from collections.abc import Container, Iterable

import msgspec

from .audit import audit_page, page_rules
from .findings import Finding, Outcome, Severity
from .policy import Policy, speaks
from .propose import Field
from .text import collapse
from .types import Meta, PageFacts, Title

TOPICS = {Field.TITLE: "title.", Field.DESCRIPTION: "description."}
"""The fields that have guardrails, with the beginning of the ids of their rules."""

BLOCKING = (Severity.ERROR, Severity.WARNING)
"""What keeps a text out, whatever kind of rule says so: whoever wrote it is there to write it anew."""


def check_meta(
    title: str | None,
    description: str | None,
    *,
    policy: Policy | None = None,
    page: PageFacts | None = None,
    language: str = "",
) -> list[Finding]:
    """What a page would be told with these texts: `page`, or else one in `language` of which nothing more is known.

    A text that is None is neither changed nor judged; an empty one is missing.
    """
    facts = page or PageFacts(url="", key="", lang=language or None)
    texts = {Field.TITLE: title, Field.DESCRIPTION: description}
    given = {field: text for field, text in texts.items() if text is not None}
    for field, text in given.items():
        facts = with_value(facts, field, text)
    return check_page(facts, given, policy or Policy())


def broken_rules(field: Field, value: str, facts: PageFacts, policy: Policy) -> list[Finding]:
    """What the page would be told about the field with `value` in place, under its policy (`PagePolicies`).

    Raises KeyError for a field without guardrails.
    """
    return check_page(with_value(facts, field, value), [field], policy)


def check_page(facts: PageFacts, fields: Iterable[Field], policy: Policy) -> list[Finding]:
    """What the rules about these fields say of a page as it is."""
    topics = tuple(TOPICS[field] for field in fields)
    return audit_page(facts, (rule for rule in page_rules if rule.id.startswith(topics)), policy).findings


def policy_of_text(policy: Policy, language: str) -> Policy:
    """What holds for a text whose page has no path yet: overrides that name one are left out."""
    for override in policy.overrides:
        if not override.path and speaks(language, override.language):
            policy = policy.with_override(override)
    return policy


def fails_at(severities: Container[Severity], finding: Finding) -> bool:
    """Whether a rule says so, and at one of the severities; a crash or a doubt keeps nothing out."""
    return finding.outcome is Outcome.FAIL and finding.severity in severities


def with_value(facts: PageFacts, field: Field, value: str) -> PageFacts:
    """The page with `value` as its only title or description, in the head, read as HTML would be."""
    if field is Field.TITLE:
        line = facts.titles[0].line if facts.titles else None
        return msgspec.structs.replace(facts, titles=(Title(collapse(value), line=line),))
    others = tuple(meta for meta in facts.metas if meta.name != "description")
    line = next((meta.line for meta in facts.meta("description")), None)
    return msgspec.structs.replace(facts, metas=(*others, Meta(content=value, name="description", line=line)))
