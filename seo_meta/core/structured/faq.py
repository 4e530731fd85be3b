"""Questions that the page itself answers, each a heading with its text below: https://schema.org/FAQPage

An answer must be whole. The main text tells what stands between two headings, and the blocks must fill it: white space
apart, since the two are read in different ways.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from seo_meta.core.copied import words
from seo_meta.core.propose import Block, Evidence, SiteProfile, Subject
from seo_meta.core.text import unspaced
from seo_meta.core.topics.rich_results import RICH_RESULTS
from seo_meta.core.types import Heading, PageFacts

from .thing import Thing

MIN_QUESTIONS = 2
MAX_HEADINGS = 200
MAX_ANSWER = 3_000
QUESTION_MARKS = ("?", "？", "؟", ";")
"""The last is what Greek writes; Unicode folds its own sign into the semicolon."""
PERMALINK_SIGN = "¶"


class Part(NamedTuple):
    """What stands below a heading in the main text, without white space."""

    heading: Heading
    below: str


def describe(page: Subject, site: SiteProfile) -> Thing | None:
    """Only where most headings ask: an article may well ask a question or two."""
    parts = [part for part in _parts(page.facts) if part.heading.level > 1]
    questions = [part for part in parts if _asks(part.heading, page.facts.lang or "")]
    if len(questions) < MIN_QUESTIONS or 2 * len(questions) <= len(parts):
        return None
    answers = {part.heading.text: (part.heading, found) for part in questions if (found := _answer(part, page.blocks))}
    if len(answers) < MIN_QUESTIONS:
        return None
    entities = [
        {
            "@type": "Question",
            "name": words(question),
            "acceptedAnswer": {"@type": "Answer", "text": _joined(blocks)},
        }
        for question, (_, blocks) in answers.items()
    ]
    ended = f"Google shows no FAQ results since {RICH_RESULTS['FAQPage'].retired}; other readers of the page may."
    reason = f"FAQPage: {len(answers)} headings are questions with their answers below. {ended}"
    return Thing({"@type": "FAQPage", "mainEntity": entities}, tuple(_evidence(answers.values())), reason)


def _parts(page: PageFacts) -> list[Part]:
    """The headings that stand in the main text, in order, each with what follows up to the next one."""
    # From the end, since a table of contents above names all headings too; and in a reversed text, since only the
    # search forwards is linear whatever it is asked.
    text = unspaced(page.text)[::-1]
    start, parts = 0, []
    for heading in reversed(page.headings[:MAX_HEADINGS]):
        sought = unspaced(words(heading.text))[::-1]
        found = text.find(sought, start) if sought else -1
        if found >= 0:
            parts.append(Part(heading, text[start:found][::-1].removeprefix(PERMALINK_SIGN)))
            start = found + len(sought)
    return parts[::-1]


def _asks(heading: Heading, language: str) -> bool:
    marks = QUESTION_MARKS if language.lower().startswith("el") else QUESTION_MARKS[:-1]
    return heading.text.endswith(marks) and not heading.from_alt


def _answer(part: Part, blocks: tuple[Block, ...]) -> list[Block]:
    """The blocks that make up what stands below; none when they are not all of it."""
    found, left = [], part.below
    for block in blocks:
        key = unspaced(block.text)
        if key and left.startswith(key):
            found.append(block)
            left = left[len(key) :]
    return found if not left and words(_joined(found), MAX_ANSWER) else []


def _joined(blocks: list[Block]) -> str:
    return words(" ".join(block.text for block in blocks), MAX_ANSWER)


def _evidence(answers: Iterable[tuple[Heading, list[Block]]]) -> Iterator[Evidence]:
    for heading, blocks in answers:
        yield Evidence(f"h{heading.level}", heading.text, heading.line)
        yield from (Evidence("paragraph", block.text, block.line) for block in blocks)
