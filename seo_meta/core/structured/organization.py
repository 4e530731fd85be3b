"""Who makes the site, on its home page: https://developers.google.com/search/docs/appearance/structured-data/organization"""

import re

from seo_meta.core.copied import web_address
from seo_meta.core.images import is_unseen, stem_of
from seo_meta.core.own_url import settled_url
from seo_meta.core.propose import Abstain, Evidence, SiteProfile, Subject
from seo_meta.core.types import Image, PageFacts

from .thing import Thing
from .website import site_name

LOGO = re.compile(r"(?:^|[\W_])logo(?:$|[\W_\d])", re.IGNORECASE)
MAX_PROFILES = 20


def describe(page: Subject, site: SiteProfile) -> Thing | None:
    """Only with a logo, without which our rules call it incomplete; the logo also tells that there is a maker."""
    if not page.is_home:
        return None
    name, named = site_name(page, site)
    address, logo = _logo(page.facts, name)
    profiles = _profiles(page.facts)
    properties = {
        "@type": "Organization",
        "name": name,
        "url": settled_url(page.facts, site),
        "logo": address,
        **({"sameAs": [url for url, _ in profiles]} if profiles else {}),
    }
    reason = "Organization: its logo is the image that says so; look whether the site has a maker of this name."
    return Thing(properties, (named, logo, *(evidence for _, evidence in profiles)), reason)


def _logo(page: PageFacts, name: str) -> tuple[str, Evidence]:
    """The one image that is called a logo; of several, as of partners, the one that is called by the name as well.
    Raises Abstain when there is none."""
    found: dict[str, Image] = {}
    for image in page.images:
        url = web_address(page.base_url, image.src)
        if url and not is_unseen(image) and (LOGO.search(stem_of(url)) or LOGO.search(image.alt or "")):
            found.setdefault(url, image)
    if len(found) > 1:
        own = name.casefold()
        found = {url: image for url, image in found.items() if own in f"{stem_of(url)} {image.alt}".casefold()}
    if len(found) != 1:
        raise Abstain("Organization is left out: the page has no image that is clearly its logo.")
    ((url, image),) = found.items()
    return url, Evidence("img", image.src or "", image.line)


def _profiles(page: PageFacts) -> list[tuple[str, Evidence]]:
    """The profiles that the page claims as its own with rel=me: https://microformats.org/wiki/rel-me"""
    links = [(link.href, link.line) for link in page.linked("me")]
    links += ((anchor.href, anchor.line) for anchor in page.anchors if "me" in anchor.rel)
    found = {
        url: Evidence("rel=me", href or "", line) for href, line in links if (url := web_address(page.base_url, href))
    }
    return list(found.items())[:MAX_PROFILES]
