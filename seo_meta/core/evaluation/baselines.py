"""What a generator must be better than: the title again, the first characters, the first sentence, TextRank.

Each is cut after so many characters as a result has room for: what nobody would see must not count for it.
"""

from collections.abc import Sequence
from math import log

from seo_meta.core.words.sentences import ends_sentence, sentences
from seo_meta.core.words.tokens import tokens

SHOWN_CHARACTERS = 155
MAX_SENTENCES = 80
DAMPING = 0.85
ROUNDS = 30


def baselines(title: str, paragraphs: Sequence[str], language: str) -> dict[str, str]:
    """What each method says of a page, by its name. `paragraphs` are those of the main text."""
    found = {
        "title repeated": title,
        "first 155 of main text": " ".join(paragraphs),
        "lead sentence": _lead_sentence(paragraphs, language),
        "TextRank": _text_rank(paragraphs, language),
    }
    return {method: text[:SHOWN_CHARACTERS].rstrip() for method, text in found.items()}


def _lead_sentence(paragraphs: Sequence[str], language: str) -> str:
    """The first sentence of the first paragraph that is a sentence: before it may stand a date or a byline."""
    lead = next(filter(ends_sentence, paragraphs), paragraphs[0] if paragraphs else "")
    return next(iter(sentences(lead, language)), "")


def _text_rank(paragraphs: Sequence[str], language: str) -> str:
    """The sentence that is most like the others (Mihalcea and Tarau 2004, https://aclanthology.org/W04-3252/)."""
    parts = [part for paragraph in paragraphs for part in sentences(paragraph, language)][:MAX_SENTENCES]
    if not parts:
        return ""
    words = [set(tokens(part)) for part in parts]
    weights = [[_likeness(one, other) if one is not other else 0.0 for other in words] for one in words]
    totals = [sum(row) or 1.0 for row in weights]
    ranks = [1.0] * len(parts)
    for _ in range(ROUNDS):
        shares = [rank / total for rank, total in zip(ranks, totals, strict=True)]
        ranks = [
            1 - DAMPING + DAMPING * sum(weight * share for weight, share in zip(row, shares, strict=True))
            for row in weights
        ]
    return parts[max(range(len(parts)), key=ranks.__getitem__)]


def _likeness(one: set[str], other: set[str]) -> float:
    length = log(len(one) or 1) + log(len(other) or 1)
    return len(one & other) / length if length else 0.0
