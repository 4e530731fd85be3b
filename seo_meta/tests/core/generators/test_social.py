import json

import pytest

from seo_meta.core.propose import (
    Abstain,
    Candidate,
    Confidence,
    Field,
    HouseStyle,
    SiteProfile,
    Subject,
    Treatment,
    generators,
)
from seo_meta.tests.applied import failing, with_value
from seo_meta.tests.factories import BASE, facts_of

SITE = SiteProfile(BASE, clean_urls=True, style=HouseStyle(brand="Kestrel", separator=" | "))
HEAD = '<title>Green tea | Kestrel</title><meta name="description" content="How to brew it.">'
PHOTO = '<img src="/tea.jpg" alt="A cup of tea" width="1200" height="630">'
RECIPE = '{"@context": "https://schema.org", "@type": "Recipe", "image": {"@type": "ImageObject", "url": "/cup.webp"}}'


def subject(html: str, path: str = "tea.html", **fields: object) -> Subject:
    facts = facts_of(html, path)
    return Subject(facts, **{"title": facts.title, "description": facts.description, **fields})


def candidate(html: str, site: SiteProfile = SITE, **fields: object) -> Candidate:
    (found,) = generators["social"].candidates(Field.SOCIAL, subject(html, **fields), site)
    return found


def card(html: str, site: SiteProfile = SITE, **fields: object) -> dict[str, str]:
    return json.loads(candidate(html, site, **fields).value)


def test_a_page_without_any_card_gets_a_whole_one() -> None:
    found = candidate(HEAD + PHOTO)
    assert json.loads(found.value) == {
        "og:description": "How to brew it.",
        "og:image": "https://example.com/tea.jpg",
        "og:image:alt": "A cup of tea",
        "og:site_name": "Kestrel",
        "og:title": "Green tea",
        "og:type": "website",
        "og:url": "https://example.com/tea.html",
        "twitter:card": "summary_large_image",
    }
    assert (found.treatment, found.confidence) == (Treatment.PROPOSED, Confidence.MEDIUM)
    assert failing(facts_of(with_value(HEAD + PHOTO, Field.SOCIAL, found.value)), "og", "twitter") == set()


def test_copies_of_what_was_decided_need_no_reviewer() -> None:
    found = candidate(HEAD + '<meta name="twitter:image" content="https://example.com/tea.jpg">')
    assert found.treatment is Treatment.AUTO
    assert {evidence.source for evidence in found.evidence} == {"title", "description", "twitter:image", "url"}


def test_only_what_is_missing_is_set() -> None:
    html = (
        f'{HEAD}<meta property="og:title" content="Tea!"><meta property="og:image" content="https://example.com/a.png">'
        '<meta property="og:url" content="https://example.com/tea.html"><meta name="twitter:card" content="summary">'
    )
    assert card(html) == {"og:description": "How to brew it.", "og:type": "website"}


def test_a_page_that_lacks_nothing_gets_no_proposal() -> None:
    html = with_value(HEAD + PHOTO, Field.SOCIAL, candidate(HEAD + PHOTO).value)
    with pytest.raises(Abstain, match="all that its cards need"):
        candidate(html)


@pytest.mark.parametrize("undecided", ["title", "description"])
def test_a_first_card_waits_for_what_is_undecided(undecided: str) -> None:
    with pytest.raises(Abstain, match=f"A first card would be incomplete. og:{undecided}"):
        candidate(HEAD, **{undecided: ""})


def test_a_first_card_waits_for_the_canonical() -> None:
    with pytest.raises(Abstain, match="The canonical URL of the page is undecided"):
        candidate(f'{HEAD}<body><a href="tea">Tea</a>')


def test_a_card_that_is_there_is_completed_without_what_is_undecided() -> None:
    found = candidate(f'{HEAD}<meta property="og:type" content="website">{PHOTO}', title="")
    assert "og:title" not in json.loads(found.value)
    assert any("og:title is left out" in reason for reason in found.reasons)


def test_an_approved_title_is_used_before_the_page_has_it() -> None:
    found = candidate(HEAD + PHOTO, title="White tea | Kestrel")
    assert json.loads(found.value)["og:title"] == "White tea"
    assert "title" not in {evidence.source for evidence in found.evidence}


def test_the_title_of_the_home_page_may_be_the_brand() -> None:
    assert card("<title>Kestrel</title>", is_home=True)["og:title"] == "Kestrel"


@pytest.mark.parametrize(
    "told",
    [
        '<meta property="article:published_time" content="2026-01-02">',
        '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "BlogPosting"}</script>',
    ],
)
def test_a_page_that_calls_itself_an_article_is_one(told: str) -> None:
    assert card(HEAD + told)["og:type"] == "article"


@pytest.mark.parametrize(
    ("images", "url"),
    [
        ('<img src="a.jpg" width="300" height="200"><img src="b.jpg" width="800" height="600">', "b.jpg"),
        ('<img src="x.gif" data-src="late.jpg" width="800" height="600">', "late.jpg"),
        ('<link rel="image_src" href="/named.png"><img src="b.jpg" width="800" height="600">', "named.png"),
        ('<meta name="twitter:image" content="/card.png"><img src="b.jpg" width="800" height="600">', "card.png"),
        (f'<script type="application/ld+json">{RECIPE}</script>', "cup.webp"),
    ],
)
def test_the_image_is_what_the_page_names_or_else_its_largest(images: str, url: str) -> None:
    assert card(HEAD + images)["og:image"] == BASE + url


@pytest.mark.parametrize(
    "image",
    [
        '<img src="tea.svg" width="800" height="600">',
        '<img src="logo.png" width="800" height="600">',
        '<img src="tea.jpg">',
        '<img src="tea.jpg" width="120" height="90">',
        '<img src="rule.png" width="900" height="210">',
        '<img src="tea.jpg" width="800" height="600" style="display:none">',
        '<img src="tea.jpg" width="800" height="600" role="presentation">',
        '<a href="https://ads.example/"><img src="https://ads.example/buy.png" width="800" height="600"></a>',
        '<img src="data:image/png;base64,AAAA" width="800" height="600">',
        '<img src="javascript:alert(1)" width="800" height="600">',
        '<img src="http://localhost:8000/tea.jpg" width="800" height="600">',
        '<meta name="twitter:image" content="javascript:alert(1)">',
        '<meta name="twitter:image" content="data:image/png;base64,AAAA">',
    ],
)
def test_an_image_that_cannot_stand_for_the_page_is_left_out(image: str) -> None:
    found = candidate(HEAD + image)
    assert "og:image" not in json.loads(found.value)
    assert json.loads(found.value)["twitter:card"] == "summary"
    assert any("og:image is left out" in reason for reason in found.reasons)


def test_the_image_of_the_home_page_stands_in() -> None:
    home = facts_of('<title>Kestrel</title><meta property="og:image" content="/default.png">', "")
    found = candidate(HEAD, SiteProfile(BASE, clean_urls=True, home=home))
    assert json.loads(found.value)["og:image"] == "https://example.com/default.png"
    assert found.treatment is Treatment.PROPOSED


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        ('<meta property="og:image" content="/a.png">', "og.image-relative"),
        ('<meta property="og:image" content="javascript:alert(1)">', "og.image-relative"),
        ('<meta property="og:title" content="">', "og.empty-content"),
        ('<meta property="og:url" content="/coffee"><link rel="canonical" href="/tea.html">', "og.url-vs-canonical"),
        ('<meta property="og:type" content="website">', "og.title-missing"),
        ('<meta property="og:type" content="website">', "og.description-missing"),
        ('<meta property="og:title" content="Tea">', "og.type-missing"),
        ('<meta property="og:title" content="Tea">', "og.url-missing"),
        ('<meta property="og:title" content="Tea">', "og.image-missing"),
        ('<meta property="og:title" content="Tea">', "twitter.card-missing"),
        ('<meta name="twitter:card" content="huge">', "twitter.card-invalid"),
        ('<meta name="twitter:card" content="summary_large_image">', "twitter.large-image-without-image"),
    ],
)
def test_what_the_rules_report_is_mended(fault: str, rule: str) -> None:
    html = f"{HEAD}{fault}</head>{PHOTO}"
    assert rule in failing(facts_of(html, "tea.html"), "og", "twitter")
    mended = with_value(html, Field.SOCIAL, candidate(html).value)
    assert failing(facts_of(mended, "tea.html"), "og", "twitter") == set()


def test_every_rule_that_it_mends_has_a_case_above() -> None:
    (marked,) = (mark for mark in test_what_the_rules_report_is_mended.pytestmark if mark.name == "parametrize")
    assert {rule for _, rule in marked.args[1]} == generators["social"].mends[Field.SOCIAL]


def test_an_og_url_that_disagreed_is_for_a_reviewer() -> None:
    html = f'{HEAD}<link rel="canonical" href="/tea.html"><meta property="og:url" content="/coffee">'
    found = candidate(html)
    assert json.loads(found.value)["og:url"] == "https://example.com/tea.html"
    assert found.treatment is Treatment.PROPOSED


def test_pages_that_stand_for_another_get_no_card() -> None:
    with pytest.raises(Abstain, match="Shared links show the canonical page"):
        candidate(f'{HEAD}<link rel="canonical" href="https://example.com/coffee">')


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Tea &quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;", 'Tea "><script>alert(1)</script>'),
        ("Tea\x00\x1b[31m\u202ecod.exe", "Tea\ufffd [31m cod.exe"),
        ("Thé  vert 茶 🍵", "Thé vert 茶 🍵"),
    ],
)
def test_hostile_words_stay_words(title: str, told: str) -> None:
    html = f"<title>{title}</title>"
    found = candidate(html)
    assert json.loads(found.value)["og:title"] == told
    assert "<" not in found.value
    after = facts_of(with_value(html, Field.SOCIAL, found.value))
    assert after.meta_property("og:title")[0].content == told


def test_a_title_of_a_megabyte_is_no_title() -> None:
    found = candidate(f'<title>{"Tea " * 250_000}</title><meta property="og:type" content="website">')
    assert "og:title" not in json.loads(found.value)
    assert len(found.value) < 500
