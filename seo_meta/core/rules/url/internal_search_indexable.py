import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts

SEARCH = re.compile(
    r"/(?:search|search-?results|suche|recherche|busca|buscar|busqueda|búsqueda|cerca|ricerca|zoeken|sok|sök|szukaj|haku|ara)"
    r"(?:\.\w{2,5})?/?$",
    re.IGNORECASE,
)
TERMS = {"q", "query", "s", "search", "keyword", "keywords", "term", "wd"}


@page_rules.register
class UrlInternalSearchIndexable(PageRule):
    id = "url.internal-search-indexable"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "A page of the site's own search may be indexed"
    remedy = "Answer with noindex, or forbid the search in robots.txt."
    source = "https://developers.google.com/search/docs/essentials/spam-policies"
    requires = Gate.CANONICAL

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        parts = urlsplit(page.url)
        asked = {name.lower() for name, value in parse_qsl(parts.query)}
        # WordPress searches at the root.
        if (SEARCH.search(unquote(parts.path)) and asked & TERMS) or (parts.path == "/" and "s" in asked):
            yield Failure("The page shows the results of a search on the site.", page.url)
