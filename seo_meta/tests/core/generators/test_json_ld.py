import json
from html import escape
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from seo_meta.core.defang import UNSAFE
from seo_meta.core.propose import (
    Abstain,
    Block,
    Candidate,
    Field,
    HouseStyle,
    SiteProfile,
    Subject,
    Treatment,
    generators,
)
from seo_meta.tests.applied import failing, with_value
from seo_meta.tests.factories import BASE, facts_of
from seo_meta.tests.injection import HOSTILE

SITE = SiteProfile(BASE, clean_urls=True)
HOME = '<title>Kestrel</title><meta property="og:site_name" content="Kestrel">'
ARTICLE = {
    "og:type": "article",
    "article:published_time": "2026-01-02T09:00:00+01:00",
    "article:modified_time": "2026-02-03",
    "article:author": "Ada Kestrel",
    "og:image": "https://example.com/tea.jpg",
}
PRODUCT = {
    "product:price:amount": "12.50",
    "product:price:currency": "EUR",
    "product:retailer_item_id": "T-7",
    "product:availability": "in stock",
    "og:image": "https://example.com/tea.jpg",
}
SHOP = "<body><main><h1>Green tea</h1><p>Only € 12,50 today.</p></main>"
TRAIL = '<body><nav><a href="/">Start here</a> &gt; <a href="/tea/">Teas</a></nav><h1>Sencha</h1>'


def metas(properties: dict[str, str]) -> str:
    return "".join(f'<meta property="{name}" content="{content}">' for name, content in properties.items())


def candidates(html: str, path: str = "tea.html", site: SiteProfile = SITE, **fields: Any) -> list[Candidate]:
    page = Subject(facts_of(html, path), is_home=not path, **fields)
    return list(generators["json-ld"].candidates(Field.JSON_LD, page, site))


def document(html: str, path: str = "tea.html", **fields: Any) -> dict[str, Any]:
    """The first candidate, which must be valid by our own rules where it stands."""
    value = candidates(html, path, **fields)[0].value
    after = facts_of(with_value(html, Field.JSON_LD, value), path)
    assert failing(after, "sd", "content.dates-disagree") == failing(facts_of(html, path), "sd") - {"sd.missing"}
    return json.loads(value)


def test_a_home_page_says_whose_site_it_is() -> None:
    assert document(HOME, "") == {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": "Kestrel",
        "url": "https://example.com/",
    }
    (found,) = candidates(HOME, "")
    assert found.treatment is Treatment.AUTO
    assert any("no image that is clearly its logo" in reason for reason in found.reasons)


def test_a_logo_and_claimed_profiles_make_an_organization() -> None:
    html = f'{HOME}<body><img src="/logo.png" alt="Kestrel"><a rel="me" href="https://social.example/@k">Us</a>'
    website, organization = document(html, "")["@graph"]
    assert website["@type"] == "WebSite"
    assert organization == {
        "@type": "Organization",
        "name": "Kestrel",
        "url": "https://example.com/",
        "logo": "https://example.com/logo.png",
        "sameAs": ["https://social.example/@k"],
    }
    assert candidates(html, "")[0].treatment is Treatment.PROPOSED


@pytest.mark.parametrize(
    "images",
    [
        '<img src="/a-logo.png"><img src="/b-logo.png">',
        '<img src="javascript:logo()" alt="logo">',
        '<img src="data:image/png;base64,AA" alt="logo">',
        '<img src="/logo.gif" width="1" height="1">',
        '<img src="/catalogo.png">',
    ],
)
def test_an_image_that_may_be_no_logo_makes_no_organization(images: str) -> None:
    assert document(f"{HOME}<body>{images}", "")["@type"] == "WebSite"


def test_of_several_logos_the_one_with_the_name_is_the_sites() -> None:
    html = f'{HOME}<body><img src="/logos/partner-logo.png"><img src="/i/logo.png" alt="Kestrel">'
    assert document(html, "")["@graph"][1]["logo"] == "https://example.com/i/logo.png"


def test_a_site_without_a_name_gets_none() -> None:
    with pytest.raises(Abstain, match="no og:site_name"):
        candidates("<title>Welcome</title>", "")


def test_links_that_follow_one_another_down_to_the_page_are_its_breadcrumb() -> None:
    (found,) = candidates(f"<title>Sencha</title>{TRAIL}", "tea/sencha.html")
    items = document(f"<title>Sencha</title>{TRAIL}", "tea/sencha.html")["itemListElement"]
    assert [(item["position"], item["name"], item.get("item")) for item in items] == [
        (1, "Start here", "https://example.com/"),
        (2, "Teas", "https://example.com/tea/"),
        (3, "Sencha", None),
    ]
    assert found.treatment is Treatment.AUTO
    assert [evidence.text for evidence in found.evidence] == ["Start here", "Teas", "Sencha"]


def test_links_in_different_places_name_the_folders_for_a_reviewer() -> None:
    html = (
        '<title>Sencha</title><body><a href="/tea/">up</a><a href="/">Home</a><a href="/about">About</a>'
        '<h1>Sencha</h1><a href="/tea/">All our teas</a>'
    )
    (found,) = candidates(html, "tea/sencha.html")
    names = [item["name"] for item in document(html, "tea/sencha.html")["itemListElement"]]
    assert names == ["Home", "All our teas", "Sencha"]
    assert found.treatment is Treatment.PROPOSED


@pytest.mark.parametrize(
    "links",
    [
        '<a href="/">Home</a>',
        '<a href="/">Home</a><a href="/tea/">↑</a>',
        '<a href="/">Home</a><a href="/tea/?sort=price">Tea</a>',
        '<a href="/">Home</a><a href="/tea/#top">Tea</a>',
        '<a href="https://other.example/">Home</a><a href="https://other.example/tea/">Tea</a>',
        '<a href="/"><img src="/home.png" alt="Home"></a><a href="/tea/">Tea</a>',
    ],
)
def test_a_folder_that_no_link_names_makes_no_breadcrumb(links: str) -> None:
    with pytest.raises(Abstain, match="BreadcrumbList is left out: no link"):
        candidates(f"<title>Sencha</title><body>{links}<h1>Sencha</h1>", "tea/sencha.html")


def test_where_the_name_of_the_site_is_an_h1_too_the_title_tells_which_names_the_page() -> None:
    html = f"<title>Sencha - Kestrel</title><body><h1>Kestrel</h1>{TRAIL}"
    assert document(html, "tea/sencha.html")["itemListElement"][-1]["name"] == "Sencha"


def test_an_article_is_what_the_page_states_of_itself() -> None:
    html = f"<title>On tea</title>{metas(ARTICLE)}<body><h1>On green tea</h1><p>Text</p>"
    assert document(html) == {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": "On green tea",
        "author": {"@type": "Person", "name": "Ada Kestrel"},
        "datePublished": "2026-01-02T09:00:00+01:00",
        "dateModified": "2026-02-03",
        "image": "https://example.com/tea.jpg",
        "mainEntityOfPage": "https://example.com/tea.html",
    }
    texts = {evidence.text for evidence in candidates(html)[0].evidence}
    assert texts == {"On green tea", *ARTICLE.values()} - {"article"}


def test_an_article_by_the_site_is_by_an_organization() -> None:
    site = SiteProfile(BASE, clean_urls=True, style=HouseStyle(brand="Ada Kestrel"))
    html = f"<title>On tea</title>{metas(ARTICLE)}<body><h1>On green tea</h1>"
    assert json.loads(candidates(html, site=site)[0].value)["author"]["@type"] == "Organization"


@pytest.mark.parametrize(
    ("changed", "lacking"),
    [
        ({"article:published_time": "2 January 2026"}, "datePublished"),
        ({"article:published_time": "2026-01-02T09:00"}, "datePublished"),
        ({"article:modified_time": "2026-02-30"}, "dateModified"),
        ({"article:author": "https://social.example/ada"}, "author"),
        ({"og:image": "javascript:alert(1)"}, "image"),
        ({"og:image": "data:image/png;base64,AA"}, "image"),
    ],
)
def test_what_the_page_does_not_state_is_never_made_up(changed: dict[str, str], lacking: str) -> None:
    with pytest.raises(Abstain, match=f"Article is left out: the page does not state {lacking}\\."):
        candidates(f"<title>On tea</title>{metas(ARTICLE | changed)}<body><h1>On green tea</h1>")


def test_a_product_has_the_price_that_its_tags_and_its_text_both_give() -> None:
    html = f"<title>Tea</title>{metas(PRODUCT)}{SHOP}"
    assert document(html) == {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": "Green tea",
        "url": "https://example.com/tea.html",
        "offers": {
            "@type": "Offer",
            "price": "12.50",
            "priceCurrency": "EUR",
            "availability": "https://schema.org/InStock",
        },
        "sku": "T-7",
        "image": "https://example.com/tea.jpg",
    }


@pytest.mark.parametrize(
    "changed",
    [
        {"product:price:amount": "13.50"},
        {"product:price:amount": "12,50"},
        {"product:price:currency": "€"},
        {"product:price:amount": "12.50</script>"},
    ],
)
def test_a_price_that_readers_do_not_see_is_not_repeated(changed: dict[str, str]) -> None:
    with pytest.raises(Abstain, match="Product is left out"):
        candidates(f"<title>Tea</title>{metas(PRODUCT | changed)}{SHOP}")


def test_an_unknown_availability_is_left_out() -> None:
    html = f"<title>Tea</title>{metas(PRODUCT | {'product:availability': 'soon'})}{SHOP}"
    assert "availability" not in document(html)["offers"]


QUESTIONS = (
    "<title>Questions</title><body><main><h1>Questions</h1><ul><li>How hot?</li><li>How long?</li></ul>"
    "<h2>How hot?</h2><p>Seventy degrees, <b>never</b> more.</p><p>Less for gyokuro.</p>"
    "<h2>How long?</h2><p>A minute.</p></main>"
)
ANSWERS = tuple(Block(text, "main") for text in ("Seventy degrees, never more.", "Less for gyokuro.", "A minute."))


def test_questions_with_their_whole_answers_are_an_faq() -> None:
    found = document(QUESTIONS, blocks=ANSWERS)
    assert found["@type"] == "FAQPage"
    assert [(item["name"], item["acceptedAnswer"]["text"]) for item in found["mainEntity"]] == [
        ("How hot?", "Seventy degrees, never more. Less for gyokuro."),
        ("How long?", "A minute."),
    ]
    assert any(
        "Google shows no FAQ results since" in reason for reason in candidates(QUESTIONS, blocks=ANSWERS)[0].reasons
    )


@pytest.mark.parametrize("blocks", [(), ANSWERS[:2], (ANSWERS[0], ANSWERS[2])])
def test_an_answer_that_is_not_whole_is_none(blocks: tuple[Block, ...]) -> None:
    with pytest.raises(Abstain):
        candidates(QUESTIONS, blocks=blocks)


def test_an_article_that_asks_a_question_or_two_is_no_faq() -> None:
    html = QUESTIONS.replace("</main>", "<h2>Water</h2><p>Soft.</p><h2>Leaves</h2><p>Whole.</p></main>")
    with pytest.raises(Abstain):
        candidates(html, blocks=(*ANSWERS, Block("Soft.", "main"), Block("Whole.", "main")))


def test_an_faq_stands_apart_from_what_is_of_more_use() -> None:
    html = QUESTIONS.replace("<h1>", '<a href="/">Home</a><a href="/tea/">Tea</a><h1>')
    first, second = candidates(html, "tea/faq.html", blocks=ANSWERS)
    assert json.loads(first.value)["@type"] == "BreadcrumbList"
    assert [thing["@type"] for thing in json.loads(second.value)["@graph"]] == ["BreadcrumbList", "FAQPage"]


@pytest.mark.parametrize(
    ("described", "reason"),
    [
        ('<script type="application/ld+json">{"@context": "https://schema.org", </script>', "is broken"),
        ("<body itemscope>", "microdata"),
        ('<body typeof="WebPage">', "RDFa"),
        ('<script type="application/ld+json">{"@context": "https://schema.org", "@type": "WebSite"}</script>', "logo"),
    ],
)
def test_what_a_page_describes_already_is_neither_repaired_nor_repeated(described: str, reason: str) -> None:
    with pytest.raises(Abstain, match=reason):
        candidates(HOME + described, "")


def test_hostile_words_cannot_leave_the_script() -> None:
    told = metas(ARTICLE | {"article:author": "Eve&lt;/script&gt;&lt;!--&lt;script&gt;\u202e&quot;\x07"})
    html = f"<title>T</title>{told}<body><h1>&lt;/SCRIPT&gt;&lt;img src=x onerror=alert(1)&gt;</h1>"
    (found,) = candidates(html)
    assert "<" not in found.value
    after = facts_of(with_value(html, Field.JSON_LD, found.value))
    (block,) = after.json_ld
    assert (block.error, after.images) == ("", ())
    assert json.loads(block.text)["headline"] == "</SCRIPT><img src=x onerror=alert(1)>"
    assert json.loads(block.text)["author"]["name"] == 'Eve</script><!--<script> "'


@given(st.text(max_size=80), st.text(max_size=80))
@example(*HOSTILE[:2])
@example(*HOSTILE[2:4])
@example(*HOSTILE[4:])
def test_whatever_a_page_says_the_document_is_one_block_of_json(name: str, heading: str) -> None:
    html = f"<title>T</title><meta property='og:site_name' content='{escape(name)}'>{metas(ARTICLE)}"
    for path in ("", "tea.html"):
        page = f"{html}<body><a href='/'>Home</a><h1>{escape(heading)}</h1>"
        try:
            found = candidates(page, path)
        except Abstain:
            continue
        (block,) = facts_of(with_value(page, Field.JSON_LD, found[0].value), path).json_ld
        assert block.error == ""
        assert not UNSAFE.search(block.text.replace("\n", ""))


def test_names_of_a_megabyte_are_no_names() -> None:
    long = "Tea " * 250_000
    home = f'<title>{long}</title><meta property="og:site_name" content="{long}"><h1>{long}</h1>'
    with pytest.raises(Abstain):
        candidates(home, "")
    with pytest.raises(Abstain):
        candidates(home, "tea/sencha.html")


def test_the_same_page_gets_the_same_bytes() -> None:
    html = f"<title>On tea</title>{metas(ARTICLE)}<body><h1>On green tea</h1>"
    assert candidates(html) == candidates(html)
