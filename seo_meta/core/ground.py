"""Grounding as values: whether what a model wrote of a page follows from the page. No second model, no randomness.

A guard is one module under `grounding/`. They are the guards G1 to G8 of the design. G9, the audit rules, is not one:
the propose stage asks those of the candidates of every generator.
"""

from enum import StrEnum

from .near_values import NearValues
from .propose import Evidence, Field, SiteProfile, Subject
from .registry import Registry
from .topics.model_commands import split_commands
from .types import Value


class Verdict(StrEnum):
    """What becomes of a draft that a guard objects to: it is thrown away, or must be looked at."""

    DISCARD = "discard"
    REVIEW = "review"


class Draft(Value, frozen=True):
    """What a model wrote for one field."""

    field: Field
    text: str
    quotes: tuple[str, ...] = ()
    """What it says that the text rests on."""
    styled: str = ""
    """The text as it would stand on the page, where that differs: a title with the brand."""

    @property
    def value(self) -> str:
        return self.styled or self.text


class Source(Value, frozen=True):
    """What a draft is held against."""

    url: str
    passages: tuple[Evidence, ...]
    """The pieces of the page, each without line breaks."""
    text: str
    """All that may be repeated, one passage a line: with the brand, which stands on the page in one way or another."""
    main: str = ""
    """What the page is about, one paragraph a line."""
    language: str = ""
    """As the page declares it."""
    others: dict[Field, NearValues] = {}
    """The values of the site's pages."""
    commands: str = ""
    """What the page says to models. It is neither sent nor believed."""


class Objection(Value, frozen=True):
    guard: str
    verdict: Verdict
    reason: str


class Guard:
    """What every guard declares."""

    id: str
    verdict: Verdict

    def check(self, draft: Draft, source: Source) -> str:
        """Why the draft is not good, as a phrase; empty when it is."""
        raise NotImplementedError


guards: Registry[Guard] = Registry()


def objections(draft: Draft, source: Source) -> list[Objection]:
    """What the guards hold against a draft, those that discard first."""
    found = [Objection(guard.id, guard.verdict, reason) for guard in guards if (reason := guard.check(draft, source))]
    return sorted(found, key=lambda objection: objection.verdict is Verdict.REVIEW)


def source_of(page: Subject, site: SiteProfile, others: dict[Field, NearValues]) -> Source:
    """What of a page may be repeated. Its old description may not: it may well be what is wrong."""
    facts = page.facts
    title = _passage("title", facts.title, facts.titles[0].line if facts.titles else None)
    headings = [_passage(f"h{heading.level}", heading.text, heading.line) for heading in facts.headings]
    blocks = [_passage("paragraph", block.text, block.line) for block in page.blocks]
    whole = _passage("paragraph", facts.text)
    read = (title, *headings, *blocks, whole)
    passages = tuple(passage for passage, _ in read if passage.text)
    paragraphs = "\n".join(block.text for block, _ in blocks if block.text)
    main = whole[0].text
    return Source(
        facts.url,
        passages,
        "\n".join([*(passage.text for passage in passages), site.style.brand]),
        # Blocks leave out what is not prose, which may be nearly all.
        paragraphs if len(paragraphs) * 2 > len(main) else main,
        (facts.lang or "").strip(),
        others,
        "\n".join(commands for _, commands in read if commands),
    )


def _passage(source: str, text: str, line: int | None = None) -> tuple[Evidence, str]:
    """(the passage, what of it was said to models)"""
    said, commands = split_commands(text)
    return Evidence(source, said, line), commands
