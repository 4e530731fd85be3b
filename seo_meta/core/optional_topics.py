"""Topics of rules that a plugin brings: whoever reads a report must see that a run was judged without them."""

from collections.abc import Iterable

import msgspec

WITHOUT = {"semantic": "the search plugin is not enabled"}
"""Why a run has no rule of the topic."""


class NotRun(msgspec.Struct, frozen=True):
    """A topic without any rule in the run."""

    topic: str
    reason: str


def not_run(rules: Iterable[str]) -> tuple[NotRun, ...]:
    """The topics that none of the rules, given by their ids, belongs to. A rule that a site has turned off is there: it
    was a choice."""
    topics = {rule.partition(".")[0] for rule in rules}
    return tuple(NotRun(topic, reason) for topic, reason in WITHOUT.items() if topic not in topics)
