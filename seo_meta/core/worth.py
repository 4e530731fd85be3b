"""What it is worth to mend a page: the clicks at stake in search, or else how much of the site leads to the page.

The usual CTR is that of the site itself: curves of other sites mix brands, countries and kinds of results. The weights
are judgement; they only decide what is looked at first.
"""

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable
from statistics import median

from .findings import Severity
from .search_console.export import Figures
from .types import Value

SEVERITY_WEIGHTS = {Severity.ERROR: 4.0, Severity.WARNING: 2.0, Severity.INFO: 1.0, Severity.REVIEW: 0.5}

BANDS = (1.5, 2.5, 3.5, 5.5, 10.5, 20.5, 50.5)
"""Where bands of positions end within which pages are compared."""
MIN_IMPRESSIONS = 50
"""Of a page whose CTR counts for the median: below, nearly all have a CTR of 0."""
MIN_PAGES = 5
"""Of a band that has a median."""
MIN_CTR = 0.0001
"""Taken where hardly anybody clicks, so that impressions still order the pages."""
SURE_SHARE = 0.1
"""Of its usual clicks, what a better text is taken to be worth to a page whose CTR is as usual."""


class Worth(Value, frozen=True):
    value: float
    """In clicks times weights when the site has search data; orders the pages of one site, means nothing elsewhere."""
    reason: str


class ClickRates(Value, frozen=True):
    """How often searchers click the pages of one site."""

    overall: float
    """Clicks over impressions of all pages."""
    medians: dict[int, float]
    """By band of positions, where enough pages are."""


def click_rates(pages: Iterable[Figures]) -> ClickRates:
    """Of a site with at least one page in its search data."""
    clicks = impressions = 0
    rates = defaultdict(list)
    for page in pages:
        clicks += page.clicks
        impressions += page.impressions
        if page.impressions >= MIN_IMPRESSIONS:
            rates[_band(page)].append(page.ctr)
    medians = {band: median(known) for band, known in rates.items() if len(known) >= MIN_PAGES}
    return ClickRates(max(clicks / impressions, MIN_CTR), medians)


def worth(severity: Severity, inlinks: int, search: Figures | None = None, rates: ClickRates | None = None) -> Worth:
    """Of mending findings of which `severity` is the worst. `inlinks` are the pages that link to the page; `search` is
    None for a page that the search data lacks, and `rates` for a site that has no such data."""
    if rates is None:
        stake, reason = 1.0 + inlinks, f"{_linked(inlinks)}; no search data"
    elif search is None:
        # As less than one impression, so that any page with impressions comes before it.
        stake = MIN_CTR * SURE_SHARE * (1 + inlinks) / (2 + inlinks)
        reason = f"{_linked(inlinks)}; not in the search data"
    else:
        stake, reason = _at_stake(search, rates)
    return Worth(stake * SEVERITY_WEIGHTS[severity], reason)


def _at_stake(page: Figures, rates: ClickRates) -> tuple[float, str]:
    """(clicks, reason): those that the page misses beside the median at its position, and a share of the usual ones."""
    shown = f"{_count(page.impressions, 'impression')} at position {page.position:.1f} with CTR {_percent(page.ctr)}"
    usual = rates.medians.get(_band(page))
    if usual is None:
        return page.impressions * rates.overall * SURE_SHARE, f"{shown}; too few pages there to tell what is usual"
    missed = max(usual - page.ctr, 0.0)
    reason = f"{shown}, the site's median there is {_percent(usual)}"
    return page.impressions * (missed + max(usual, MIN_CTR) * SURE_SHARE), reason


def _band(page: Figures) -> int:
    return bisect(BANDS, page.position)


def _linked(inlinks: int) -> str:
    return f"linked from {_count(inlinks, 'page')}"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _percent(fraction: float) -> str:
    return f"{100 * fraction:.1f} %"
