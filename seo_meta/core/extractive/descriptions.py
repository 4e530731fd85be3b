"""Descriptions of a page out of its own words: whole sentences, the best first, each with where it stands.

`scorer` finds and orders the passages, `fallback` has what is left where no passage will do.
"""

from collections.abc import Sequence

from seo_meta.core.propose import MAX_CANDIDATES, Abstain, Block, Candidate, Confidence, Evidence, SiteProfile, Subject
from seo_meta.core.topics.languages import primary
from seo_meta.core.words.clean import clean
from seo_meta.core.words.tokens import tokens

from .fallback import authored, outline, own_opening
from .scorer import Passage, features, passages, score

MAX_DESCRIPTIONS = MAX_CANDIDATES + 2
"""Two more than are shown: those that another page has too are dropped later."""
MAX_ALIKE = 0.6
"""The share of words from which two candidates are no choice."""
ALIKENESS = 0.5
"""What a candidate loses for each share of words that one before it has."""
SOURCES = {"standfirst": "standfirst", "list": "list item", "caption": "caption"}
FEW_WORDS = 40


def descriptions(page: Subject, site: SiteProfile) -> list[Candidate]:
    """Candidates for the description, the best first. Raises Abstain where nothing on the page can be one.

    First the opening of a description that has more, then passages of the text, then what JSON-LD and social cards say;
    list items, and then captions and headings, only where there is none of these.
    """
    language, max_px = primary(page.facts.lang or ""), site.limits.description_max_px
    title = heading(page)
    running = [block for block in page.blocks if block.kind not in ("list", "caption")]
    listed = [block for block in page.blocks if block.kind == "list"]
    found = [
        *own_opening(page.facts, title, language, max_px),
        *_best(running, title, language, site),
        *authored(page.facts, title, language, max_px),
    ]
    found = found or _best(listed, title, language, site) or outline(page, title, language, max_px)
    found = _without_repeats(found, page.facts.description)
    if not found:
        raise Abstain(_why(page, max_px))
    return found[:MAX_DESCRIPTIONS]


def heading(page: Subject) -> str:
    """What the page is about in its own words: the first H1, or else the title."""
    h1 = next((heading.text for heading in page.facts.headings if heading.level == 1 and heading.text), "")
    return clean(h1 or page.title or page.facts.title)


def _best(blocks: Sequence[Block], title: str, language: str, site: SiteProfile) -> list[Candidate]:
    """The best passages, each unlike those before it (maximal marginal relevance, Carbonell and Goldstein 1998)."""
    scored = []
    for passage in passages(blocks, title, language, site.limits.description_max_px):
        found = features(passage, title, language, site.style)
        scored.append((score(found), passage, found["title"] > 0, set(tokens(passage.text))))
    chosen: list[tuple[float, Passage, bool, set[str]]] = []
    while scored and len(chosen) < MAX_DESCRIPTIONS:
        alike = [max((_shared(words, other[3]) for other in chosen), default=0.0) for *_, words in scored]
        best = max(range(len(scored)), key=lambda place: scored[place][0] - ALIKENESS * alike[place])
        chosen.append(scored[best])
        scored = [entry for place, entry in enumerate(scored) if place != best and _unlike(entry[3], scored[best][3])]
    return [_candidate(passage, value, on_topic) for value, passage, on_topic, _ in chosen]


def _unlike(words: set[str], other: set[str]) -> bool:
    return _shared(words, other) < MAX_ALIKE


def _shared(words: set[str], other: set[str]) -> float:
    return len(words & other) / min(len(words), len(other))


def _candidate(passage: Passage, value: float, on_topic: bool) -> Candidate:
    confidence, reasons = _confidence(passage, on_topic)
    source = SOURCES.get(passage.block.kind, "paragraph")
    evidence = tuple(Evidence(source, quote, passage.block.line) for quote in passage.quotes)
    return Candidate(passage.text, confidence, reasons, evidence, score=round(value, 3))


def _confidence(passage: Passage, on_topic: bool) -> tuple[Confidence, tuple[str, ...]]:
    """How sure it is, by where the passage stands; docs/explanation/proposals.md has what each group is worth."""
    kind = passage.block.kind
    what = {"standfirst": "It is the standfirst of the page.", "list": "It is an item of a list."}
    reasons = [what.get(kind, "It opens the text of the page.")] if not (passage.place or passage.sentence) else []
    if passage.place or passage.sentence:
        reasons.append("It stands further down: what comes before it is too long, unfinished or already proposed.")
    if passage.shortened:
        reasons.append("Its sentence is longer in the page.")
    if not on_topic:
        reasons.append("It shares no word with the heading.")
    if passage.place or passage.sentence or passage.shortened or kind == "list":
        return Confidence.LOW, tuple(reasons)
    return Confidence.HIGH if on_topic or kind == "standfirst" else Confidence.MEDIUM, tuple(reasons)


def _without_repeats(found: Sequence[Candidate], current: str) -> list[Candidate]:
    """Each value once, and not the one that the page has."""
    by_value = {clean(candidate.value).casefold(): candidate for candidate in reversed(found)}
    by_value.pop(clean(current).casefold(), None)
    return [candidate for candidate in found if by_value.get(clean(candidate.value).casefold()) is candidate]


def _why(page: Subject, max_px: int) -> str:
    count = page.facts.word_count
    if page.facts.unparsed:
        return f"The page was not parsed: {page.facts.unparsed}."
    if count < FEW_WORDS:
        return f"The page has {count} words of text; two sentences below its heading would help."
    return f"No sentence of the page is complete and fits {max_px} px; a short first sentence would help."
