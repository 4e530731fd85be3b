"""Descriptions as the generator proposes them, from the bytes of a page on."""

import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seo_meta.core.blocks import MAX_BLOCKS, read_blocks
from seo_meta.core.extract import extract
from seo_meta.core.extractive.descriptions import MAX_DESCRIPTIONS, descriptions
from seo_meta.core.limits import Limits
from seo_meta.core.propose import Abstain, Candidate, Confidence, Field, HouseStyle, SiteProfile, Subject, generators
from seo_meta.core.types import Document
from seo_meta.core.widths import DESCRIPTION_PX, width_px
from seo_meta.tests.factories import BASE

LEAD = "Our roastery buys beans from three farms and roasts them on the day that they are sent."
SECOND = "Each bag tells you who grew the coffee and when it left the drum."
LONG = "The price of a bag depends on the weight of the harvest and " + "on the state of the roads " * 8 + "in spring."


def page(body: str, head: str = "", lang: str = "en") -> str:
    return f"<!doctype html><html lang={lang}><head><title>Roastery</title>{head}</head><body>{body}</body></html>"


def propose(html: str | bytes, style: HouseStyle | None = None) -> list[Candidate]:
    document = Document(BASE, html if isinstance(html, bytes) else html.encode())
    facts = extract(document)
    site = SiteProfile(BASE, style=style or HouseStyle())
    return descriptions(Subject(facts, read_blocks(document, facts)), site)


def test_the_first_sentences_that_fit_are_proposed_with_where_they_stand() -> None:
    best = propose(page(f"<h1>Our roastery</h1>\n<p>{LEAD} {SECOND} {LONG}</p>"))[0]
    assert best.value == f"{LEAD} {SECOND}"
    assert best.confidence is Confidence.HIGH
    assert [(one.source, one.text, one.line) for one in best.evidence] == [("paragraph", best.value, 2)]


def test_the_standfirst_wins_over_the_text_and_gets_its_full_stop() -> None:
    best = propose(
        page(f"<h1>Coffee</h1><p>{LEAD}</p><div class='article__standfirst'>{SECOND[:-1]}</div><p>{LONG}</p>")
    )
    assert SECOND in [candidate.value for candidate in best]
    (quote,) = next(candidate.evidence for candidate in best if candidate.value == SECOND)
    assert (quote.source, quote.text) == ("standfirst", SECOND[:-1])


def test_a_hint_for_editors_is_no_standfirst() -> None:
    hint = "<div class='editor-description js-titleInstructions'>Change the title and the subtitle as needed.</div>"
    assert propose(page(f"<h1>Coffee</h1>{hint}<p>{LEAD}</p>"))[0].value == LEAD


def test_a_long_paragraph_is_proposed_by_its_beginning() -> None:
    best = propose(
        page(f"<h1>Our roastery</h1><p>{LEAD} {SECOND} {LONG * 12}</p><p>It closes at noon on Sundays and feasts.</p>")
    )
    assert best[0].value == f"{LEAD} {SECOND}"


def test_a_sentence_is_never_cut_to_make_it_fit() -> None:
    (best, *_) = propose(page(f"<h1>Prices</h1><p>{LONG}</p><p>{LEAD}</p>"))
    assert best.value == LEAD
    assert best.confidence is Confidence.LOW
    with pytest.raises(Abstain, match="fits 985 px"):
        propose(page(f"<h1>Prices</h1><p>{LONG}</p>"))


def test_a_site_of_short_descriptions_gets_the_first_sentence_alone() -> None:
    html = page(f"<h1>Our roastery</h1><p>{LEAD} {SECOND}</p>")
    assert propose(html)[0].value == f"{LEAD} {SECOND}"
    assert propose(html, HouseStyle(description_chars=70))[0].value == LEAD


@pytest.mark.parametrize(
    "unfit",
    [
        "We use cookies to make your visit a better one for you.",
        "Read on for what the beans have to say about it:",
        "Home · Beans · Brewing · Contact · About us · Prices",
        "The beans of our roastery (and what they need.",
        "Our roastery",
    ],
)
def test_what_cannot_stand_alone_is_passed_over(unfit: str) -> None:
    assert propose(page(f"<h1>Our roastery</h1><p>{unfit}</p><p>{LEAD}</p>"))[0].value == LEAD


@pytest.mark.parametrize("dateline", ["ULM (AP) — ", "ULM. (AP) -- ", "May 3, 2026 – "])
def test_place_and_date_of_a_dispatch_are_left_out(dateline: str) -> None:
    assert propose(page(f"<h1>Our roastery</h1><p class=lead>{dateline}{LEAD}</p>"))[0].value == LEAD


def test_candidates_differ_and_are_ordered() -> None:
    paragraphs = "".join(
        f"<p>Farm {name} sends {bean} beans by {way} in {month}.</p>" for name, bean, way, month in FARMS
    )
    found = propose(page(f"<h1>Farms</h1><p>{LEAD}</p><p>{LEAD} </p>{paragraphs}"))
    assert len({candidate.value for candidate in found}) == len(found) <= MAX_DESCRIPTIONS
    assert len(found) > 3


FARMS = [
    *(("Guji", "natural", "ship", "May"), ("Huila", "washed green", "rail", "June")),
    *(("Kirinyaga", "peaberry", "lorry through Nairobi", "August"), ("Antigua", "smoky volcanic", "plane", "winter")),
]


def test_the_ladder_goes_from_lists_to_json_ld_to_social_cards_to_headings() -> None:
    article = json.dumps({"@context": "https://schema.org", "@type": "Article", "description": LEAD})
    json_ld = f'<script type="application/ld+json">{article}</script>'
    card = f'<meta property="og:description" content="{SECOND}">'
    headings = "<h1>Brewing</h1><h2>Water</h2><h2>Grind</h2><h2>Time</h2>"
    sources = [
        propose(page(body, head))[0].evidence[0].source
        for body, head in [(f"<p>{LEAD}</p>", card), (headings, json_ld), (headings, card), (headings, "")]
    ]
    assert sources == ["paragraph", "json-ld", "og:description", "h1"]
    (outline,) = propose(page(headings))
    assert (outline.value, outline.confidence) == ("Brewing: Water, Grind and Time.", Confidence.LOW)


def test_what_json_ld_says_of_the_publisher_describes_no_page() -> None:
    publisher = json.dumps({"@context": "https://schema.org", "@type": "Organization", "description": LEAD})
    with pytest.raises(Abstain):
        propose(page("<h1>Imprint</h1>", f'<script type="application/ld+json">{publisher}</script>'))


def test_a_description_that_is_too_long_is_ended_after_a_sentence() -> None:
    head = f'<meta name="description" content="{SECOND} {LONG}">'
    best = propose(page(f"<h1>Our roastery</h1><p>{LEAD}</p>", head))[0]
    assert (best.value, best.evidence[0].source) == (SECOND, "description")


def test_the_description_that_the_page_has_is_not_proposed_again() -> None:
    head = f'<meta name="description" content="{LEAD}">'
    assert LEAD not in [one.value for one in propose(page(f"<h1>Our roastery</h1><p>{LEAD}</p><p>{SECOND}</p>", head))]


def test_an_empty_page_abstains_and_says_what_would_help() -> None:
    with pytest.raises(Abstain, match=r"The page has 3 words of text; two sentences below its heading would help\."):
        propose(page("<h1>App</h1><p>Loading, please"))


def test_languages_without_spaces_or_full_stops_are_served() -> None:
    japanese = "当店は三つの農園から豆を仕入れ、発送する日に焙煎しています。袋には生産者の名前が書いてあります。"
    assert propose(page(f"<h1>焙煎所</h1><p>{japanese}</p>", lang="ja"))[0].value == japanese
    thai = "ร้านของเราซื้อเมล็ดกาแฟจากสามฟาร์มและคั่วในวันที่ส่ง"
    assert propose(page(f"<h1>กาแฟ</h1><p>{thai}</p>", lang="th"))[0].value == thai


@pytest.mark.parametrize(
    "body",
    [
        "<p>" + "word " * 200_000,
        "<p>A sentence that is long enough to be a block of its own.</p>" * 100_000,
        "<div class=intro>" * 9_000 + LEAD,
        "<ul><li>An item that holds another one, and so on. " * 4_000,
        "<p>" + "(a " * 100_000 + ")" * 100_000 + ".",
        "<span class=lead>a lead of some length</span>" * 30_000,
    ],
    ids=["no full stop", "many paragraphs", "deep", "nested lists", "brackets", "many standfirsts"],
)
def test_hostile_pages_cost_little_and_give_bounded_blocks(body: str) -> None:
    document = Document(BASE, body.encode())
    facts = extract(document)
    blocks = read_blocks(document, facts)
    assert len(blocks) <= MAX_BLOCKS
    assert all(len(block.text) <= 3_000 for block in blocks)


def test_characters_that_reorder_or_hide_text_never_reach_a_value() -> None:
    evil = LEAD.replace("beans", "\u202ebea\u200b\u00adns\u202c").replace("farms", "far\x07ms\u2066")
    (best, *_) = propose(page(f"<h1>Our roastery</h1><p>{evil}</p>"))
    assert best.value == LEAD


TEXTS = st.lists(
    st.text(alphabet=st.sampled_from("abc De.!?;,()\"“”—'…。好é\u0301👩\u200d🔬"), max_size=160), max_size=6
)


@settings(max_examples=40, deadline=None)
@given(TEXTS, st.sampled_from(["en", "de", "ja", ""]))
def test_every_value_fits_is_whole_and_is_made_of_what_the_page_says(paragraphs: list[str], language: str) -> None:
    html = page("<h1>Abc</h1>" + "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs), lang=language)
    document = Document(BASE, html.encode())
    facts = extract(document)
    blocks = read_blocks(document, facts)
    try:
        found = descriptions(Subject(facts, blocks), SiteProfile(BASE))
    except Abstain:
        return
    for candidate in found:
        assert width_px(candidate.value, DESCRIPTION_PX) <= Limits().description_max_px
        assert all(any(quote.text in block.text for block in blocks) for quote in candidate.evidence)


def test_the_generator_answers_for_descriptions() -> None:
    document = Document(BASE, page(f"<h1>Our roastery</h1><p>{LEAD}</p>").encode())
    facts = extract(document)
    subject = Subject(facts, read_blocks(document, facts))
    (best, *_) = generators["extractive"].candidates(Field.DESCRIPTION, subject, SiteProfile(BASE))
    assert best.value == LEAD
    assert "description.missing" in generators["extractive"].mends[Field.DESCRIPTION]


def test_the_main_text_extractor_waits_until_a_page_is_read() -> None:
    code = "import sys, seo_meta.core.blocks, seo_meta.core.generators.extractive; print('trafilatura' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"
