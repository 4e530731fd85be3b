"""What Google's rich results ask of structured data, as of November 2026. Facts; the pages are under GUIDE.

A retired result asks for nothing: its markup is harmless, and nothing is gained by mending or adding it.
"""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from seo_meta.core.findings import Failure
from seo_meta.core.json_ld import Graph, Node

GUIDE = "https://developers.google.com/search/docs/appearance/structured-data/"
CHANGES = "https://developers.google.com/search/updates"
SEARCH_BOX = "https://developers.google.com/search/blog/2024/10/sitelinks-search-box"
CUTS_2025 = "https://developers.google.com/search/blog/2025/06/simplifying-search-results"


class RichResult(NamedTuple):
    """Properties of one type; `a|b` stands for one of two. `retired` is the date on which Google ended it, or empty."""

    source: str
    required: tuple[str, ...] = ()
    recommended: tuple[str, ...] = ()
    retired: str = ""

    @property
    def state(self) -> Literal["current", "retired"]:
        return "retired" if self.retired else "current"


RICH_RESULTS = {
    "AggregateOffer": RichResult(GUIDE + "product-snippet", ("lowPrice", "priceCurrency")),
    "AggregateRating": RichResult(GUIDE + "review-snippet", ("ratingValue", "ratingCount|reviewCount")),
    # Google requires nothing of articles.
    "Article": RichResult(GUIDE + "article", (), ("headline", "author", "datePublished", "dateModified", "image")),
    "BreadcrumbList": RichResult(GUIDE + "breadcrumb", ("itemListElement",)),
    "ClaimReview": RichResult(CUTS_2025, retired="2025-06-12"),
    "Course": RichResult(GUIDE + "course", ("name", "description"), ("provider",)),
    "DiscussionForumPosting": RichResult(
        GUIDE + "discussion-forum", ("author", "datePublished", "text|image|video|sharedContent")
    ),
    "Event": RichResult(GUIDE + "event", ("name", "startDate", "location")),
    "FAQPage": RichResult(CHANGES, retired="2026-05-07"),
    "HowTo": RichResult("https://developers.google.com/search/blog/2023/08/howto-faq-changes", retired="2023-09-13"),
    "JobPosting": RichResult(
        GUIDE + "job-posting",
        ("title", "description", "datePosted", "hiringOrganization", "jobLocation|applicantLocationRequirements"),
    ),
    "LocalBusiness": RichResult(GUIDE + "local-business", ("name", "address|areaServed")),
    "Movie": RichResult(GUIDE + "movie", ("name", "image")),
    "Offer": RichResult(GUIDE + "merchant-listing", ("price|priceSpecification", "priceCurrency|priceSpecification")),
    "Organization": RichResult(GUIDE + "organization", (), ("name", "url", "logo")),
    "Product": RichResult(GUIDE + "product-snippet", ("name", "offers|review|aggregateRating")),
    "ProfilePage": RichResult(GUIDE + "profile-page", ("mainEntity",)),
    "QAPage": RichResult(GUIDE + "qapage", ("mainEntity",)),
    "Recipe": RichResult(GUIDE + "recipe", ("name", "image")),
    "Review": RichResult(GUIDE + "review-snippet", ("author", "reviewRating")),
    "SearchAction": RichResult(SEARCH_BOX, retired="2024-11-21"),
    "SoftwareApplication": RichResult(GUIDE + "software-app", ("name", "offers", "aggregateRating|review")),
    "SpecialAnnouncement": RichResult(CUTS_2025, retired="2025-06-12"),
    "VideoObject": RichResult(GUIDE + "video", ("name", "thumbnailUrl", "uploadDate")),
}


def own_articles(things: Graph) -> Iterator[Node]:
    """The articles that the page is, not those that it lists. A post in a forum is one in the vocabulary only."""
    for node in things.of_type("Article"):
        if node.is_main and (node.is_a("BlogPosting") or not node.is_a("SocialMediaPosting")):
            yield node


def own_products(things: Graph) -> Iterator[Node]:
    """The products that the page is about. What is said of a group is said of its variants."""
    return (node for node in things.of_type("Product") if node.is_main and not node.is_a("ProductGroup"))


def incomplete(things: Graph, nodes: Iterable[Node], properties: tuple[str, ...]) -> Iterator[Failure]:
    """One failure for all nodes of a type that lack the same properties, at the first of them."""
    lacking: dict[tuple[str, str], list[Node]] = {}
    for node in nodes:
        if missing := things.missing(node, properties):
            lacking.setdefault((node.label, " and no ".join(map(_either, missing))), []).append(node)
    for (label, missing_names), found in lacking.items():
        subject = f"The {label} has" if len(found) == 1 else f"{len(found)} objects of type {label} have"
        yield Failure(f"{subject} no {missing_names}.", f"{label}: {missing_names}", found[0].line)


def _either(names: str) -> str:
    """`a, b or c` for `a|b|c`."""
    *others, last = names.split("|")
    return f"{', '.join(others)} or {last}" if others else last
