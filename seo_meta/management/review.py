"""Proposals under review on the terminal. Values come from pages and people: every line is defanged."""

from collections.abc import Iterable, Iterator

from django.core.management.base import OutputWrapper

from seo_meta.core.defang import clip, plain
from seo_meta.core.text import collapse
from seo_meta.models import Proposal
from seo_meta.services.review import Result

MAX_VALUE = 400


def write_lines(lines: Iterable[str], stream: OutputWrapper) -> None:
    for line in lines:
        stream.write(plain(line))


def listed(proposals: Iterator[Proposal]) -> Iterator[str]:
    for proposal in proposals:
        yield _head(proposal)
        yield f"    {_short(proposal.value or proposal.reason)}"


def shown(proposal: Proposal) -> Iterator[str]:
    """Everything that a decision needs, and what was decided so far."""
    yield _head(proposal)
    yield f"    now        {_short(proposal.current) or '(it has none)'}"
    if proposal.value:
        yield f"    proposed   {_short(proposal.value)}{_by(proposal)}"
    for number, offer in enumerate(proposal.read_candidates()):
        yield f"    {number}. {offer.confidence.value:<7} {_short(offer.value)}"
        yield f"               {_short(' '.join(offer.reasons))}"
        for evidence in offer.evidence:
            yield f"               {evidence.source}: {_short(evidence.text)}"
    if proposal.reason:
        yield f"    reason     {_short(proposal.reason)}"
    for one in proposal.transitions.all():
        note = f": {_short(one.note)}" if one.note else ""
        yield f"    {one.at:%Y-%m-%d %H:%M}  {one.move} by {one.actor_name} ({one.client}), {one.to_state}{note}"


def in_words(move: str, result: Result) -> str:
    return f"{result.id}@{result.version} {move} {result.status}{f': {result.detail}' if result.detail else ''}"


def _head(proposal: Proposal) -> str:
    kind = f"{proposal.confidence} " if proposal.confidence else ""
    pull = f", in {proposal.pull_request}" if proposal.pull_request else ""
    return f"{proposal.pk}@{proposal.version} {proposal.state} {kind}{proposal.field} of {_short(proposal.url)}{pull}"


def _by(proposal: Proposal) -> str:
    return f" (written by {proposal.edited_by_name})" if proposal.revision else ""


def _short(text: str) -> str:
    return clip(collapse(text), MAX_VALUE)
