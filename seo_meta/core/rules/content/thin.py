from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.page_types import PageType, page_types


@site_rules.register
class ContentThin(SiteRule):
    id = "content.thin"
    kind = Kind.HEURISTIC
    severity = Severity.REVIEW
    summary = "The page has little text where pages of its kind have more"
    remedy = (
        "Ask whether a reader finds here what the title promises; if not, write it, or merge the page into another."
    )
    source = "https://developers.google.com/search/docs/fundamentals/creating-helpful-content"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        for kind in page_types(site, limits):
            if not _is_wordy(kind, limits):
                continue
            for id, words in zip(kind.ids, kind.words, strict=True):
                if limits.near_empty_min_words <= words < limits.thin_min_words:
                    message = (
                        f"The main text has {words} words, where {kind.norm:.0f} are usual on pages of this template."
                    )
                    yield SiteFailure(id, message)


def _is_wordy(kind: PageType, limits: Limits) -> bool:
    """Whether such pages have more text as a rule: where many are short, as in a glossary, short is meant."""
    long = sum(words >= limits.thin_min_words for words in kind.words)
    return long * 100 >= len(kind.words) * limits.norm_min_percent
