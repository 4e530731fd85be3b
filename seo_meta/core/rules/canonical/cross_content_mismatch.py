from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.canonicals import at_canonical, read_canonicals
from seo_meta.core.topics.pagination import in_one_series

HEX_DIGITS = 8
EMPTY = "f" * HEX_DIGITS


@site_rules.register
class CanonicalCrossContentMismatch(SiteRule):
    id = "canonical.cross-content-mismatch"
    kind = Kind.DOCUMENTED
    severity = Severity.REVIEW
    summary = "The canonical page has another text"
    remedy = "Look whether the canonical link names the right page: both should hold the same content."
    source = "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        naming, targets = read_canonicals(site)
        # The pages of one list differ by nature.
        copies = {
            page.key: page.canonical
            for page in naming
            if page.canonical in targets and not in_one_series([page.url, targets[page.canonical].url])
        }
        originals = _signatures(site, set(copies.values()), limits)
        for page in site.pages() if originals else ():
            original = originals.get(copies.get(bytes(page.key), b""))
            if original and page.word_count >= limits.duplicate_min_words:
                alike = _percent_alike(page.signature, original)
                if alike < limits.canonical_min_similarity:
                    message = f"About {alike} % of the text is also on the canonical page {{}}."
                    yield at_canonical(site, page.id, message)


def _signatures(site: Site, keys: set[bytes], limits: Limits) -> dict[bytes, str]:
    """The signatures of those of the pages that have a text."""
    return {
        key: page.signature
        for page in (site.pages() if keys else ())
        if (key := bytes(page.key)) in keys and page.status == 200 and page.word_count >= limits.duplicate_min_words
    }


def _percent_alike(one: str, other: str) -> int:
    """The estimated share of three-word sequences that two texts have in common."""
    places = range(0, min(len(one), len(other)), HEX_DIGITS)
    pairs = [(one[place : place + HEX_DIGITS], other[place : place + HEX_DIGITS]) for place in places]
    filled = [pair for pair in pairs if pair != (EMPTY, EMPTY)]
    return 100 * sum(a == b for a, b in filled) // len(filled) if filled else 100
