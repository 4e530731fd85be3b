from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.text import key64


@site_rules.register
class RedirectTrailingSlashDuplicates(SiteRule):
    id = "redirect.trailing-slash-duplicates"
    kind = Kind.HEURISTIC
    severity = Severity.WARNING
    summary = "Addresses with and without a slash at the end both answer"
    remedy = "Redirect one form to the other, and link to that."

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        first: dict[tuple[bytes, str], str] = {}
        for page in site.pages():
            if page.status == 200 and page.indexable and page.self_canonical and page.title:
                other = first.setdefault((key64(_bare(page.url)), page.title), page.url)
                if other != page.url:
                    yield SiteFailure(page.id, f"{other} differs only in its slash, and answers too.", other)


def _bare(url: str) -> str:
    path, mark, query = url.partition("?")
    return path.rstrip("/") + mark + query
