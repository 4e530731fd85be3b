from collections import Counter
from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site, fragment_key, unpack
from seo_meta.core.types import Anchor


@site_rules.register
class LinkBrokenFragment(SiteRule):
    id = "link.broken-fragment"
    kind = Kind.SPEC
    severity = Severity.WARNING
    summary = "A link leads to a place that its page does not have"
    remedy = "Correct what follows the #, or give the place that is meant this id."
    source = "https://html.spec.whatwg.org/multipage/browsing-the-web.html#scrolling-to-a-fragment"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        missing: set[int] = set()
        readable: set[int] = set()
        for page in site.pages():
            # A page without any text is not HTML, or is made by scripts: its places are not known.
            if page.status == 200 and page.content_hash:
                readable.update(unpack(page.key))
                missing.update(unpack(page.fragments))
        for page in site.pages():
            missing.difference_update(unpack(page.ids))
        for page in site.pages():
            if page.status == 200 and not missing.isdisjoint(unpack(page.fragments)):
                yield from _failures(site, page.id, missing, readable)


def _failures(site: Site, page: int, missing: set[int], readable: set[int]) -> Iterator[SiteFailure]:
    """One failure for each distinct `href`, at its first place on the page."""
    faulty = [anchor for anchor in site.anchors(page) if _is_broken(site, anchor, missing, readable)]
    counts = Counter(anchor.href for anchor in faulty)
    for anchor in faulty:
        if times := counts.pop(anchor.href, 0):
            repeated = f" ({times} links)" if times > 1 else ""
            message = f'No element of {anchor.url} has the id "{anchor.fragment}"{repeated}.'
            yield SiteFailure(page, message, anchor.href or "", anchor.line)


def _is_broken(site: Site, anchor: Anchor, missing: set[int], readable: set[int]) -> bool:
    key = site.key(anchor.url) if anchor.url and anchor.fragment else None
    if key is None or readable.isdisjoint(unpack(key)):
        return False
    return not missing.isdisjoint(unpack(fragment_key(key, anchor.fragment)))
