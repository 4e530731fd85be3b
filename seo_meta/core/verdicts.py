"""What all page rules said of one page, in a letter each: small enough to keep with the page, and to count by."""

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from .audit import Verdicts
from .findings import IGNORED, Outcome
from .types import Ignore

LETTERS = {
    Outcome.PASS.value: "p",
    Outcome.FAIL.value: "f",
    Outcome.NOT_APPLICABLE.value: "n",
    Outcome.INCONCLUSIVE.value: "i",
    Outcome.CRASHED.value: "c",
}
SILENT = "-"
"""The rule did not run, or all that it found is ignored."""
OUTCOMES = {letter: outcome for outcome, letter in LETTERS.items()}


class Silence(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a page wants ignored, and how many failures of each rule that silenced."""

    ignores: tuple[Ignore, ...] = ()
    ignored: dict[str, int] = {}


def pack(verdicts: Verdicts, rules: Sequence[str]) -> str:
    """A letter for each of `rules`."""
    outcomes = verdicts.outcomes
    return "".join([LETTERS[outcomes[rule]] if rule in outcomes else SILENT for rule in rules])


def tally(
    packed: Iterable[tuple[str, int]], silences: Iterable[Silence], rules: Sequence[str]
) -> dict[str, dict[str, int]]:
    """Rule id to outcome to count of pages, in the order of ids; `packed` are (letters, pages that have them)."""
    counts: Counter[tuple[str, str]] = Counter()
    for letters, pages in packed:
        for rule, letter in zip(rules, letters, strict=True):
            if letter != SILENT:
                counts[rule, OUTCOMES[letter]] += pages
    for one in silences:
        counts.update({(rule, IGNORED): count for rule, count in one.ignored.items()})
    table: dict[str, dict[str, int]] = {}
    for (rule, outcome), count in sorted(counts.items()):
        table.setdefault(rule, {})[outcome] = count
    return table
