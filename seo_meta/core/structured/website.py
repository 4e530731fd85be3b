"""The site itself, on its home page: https://developers.google.com/search/docs/appearance/site-names"""

from seo_meta.core.copied import words
from seo_meta.core.own_url import settled_url
from seo_meta.core.propose import Abstain, Evidence, SiteProfile, Subject

from .thing import Thing


def describe(page: Subject, site: SiteProfile) -> Thing | None:
    if not page.is_home:
        return None
    name, evidence = site_name(page, site)
    reason = f"WebSite: the name is the {evidence.source}."
    properties = {"@type": "WebSite", "name": name, "url": settled_url(page.facts, site)}
    return Thing(properties, (evidence,), reason, copied=evidence.source == "og:site_name")


def site_name(page: Subject, site: SiteProfile) -> tuple[str, Evidence]:
    """What the home page calls the site. Raises Abstain when it does not."""
    for name in ("og:site_name", "application-name"):
        for meta in page.facts.metas:
            if name in (meta.property, meta.name) and (text := words(meta.content)):
                return text, Evidence(name, meta.content or "", meta.line)
    brand = words(site.style.brand)
    if brand and brand in page.facts.title:
        return brand, Evidence("title", brand, page.facts.titles[0].line)
    raise Abstain("WebSite is left out: the page has no og:site_name, and no brand in its title.")
