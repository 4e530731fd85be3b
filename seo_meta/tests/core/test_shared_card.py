from seo_meta.core.as_proposed import as_proposed
from seo_meta.core.propose import Field
from seo_meta.core.shared_card import SharedCard, shared_cards
from seo_meta.core.types import PageFacts
from seo_meta.tests.factories import facts_of

IMAGE = "<meta property=og:image content=https://example.com/a.png>"


def cards(html: str) -> dict[str, SharedCard]:
    return {card.network: card for card in shared_cards(facts_of(html))}


def test_each_network_takes_its_own_property_first() -> None:
    found = cards("<title>T</title><meta property=og:title content=O><meta name=twitter:title content=X>")
    sources = {network: (card.title.text, card.title.source) for network, card in found.items()}
    assert sources == {
        "X": ("X", "twitter:title"),
        "Facebook, LinkedIn": ("O", "og:title"),
        "Slack, Discord": ("O", "og:title"),
    }


def test_a_page_without_open_graph_is_shown_by_its_title_and_description() -> None:
    for card in cards("<title>T</title><meta name=description content=D>").values():
        assert (card.title.text, card.title.source) == ("T", "<title>")
        assert (card.description.text, card.description.source) == ("D", "the description")


def test_a_page_with_nothing_says_so() -> None:
    for card in shared_cards(PageFacts(url="https://example.com/", key="")):
        assert (card.title.source, card.description.source, card.image.url) == ("", "", "")


def test_the_kind_of_card_decides_how_large_x_shows_the_image() -> None:
    assert cards("<meta name=twitter:card content=summary_large_image>")["X"].layout == "large"
    assert cards("<meta name=twitter:card content=summary>")["X"].layout == "small"


def test_facebook_shows_an_image_that_is_declared_small_beside_the_text() -> None:
    small = "<meta property=og:image:width content=300><meta property=og:image:height content=300>"
    assert cards(IMAGE)["Facebook, LinkedIn"].layout == "large"
    found = cards(IMAGE + small)["Facebook, LinkedIn"]
    assert (found.layout, found.image.size) == ("small", "300 × 300")


def test_an_image_that_no_network_shows_is_named_with_the_reason() -> None:
    for address in ("/img/a.png", "https://example.com/a.svg", "javascript:alert(1)"):
        image = cards(f"<meta property=og:image content='{address}'>")["X"].image
        assert image.url == address
        assert image.fault.startswith("Not shown")
    assert cards(IMAGE)["X"].image.fault == ""


def test_a_proposed_card_is_what_networks_will_show() -> None:
    page = as_proposed(facts_of("<title>T</title>"), {Field.SOCIAL: '{"og:title": "New", "og:site_name": "Kestrel"}'})
    found = {card.network: card for card in shared_cards(page)}
    assert found["X"].title.text == "New"
    assert found["Slack, Discord"].site.text == "Kestrel"
