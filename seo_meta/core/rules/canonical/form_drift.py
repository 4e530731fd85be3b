from collections import defaultdict
from collections.abc import Iterator

from seo_meta.core import urls
from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.parameters import TRACKING

SAMPLE = 500
"""So many pages are opened: a template writes all its canonical links alike."""


@site_rules.register
class CanonicalFormDrift(SiteRule):
    id = "canonical.form-drift"
    version = 2
    kind = Kind.HEURISTIC
    severity = Severity.WARNING
    summary = "The site's canonical URLs are written in different forms"
    remedy = "Write all canonical URLs alike: one scheme, one host, slash or no slash, and no tracking parameters."
    source = "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        forms: defaultdict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for url in _canonicals(site):
            for trait, form in _forms(url):
                forms[trait][form].append(url)
        for found in forms.values():
            norm = max(found.values(), key=len)
            total = sum(map(len, found.values()))
            if total < limits.norm_min_pages or len(norm) * 100 < limits.norm_min_percent * total:
                continue
            for form, examples in found.items():
                if examples is not norm:
                    share = f"{len(examples)} of {total} canonical URLs"
                    message = f"{share} are written {form}, unlike the others: {examples[0]}."
                    yield SiteFailure(0, message, form)


def _canonicals(site: Site) -> Iterator[str]:
    """The canonical URLs on the site's own host, of evenly spread pages."""
    naming = [page.id for page in site.pages() if page.indexable and page.canonical]
    home = _bare_host(site.base_url)
    for id in naming[:: -(-len(naming) // SAMPLE) or 1]:
        url = site.facts(id).canonical
        if url and urls.is_http(url) and _bare_host(url) == home:
            yield url


def _forms(url: str) -> Iterator[tuple[str, str]]:
    """(trait, the form that the URL has of it). A path with a file's name has no choice of slash."""
    yield "scheme", "with http" if url.startswith("http://") else "with https"
    yield "host", "with www" if urls.host_of(url).startswith("www.") else "without www"
    yield "query", "with tracking parameters" if TRACKING.search(url) else "without tracking parameters"
    path = "/".join(url.partition("?")[0].partition("#")[0].split("/")[3:])
    if path and "." not in path.rpartition("/")[2]:
        yield "slash", "with a slash at the end" if path.endswith("/") else "without a slash at the end"


def _bare_host(url: str) -> str:
    return urls.host_of(url).removeprefix("www.")
