"""Structured data as generators of websites write it: what is in order must be left alone."""

import json

import pytest

from seo_meta.core.audit import Policy, audit_page, audit_site, page_rules, site_rules
from seo_meta.core.findings import Finding, Outcome
from seo_meta.core.types import PageFacts
from seo_meta.tests.factories import MemorySite, facts_of

PAGE = "https://example.com/page.html"
RULES = [rule for rule in page_rules if rule.id.startswith("sd.")]

BLOG_PLUGIN = {
    "@context": "https://schema.org",
    "@graph": [
        {
            "@type": "Article",
            "@id": f"{PAGE}#article",
            "isPartOf": {"@id": PAGE},
            "author": {"name": "A. Kestrel", "@id": "https://example.com/#/schema/person/1"},
            "headline": "How we roast",
            "datePublished": "2026-11-02T07:00:00+00:00",
            "dateModified": "2026-11-03T07:00:00+00:00",
            "mainEntityOfPage": {"@id": PAGE},
            "wordCount": 900,
            "commentCount": 0,
            "publisher": {"@id": "https://example.com/#organization"},
            "image": {"@id": f"{PAGE}#primaryimage"},
            "thumbnailUrl": "https://example.com/beans.jpg",
            "keywords": ["roasting"],
            "articleSection": ["News"],
            "inLanguage": "en-GB",
            "potentialAction": [{"@type": "CommentAction", "name": "Comment", "target": [f"{PAGE}#respond"]}],
        },
        {
            "@type": ["WebPage", "CollectionPage"],
            "@id": PAGE,
            "url": PAGE,
            "name": "How we roast",
            "isPartOf": {"@id": "https://example.com/#website"},
            "primaryImageOfPage": {"@id": f"{PAGE}#primaryimage"},
            "breadcrumb": {"@id": f"{PAGE}#breadcrumb"},
            "potentialAction": [{"@type": "ReadAction", "target": [PAGE]}],
        },
        {
            "@type": "ImageObject",
            "inLanguage": "en-GB",
            "@id": f"{PAGE}#primaryimage",
            "url": "https://example.com/beans.jpg",
            "contentUrl": "https://example.com/beans.jpg",
            "width": 1200,
            "height": 800,
            "caption": "Beans",
        },
        {
            "@type": "BreadcrumbList",
            "@id": f"{PAGE}#breadcrumb",
            "itemListElement": [
                {"@type": "ListItem", "position": 1, "name": "Home", "item": "https://example.com/"},
                {"@type": "ListItem", "position": 2, "name": "How we roast"},
            ],
        },
        {
            "@type": "WebSite",
            "@id": "https://example.com/#website",
            "url": "https://example.com/",
            "name": "Example Roasters",
            "publisher": {"@id": "https://example.com/#organization"},
            "potentialAction": [
                {
                    "@type": "SearchAction",
                    "target": {"@type": "EntryPoint", "urlTemplate": "https://example.com/?s={q}"},
                    "query-input": {"@type": "PropertyValueSpecification", "valueRequired": True, "valueName": "q"},
                }
            ],
        },
        {
            "@type": ["Organization", "Brand"],
            "@id": "https://example.com/#organization",
            "name": "Example Roasters",
            "url": "https://example.com/",
            "logo": {"@type": "ImageObject", "@id": "https://example.com/#logo", "url": "https://example.com/logo.png"},
            "sameAs": ["https://social.example/roasters"],
        },
        {
            "@type": "Person",
            "@id": "https://example.com/#/schema/person/1",
            "name": "A. Kestrel",
            "image": {"@type": "ImageObject", "url": "https://example.com/a.jpg"},
        },
    ],
}

SHOP_PLUGIN = {
    "@context": "https://schema.org/",
    "@type": "Product",
    "@id": f"{PAGE}#product",
    "name": "House blend",
    "url": PAGE,
    "image": ["https://example.com/blend.jpg"],
    "description": "Half Brazil.",
    "sku": 41,
    "brand": {"@type": "Brand", "name": "Example Roasters"},
    "offers": [
        {
            "@type": "Offer",
            "url": f"{PAGE}?variant=1",
            "priceSpecification": [
                {
                    "@type": "UnitPriceSpecification",
                    "price": "9.20",
                    "priceCurrency": "GBP",
                    "valueAddedTaxIncluded": False,
                    "validThrough": "2027-12-31",
                }
            ],
            "priceValidUntil": "2027-12-31",
            "itemCondition": "http://schema.org/NewCondition",
            "availability": "http://schema.org/InStock",
            "hasMerchantReturnPolicy": {"@type": "MerchantReturnPolicy", "merchantReturnDays": 30},
            "shippingDetails": {
                "@type": "OfferShippingDetails",
                "shippingRate": {"@type": "MonetaryAmount", "value": 3, "currency": "GBP"},
            },
            "seller": {"@type": "Organization", "name": "Example Roasters", "url": "https://example.com"},
        }
    ],
    "aggregateRating": {"@type": "AggregateRating", "ratingValue": "4.67", "reviewCount": 3},
    "review": [
        {
            "@type": "Review",
            "reviewRating": {"@type": "Rating", "bestRating": "5", "ratingValue": "5", "worstRating": "1"},
            "author": {"@type": "Person", "name": "B."},
            "reviewBody": "Good.",
            "datePublished": "2026-11-02T07:00:00+00:00",
        }
    ],
}


def page_with(*blocks: object, body: str = "<h1>How we roast</h1><p>House blend £9.20</p>") -> PageFacts:
    scripts = "".join(f'<script type="application/ld+json">{json.dumps(block)}</script>' for block in blocks)
    return facts_of(f'<title>How we roast</title><link rel="canonical" href="{PAGE}">{scripts}{body}')


def findings(*blocks: object) -> list[Finding]:
    return audit_page(page_with(*blocks), RULES, Policy()).findings


def messages(rule: str, *blocks: object) -> list[str]:
    return [finding.message for finding in findings(*blocks) if finding.rule == rule]


@pytest.mark.parametrize("block", [BLOG_PLUGIN, SHOP_PLUGIN], ids=["blog", "shop"])
def test_what_common_plugins_write_is_left_alone(block: object) -> None:
    assert findings(block) == []


def test_equal_lacks_are_one_finding() -> None:
    reviews = [{"@type": "Review", "reviewRating": {"@type": "Rating", "ratingValue": 5}} for _ in range(3)]
    product = {"@context": "https://schema.org", "@type": "Product", "name": "Tea", "review": reviews}
    assert messages("sd.review", product) == ["3 objects of type Review have no author."]


def test_a_lack_of_one_of_several_is_told_as_a_choice() -> None:
    product = {"@context": "https://schema.org", "@type": "Product"}
    assert messages("sd.product-required", product) == [
        "The Product has no name and no offers, review or aggregateRating."
    ]


def test_one_wrong_spelling_is_one_finding_that_says_the_right_one() -> None:
    found = findings({"@context": "https://schema.org", "@type": "newsArticle", "headLine": "Tea"})
    assert [(finding.rule, finding.evidence) for finding in found] == [("sd.unknown-type", "newsArticle")]
    assert "NewsArticle" in found[0].message


@pytest.mark.parametrize("price", ["1,299.00", "1.299,00", "1 299", "€1299", "1299"])
def test_a_price_is_compared_whatever_the_country_writes_between_digits(price: str) -> None:
    block = {"@context": "https://schema.org", "@type": "Product", "offers": {"@type": "Offer", "price": 1299}}
    page = page_with(block, body=f"<p>Now for {price} €.</p>")
    assert list(page_rules["sd.content-mismatch"].check(page, Policy().limits)) == []


HOSTILE = [
    {
        "@type": "Product",
        "name": "x" * 100_000,
        "offers": {"@type": "Offer", "price": "9" * 50_000, "priceCurrency": "X"},
    },
    {"@type": ["T" + "y" * 50_000] * 50, "name": "x"},
    {"@type": "BreadcrumbList", "itemListElement": [{"position": "9" * 5_000}] * 30},
    {"@type": "AggregateRating", "ratingValue": "9" * 10_000, "ratingCount": "9" * 5_000},
    {"@type": "VideoObject", "duration": "P" + "9" * 50_000, "uploadDate": "2026" * 10_000},
    {"@type": "Article", "headline": "ab " * 30_000, "datePublished": "0000-00-00", "dateModified": "٢٠٢٦-٠١-٠١"},
    {"@type": "FAQPage", "mainEntity": [{"@id": "#q"}, {"@type": "Question", "name": "q" * 50_000}]},
]


@pytest.mark.parametrize("block", HOSTILE, ids=lambda block: str(block["@type"])[:20])
def test_no_value_crashes_a_rule_or_fills_a_message(block: dict[str, object]) -> None:
    found = audit_page(page_with({"@context": "https://schema.org"} | block, body="1" * 50_000), RULES, Policy())
    assert Outcome.CRASHED not in found.outcomes.values()
    assert all(len(finding.message) < 500 for finding in found.findings)


def test_a_missing_image_is_told_by_the_rule_of_the_place_that_names_it() -> None:
    block = {"@context": "https://schema.org", "@type": "Article", "image": "https://example.com/beans.jpg"}
    page = page_with(block, body='<meta property="og:image" content="https://example.com/cup.jpg">')
    rules = [site_rules["og.image-broken"], site_rules["sd.image-broken"]]
    found = {
        rule.id: [failure.evidence for failure in failures]
        for rule, _, failures in audit_site(MemorySite([page]), rules, Policy())
    }
    assert found == {
        "og.image-broken": ["https://example.com/cup.jpg"],
        "sd.image-broken": ["https://example.com/beans.jpg"],
    }
