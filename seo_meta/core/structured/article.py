"""An article: https://developers.google.com/search/docs/appearance/structured-data/article"""

from collections.abc import Iterator

from seo_meta.core.copied import words
from seo_meta.core.own_url import settled_url
from seo_meta.core.propose import Abstain, Evidence, SiteProfile, Subject
from seo_meta.core.share_image import named_image
from seo_meta.core.topics import iso_date
from seo_meta.core.types import PageFacts

from .headline import headline
from .thing import Thing

PUBLISHED = ("article:published_time", "datepublished", "dcterms.issued", "dc.date.issued", "dcterms.created", "date")
MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified")
AUTHOR = ("author", "article:author", "dc.creator", "dcterms.creator")
MAX_DATE = 40


def describe(page: Subject, site: SiteProfile) -> Thing | None:
    facts = page.facts
    if page.is_home or not _is_article(facts):
        return None
    image = named_image(facts)
    found = {
        "headline": headline(facts),
        "author": _author(facts),
        "datePublished": _date(facts, PUBLISHED),
        "dateModified": _date(facts, MODIFIED),
        "image": image.evidence if image else None,
    }
    if lacking := [name for name, evidence in found.items() if evidence is None]:
        raise Abstain(f"Article is left out: the page does not state {', '.join(lacking)}.")
    evidence = {name: fact for name, fact in found.items() if fact}
    values = {name: words(fact.text) for name, fact in evidence.items()}
    author = values["author"]
    maker = "Organization" if author == words(site.style.brand) else "Person"
    properties = {
        "@type": "Article",
        **values,
        "author": {"@type": maker, "name": author},
        "image": image.url if image else "",
        "mainEntityOfPage": settled_url(facts, site),
    }
    reason = f"Article: its h1, dates, author and image are on the page; the author is taken for a {maker.lower()}."
    return Thing(properties, tuple(evidence.values()), reason)


def _is_article(page: PageFacts) -> bool:
    """Whether the page says so in Open Graph; headings and paragraphs are on other pages as well."""
    kinds = [meta.content or "" for meta in page.metas if "og:type" in (meta.property, meta.name)]
    return "article" in kinds or bool(page.meta_property("article:published_time"))


def _date(page: PageFacts, names: tuple[str, ...]) -> Evidence | None:
    for source, text, line in _stated(page, names):
        if len(text) <= MAX_DATE and not iso_date.fault_of(text, zoned=True):
            return Evidence(source, text, line)
    return None


def _author(page: PageFacts) -> Evidence | None:
    """A name; Facebook also takes the address of a profile there."""
    for source, text, line in _stated(page, AUTHOR):
        if words(text) and "://" not in text and "@" not in text:
            return Evidence(source, text, line)
    written = (anchor for anchor in page.anchors if "author" in anchor.rel and words(anchor.text))
    return next((Evidence("rel=author", anchor.text, anchor.line) for anchor in written), None)


def _stated(page: PageFacts, names: tuple[str, ...]) -> Iterator[tuple[str, str, int | None]]:
    """(name, content, line) of the metas of these names, those that come first in `names` first."""
    for name in names:
        for meta in page.metas:
            if name in (meta.property, meta.name) and meta.content and meta.content.strip():
                yield name, meta.content, meta.line
