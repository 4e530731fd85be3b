from collections import Counter
from collections.abc import Iterator
from functools import cache

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
        readable: dict[int, int] = {}
        for page in site.pages():
            # A page without any text is not HTML, or is made by scripts: its places are not known.
            if page.status == 200 and page.content_hash:
                readable.update(dict.fromkeys(unpack(page.key), page.id))
                missing.update(unpack(page.fragments))
        for page in site.pages():
            missing.difference_update(unpack(page.ids))
        # What is missing may stand where its page was not read any more.
        is_cut = cache(lambda page: site.facts(page).cut)
        for page in site.pages():
            if page.status == 200 and not missing.isdisjoint(unpack(page.fragments)):
                broken = _broken(site, page.id, missing, readable)
                yield from _failures(page.id, [anchor for anchor, target in broken if not is_cut(target)])


def _broken(site: Site, page: int, missing: set[int], readable: dict[int, int]) -> Iterator[tuple[Anchor, int]]:
    """(anchor, id of the page that lacks the place); `readable` maps keys of pages to ids."""
    for anchor in site.anchors(page):
        key = site.key(anchor.url) if anchor.url and anchor.fragment else None
        target = readable.get(unpack(key)[0]) if key else None
        if key and target and not missing.isdisjoint(unpack(fragment_key(key, anchor.fragment))):
            yield anchor, target


def _failures(page: int, faulty: list[Anchor]) -> Iterator[SiteFailure]:
    """One failure for each distinct `href`, at its first place on the page."""
    counts = Counter(anchor.href for anchor in faulty)
    for anchor in faulty:
        if times := counts.pop(anchor.href, 0):
            repeated = f" ({times} links)" if times > 1 else ""
            message = f'No element of {anchor.url} has the id "{anchor.fragment}"{repeated}.'
            yield SiteFailure(page, message, anchor.href or "", anchor.line)
