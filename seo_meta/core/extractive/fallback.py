"""Descriptions for pages whose text has none: what the page says of itself elsewhere, and its headings."""

from collections.abc import Iterator

from seo_meta.core.json_ld import graph
from seo_meta.core.propose import Block, Candidate, Confidence, Evidence, Subject
from seo_meta.core.types import Heading, PageFacts
from seo_meta.core.widths import DESCRIPTION_PX, width_px
from seo_meta.core.words.clean import clean

from .form import is_boilerplate
from .scorer import Passage, is_unspaced, passages

OF_THE_SITE = ("Organization", "WebSite", "Person", "ImageObject", "BreadcrumbList", "Offer", "Review", "Comment")
"""Their descriptions are about something else than the page."""
MAX_AUTHORED_CHARACTERS = 2_000
MAX_SECTIONS = 5
MIN_SECTIONS = 2
MAX_SECTION_CHARACTERS = 60
AND = dict(
    pair.split()
    for pair in "en and,de und,fr et,es y,it e,pt e,nl en,pl i,cs a,ru и,sv och,da og,nb og,no og".split(",")
)
OWN_SCORE, AUTHORED_SCORE, CAPTION_SCORE, OUTLINE_SCORE = 9.0, 0.5, 0.2, 0.1


def own_opening(facts: PageFacts, title: str, language: str, max_px: int) -> list[Candidate]:
    """The sentences that fit of a description which has too many."""
    meta = next((meta for meta in facts.meta("description") if meta.content and meta.content.strip()), None)
    if meta is None:
        return []
    opening = _opening(Block(clean(facts.description), "description", line=meta.line), title, language, max_px)
    reason = "It is the beginning of the description that the page has."
    return [] if opening is None else [_candidate(opening, Confidence.HIGH, reason, OWN_SCORE)]


def authored(facts: PageFacts, title: str, language: str, max_px: int) -> list[Candidate]:
    """What the page says of itself in JSON-LD and for social cards, as far as whole sentences fit."""
    found = []
    for block in _authored(facts):
        opening = _opening(block, title, language, max_px)
        if opening is not None:
            reason = f"The page says so of itself in {block.kind}."
            found.append(_candidate(opening, Confidence.MEDIUM, reason, AUTHORED_SCORE))
    return found


def _authored(facts: PageFacts) -> Iterator[Block]:
    things = graph(facts)
    for node in things.nodes:
        if node.is_main and not node.is_a(*OF_THE_SITE):
            for text in things.texts(node, "description")[:1]:
                yield Block(clean(text[:MAX_AUTHORED_CHARACTERS]), "json-ld", line=node.line)
    metas = [*facts.meta_property("og:description"), *facts.meta("og:description"), *facts.meta("twitter:description")]
    for meta in metas:
        name = meta.property or meta.name
        yield Block(clean((meta.content or "")[:MAX_AUTHORED_CHARACTERS]), name, line=meta.line)


def _opening(block: Block, title: str, language: str, max_px: int) -> Passage | None:
    """As many whole sentences from the start as fit; None where not even the first does, or there is markup."""
    if "<" in block.text:
        return None
    fitting = [passage for passage in passages([block], title, language, max_px) if not passage.sentence]
    return fitting[-1] if fitting else None


def outline(page: Subject, title: str, language: str, max_px: int) -> list[Candidate]:
    """A caption, and the headings as a list: "Brewing: water, grind and time."."""
    captions = [block for block in page.blocks if block.kind == "caption"]
    found = [
        _candidate(passage, Confidence.LOW, "The page has no text but captions.", CAPTION_SCORE)
        for passage in passages(captions, title, language, max_px)[:1]
    ]
    return [*found, *_of_headings(page.facts, language, max_px)]


def _of_headings(facts: PageFacts, language: str, max_px: int) -> list[Candidate]:
    main = next((heading for heading in facts.headings if heading.level == 1 and heading.text), None)
    sections = list({clean(heading.text): heading for heading in facts.headings if _is_section(heading)}.values())
    if main is None:
        return []
    for count in range(min(len(sections), MAX_SECTIONS), MIN_SECTIONS - 1, -1):
        value = _as_list(clean(main.text), [clean(section.text) for section in sections[:count]], language)
        if width_px(value, DESCRIPTION_PX) <= max_px and not is_boilerplate(value):
            parts = [main, *sections[:count]]
            evidence = tuple(Evidence(f"h{part.level}", clean(part.text), part.line) for part in parts)
            reasons = ("The page has no sentence that could stand alone; these are its headings.",)
            return [Candidate(value, Confidence.LOW, reasons, evidence, score=OUTLINE_SCORE)]
    return []


def _is_section(heading: Heading) -> bool:
    return heading.level == 2 and 0 < len(heading.text) <= MAX_SECTION_CHARACTERS and not heading.from_alt


def _as_list(subject: str, parts: list[str], language: str) -> str:
    if is_unspaced(subject):
        return f"{subject}：{'、'.join(parts)}。"
    last = f" {AND[language]} {parts[-1]}" if language in AND else f", {parts[-1]}"
    return f"{subject.rstrip(':.')}: {', '.join(parts[:-1])}{last}."


def _candidate(passage: Passage, confidence: Confidence, reason: str, score: float) -> Candidate:
    evidence = tuple(Evidence(passage.block.kind, quote, passage.block.line) for quote in passage.quotes)
    return Candidate(passage.text, confidence, (reason,), evidence, score=score)
