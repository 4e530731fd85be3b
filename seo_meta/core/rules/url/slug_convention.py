import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site, SitePage

STYLES = {
    "space": re.compile(" "),
    "snake": re.compile("[^_]_[^_]"),
    "kebab": re.compile("[^-]-[^-]"),
    "camel": re.compile("[a-z][A-Z]"),
}
EXAMPLES = {"space": "like this", "snake": "like_this", "kebab": "like-this", "camel": "likeThis"}


@site_rules.register
class UrlSlugConvention(SiteRule):
    id = "url.slug-convention"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    on = False
    summary = "The slug is written in another way than those of the site"
    remedy = "Write new slugs as the others are."

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        styles: Counter[str] = Counter()
        for page in site.pages():
            if page.indexable and page.self_canonical and (style := _style(page)):
                styles[style] += 1
        norm, count = max(styles.items(), key=lambda item: item[1], default=("", 0))
        total = styles.total()
        if total < limits.norm_min_pages or count * 100 < total * limits.norm_min_percent:
            return
        for page in site.pages():
            style = _style(page) if page.indexable and page.self_canonical else norm
            if style and style != norm:
                message = f"The slug is written {EXAMPLES[style]}; {count} of {total} are written {EXAMPLES[norm]}."
                yield SiteFailure(page.id, message, page.url)


def _style(page: SitePage) -> str:
    """How the words of the slug are joined; empty for a single word."""
    slug = unquote(urlsplit(page.url).path).rstrip("/").rpartition("/")[2]
    return next((style for style, pattern in STYLES.items() if pattern.search(slug)), "")
