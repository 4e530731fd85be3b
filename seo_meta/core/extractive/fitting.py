"""A title brought to the width that results show: first without the site's name, then without its last clauses."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from seo_meta.core.brand import with_brand
from seo_meta.core.limits import Limits
from seo_meta.core.propose import HouseStyle
from seo_meta.core.widths import TITLE_PX, width_px
from seo_meta.core.words.clean import without_marks

# Where a clause ends: not at the colon before a quotation, without which the rest says little. Nothing is ever cut
# elsewhere, since half a phrase says something else than the whole.
CLAUSE_END = re.compile(r"(?::(?! [\"'“„«‘‚])|\?|!|;) | ?(?:[：？！。｜]|——) ?| [-–—|·•»›] | (?=[(\[])|(?=[（【])")
KEPT_MARKS = "?!？！"
PAIRS = (("(", ")"), ("[", "]"), ("（", "）"), ("【", "】"), ("“", "”"), ("«", "»"), ("「", "」"))


class Fitted(NamedTuple):
    """`value` is the title, `subject` what it says of the page, `whole` whether nothing of that was left out."""

    value: str
    subject: str
    reasons: tuple[str, ...] = ()
    whole: bool = True


def fit(subject: str, style: HouseStyle, limits: Limits, tail: str = "") -> Fitted | None:
    """The fullest title that fits, or None. `tail` is one more fact, which stands behind the subject."""
    for part in (subject, *shorter(subject, limits)):
        whole = part == subject
        cut = () if whole else ("The clauses at the end are left out, with which it is wider than results show.",)
        if fits(full := with_brand(part + tail, style), limits):
            return Fitted(full, part, cut, whole)
        if fits(part + tail, limits):
            reason = "The site's name is left out, with which it is wider than results show."
            return Fitted(part + tail, part, (*cut, reason), whole)
    return None


def fits(title: str, limits: Limits) -> bool:
    return width_px(title, TITLE_PX) <= limits.title_max_px


def is_short(title: str, limits: Limits) -> bool:
    return width_px(title, TITLE_PX) < limits.title_min_px


def shorter(subject: str, limits: Limits) -> Iterator[str]:
    """The subject without its last clause, its last two, and so on, while enough is left to say much."""
    for end in reversed(list(CLAUSE_END.finditer(subject))):
        stop = end.end() if end[0].strip() and end[0].strip() in KEPT_MARKS else end.start()
        part = without_marks(subject[:stop])
        if is_short(part, limits):
            return
        if _is_balanced(part):
            yield part


def _is_balanced(text: str) -> bool:
    """Whether no bracket or quotation was cut open."""
    return all(text.count(opening) == text.count(closing) for opening, closing in PAIRS) and text.count('"') % 2 == 0
