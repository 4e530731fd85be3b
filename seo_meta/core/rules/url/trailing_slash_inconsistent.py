from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site, SitePage


@site_rules.register
class UrlTrailingSlashInconsistent(SiteRule):
    id = "url.trailing-slash-inconsistent"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "Some addresses end with a slash and others do not"
    remedy = "Choose one form, and redirect the other to it."

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        folders: set[str] = set()
        for page in site.pages():
            folders.add(_path(page).rstrip("/").rpartition("/")[0])
        first: dict[bool, str] = {}
        counts: Counter[bool] = Counter()
        for page in site.pages():
            path = _path(page)
            is_leaf = path != "/" and path.rstrip("/") not in folders and "." not in path.rpartition("/")[2]
            if is_leaf and page.indexable and page.self_canonical:
                counts[path.endswith("/")] += 1
                first.setdefault(path.endswith("/"), page.url)
        if len(counts) == 2:
            message = f"{counts[True]} end in a slash ({first[True]}), {counts[False]} do not ({first[False]})."
            yield SiteFailure(0, message, site.base_url)


def _path(page: SitePage) -> str:
    return urlsplit(page.url).path
