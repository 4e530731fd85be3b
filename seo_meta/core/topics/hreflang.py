"""The hreflang annotations of a site, read once for all rules about them.

Only annotations make a cluster: a `rel=alternate` without `hreflang` is a feed or another format. Targets outside the
site are not judged. https://developers.google.com/search/docs/specialty/international/localized-versions
"""

from array import array
from collections.abc import Callable, Iterator

import msgspec

from seo_meta.core.findings import SiteFailure
from seo_meta.core.site import Site, SitePage, read_alternates, unpack
from seo_meta.core.types import Link, PageFacts

from . import languages
from .per_site import once_per_site

OUTSIDE = 0
"""The key of a target outside the site."""
MAX_ANNOTATIONS = 500
"""Of one page: more than any site has languages and regions, and few enough to be compared."""


class Annotations(msgspec.Struct, frozen=True, gc=False):
    """Those of one page: codes in lower case, and for each the key of its target."""

    page: int
    language: str
    stands: bool
    """Whether search engines take the page as it is: indexable and its own canonical."""
    codes: tuple[str, ...]
    targets: "array[int]"
    own_codes: frozenset[str]
    """Those that the page gives itself, without `x-default`."""

    def codes_by_target(self) -> dict[int, set[str]]:
        """The codes that the page gives each target, without `x-default`."""
        codes: dict[int, set[str]] = {key: set() for key in self.targets}
        for code, key in zip(self.codes, self.targets, strict=True):
            if code != languages.X_DEFAULT:
                codes[key].add(code)
        return codes


class Target(msgspec.Struct, frozen=True, gc=False):
    """A page of the site that annotations lead to. `status` is None when the folder has no such page."""

    page: int
    status: int | None
    noindex: bool = False
    self_canonical: bool = True
    stands: bool = False


class Clusters(msgspec.Struct, frozen=True):
    """Both by the key of the page. A target that was never read, and may exist, is in neither."""

    annotations: dict[int, Annotations]
    targets: dict[int, Target]


def annotated(page: PageFacts) -> tuple[Link, ...]:
    """The hreflang annotations of one page that search engines read: those in its head and in its HTTP header."""
    return tuple(link for link in page.linked("alternate") if link.hreflang and link.in_head)


@once_per_site
def read_clusters(site: Site) -> Clusters:
    """Two passes over the site."""
    shared: dict[tuple[str, ...], tuple[str, ...]] = {}
    annotations = {}
    for page in site.pages():
        alternates = read_alternates(page)[:MAX_ANNOTATIONS] if page.status == 200 else []
        if alternates:
            codes = tuple(languages.normal(code) for code, _ in alternates)
            keys = array("Q", (_key(site, url) for _, url in alternates))
            own = _number(page.key)
            own_codes = frozenset(code for code, key in zip(codes, keys, strict=True) if key == own)
            annotations[own] = Annotations(
                page.id,
                page.language,
                page.indexable and page.self_canonical,
                shared.setdefault(codes, codes),
                keys,
                own_codes - {languages.X_DEFAULT},
            )
    wanted = {key for each in annotations.values() for key in each.targets} - {OUTSIDE}
    return Clusters(annotations, _read_targets(site, wanted) if wanted else {})


def _read_targets(site: Site, wanted: set[int]) -> dict[int, Target]:
    targets = {key: _target(page) for page in site.pages() if (key := _number(page.key)) in wanted}
    if site.inventory:
        missing = wanted.difference(targets, site.files())
        targets |= {key: Target(0, None) for key in missing}
    return targets


def _target(page: SitePage) -> Target:
    return Target(page.id, page.status, page.noindex, page.self_canonical, page.indexable and page.self_canonical)


def judge_targets(site: Site, fault: Callable[[Target], str]) -> Iterator[SiteFailure]:
    """One failure for each target of a page that `fault` has a clause about; an empty clause says that it is fine."""
    clusters = read_clusters(site)
    faults = {key: clause for key, target in clusters.targets.items() if (clause := fault(target))}
    for own, each in clusters.annotations.items():
        # A page that points at itself has the fault itself, and other rules to say so.
        faulty = (faults.keys() & set(each.targets)) - {own}
        for key in sorted(faulty) if each.stands else ():
            link = link_to(site, each.page, key)
            message = f"The {link.hreflang} version, {link.url}, {faults[key]}."
            yield SiteFailure(each.page, message, link.href or "", link.line)


def link_to(site: Site, page: int, target: int) -> Link:
    """The first annotation of `page` that leads to `target`."""
    return next(link for link in annotated(site.facts(page)) if link.url and _key(site, link.url) == target)


def _key(site: Site, url: str) -> int:
    key = site.key(url)
    return _number(key) if key else OUTSIDE


def _number(key: bytes) -> int:
    return unpack(key)[0]
