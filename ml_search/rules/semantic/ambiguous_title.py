from collections import Counter
from collections.abc import Iterator

from ml_search.core.stems import is_series, query_of, subjects
from ml_search.page_vectors import Indexed, run_index
from ml_search.ranking import ranked_pages
from seo_meta.plugins import Inconclusive, Kind, Limits, Severity, Site, SiteFailure, SiteRule, site_rules

MAX_PAGES = 20_000
"""Each page costs a search."""
AHEAD = 1.01
"""By how much another page must beat a page at its own title: less may change with a word."""


@site_rules.register
class AmbiguousTitle(SiteRule):
    id = "semantic.ambiguous-title"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "A search of the site for the title finds another page first"
    remedy = "Say in the title what this page has and the other has not."
    timeless = False

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        index = run_index(site)
        if len(index.pages) > MAX_PAGES:
            raise Inconclusive(f"The site has more than {MAX_PAGES:,} pages, each of which would cost a search.")
        titles = Counter(_spelled(page.page.title) for page in index.pages)
        subject = subjects([page.page.title for page in index.pages])
        by_id = {page.id: page for page in index.pages}
        for page in index.pages:
            # A title that several pages have is a matter of title.duplicate.
            if page.page.title and titles[_spelled(page.page.title)] == 1:
                winner = _winner(index.site, subject[page.page.title], page, by_id)
                if winner is not None:
                    yield SiteFailure(
                        page.page.id,
                        f"A search of the site for its title finds {winner.page.url} first.",
                        f"{page.page.title} → {winner.page.url}",
                    )


def _winner(site: int, subject: str, page: Indexed, by_id: dict[int, Indexed]) -> Indexed | None:
    """The page that is found before it, if there is one in its language."""
    ranked = [
        (by_id[found.id], found.score)
        for found in ranked_pages(site, query_of(subject))
        if found.id in by_id and by_id[found.id].language == page.language
    ]
    own = next((score for found, score in ranked if found is page), 0.0)
    if not ranked or ranked[0][1] <= own * AHEAD:
        return None
    winner = ranked[0][0]
    return None if is_series(page.page.title, winner.page.title) else winner


def _spelled(title: str) -> str:
    return " ".join(title.casefold().split())
