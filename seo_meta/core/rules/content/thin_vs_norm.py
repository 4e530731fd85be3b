from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.page_types import PageType, page_types


@site_rules.register
class ContentThinVsNorm(SiteRule):
    id = "content.thin-vs-norm"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "The page has far less text than pages of its kind"
    remedy = "Look whether a part of the page is missing: text that did not load, or a draft that was published."
    source = "https://developers.google.com/search/docs/fundamentals/creating-helpful-content"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        for kind in page_types(site, limits):
            for id, words in zip(kind.ids, kind.words, strict=True):
                if words >= limits.near_empty_min_words and _is_outlier(words, kind, limits):
                    message = (
                        f"The main text has {words} words, where {kind.norm:.0f} are usual on pages of this template."
                    )
                    yield SiteFailure(id, message)


def _is_outlier(words: int, kind: PageType, limits: Limits) -> bool:
    missing = kind.norm - words
    is_short = words * 100 <= kind.norm * limits.outlier_max_percent
    return is_short and missing >= limits.outlier_min_deviations * kind.spread
