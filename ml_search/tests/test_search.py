"""One search of a site: what is found, in which order, how it is shown, and what is written down."""

from datetime import timedelta

import numpy as np
import pytest
from django.core.signing import TimestampSigner
from django.utils import timezone

from ml_search.core.answer import Applied, Filters, Marked, Mode, Wish
from ml_search.core.fusion import Method
from ml_search.errors import QueryError
from ml_search.models import Chunk, IndexedPage, Search
from ml_search.selectors import zero_results
from ml_search.services.log_search import SALT, forget_searches, log_click
from ml_search.services.search import search

from .indexed import BASE, indexed_page, publish, site_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("searching")]


@pytest.fixture
def shop(searching: None) -> None:
    indexed_page("tea", "Tea pots", "Tea pots of iron and clay.", "How to pour green tea slowly.", language="en")
    indexed_page("cups", "Cups", "Cups for tea and coffee.", language="en", section="shop")
    indexed_page("tee", "Teekannen", "Kannen aus Eisen.", language="de", section="shop")
    publish()


def asked(query: str, **wish: object) -> list[str]:
    """The paths of the hits."""
    return [hit.best.url.removeprefix(BASE) for hit in search(site_of(), Wish(query=query, **wish)).hits]


def words(parts: Marked) -> list[str]:
    return [part.text for part in parts if part.match]


def test_both_legs_find_pages_and_each_hit_says_what_they_gave(shop: None) -> None:
    answer = search(site_of(), Wish(query="green tea", explain=True))
    first = answer.hits[0]
    assert first.best.url == f"{BASE}tea#part-1"
    why = first.explanation
    assert why is not None
    assert why.keyword is not None
    assert why.semantic is not None
    assert why.score == pytest.approx(why.keyword.share + why.semantic.share)
    assert why.matched == ("green", "tea")
    assert (answer.encoder, len(answer.generation) > 0, answer.degraded) == ("hashing", True, {})


def test_a_page_is_one_hit_that_leads_to_its_best_passage_and_names_others(shop: None) -> None:
    answer = search(site_of(), Wish(query="pour tea slowly"))
    assert [hit.best.url for hit in answer.hits].count(f"{BASE}tea#part-1") == 1
    assert answer.hits[0].best.headings == ("Part 1",)
    assert [passage.url for passage in answer.hits[0].more] == [f"{BASE}tea"]
    assert answer.found == len(answer.hits)


def test_what_was_searched_for_is_marked_in_title_and_snippet(shop: None) -> None:
    hit = next(hit for hit in search(site_of(), Wish(query="tea pot")).hits if hit.best.url.startswith(f"{BASE}tea"))
    assert words(hit.title) == ["Tea", "pots"]
    assert "".join(part.text for part in hit.title) == "Tea pots"
    assert words(hit.best.snippet) == ["tea"]


def test_an_anchor_is_written_as_a_fragment_may_be() -> None:
    page = indexed_page("a", "A", "lantern")
    Chunk.objects.update(anchor='o"><b> ünï#x')
    assert asked("lantern") == ["a#o%22%3E%3Cb%3E%20%C3%BCn%C3%AF%23x"]
    assert page.url == f"{BASE}a"


@pytest.mark.parametrize(
    ("filters", "paths"),
    [
        (Filters(language=("de",)), ["tee"]),
        (Filters(section=("shop",)), ["cups", "tee"]),
        (Filters(section=("",)), ["tea"]),
        (Filters(language=("en", "de"), section=("shop",)), ["cups", "tee"]),
        (Filters(template=("none",)), []),
    ],
)
def test_a_filter_lets_through_what_fits_one_of_its_values(shop: None, filters: Filters, paths: list[str]) -> None:
    Chunk.objects.filter(page__url__endswith="tee").update(text="Kannen für tea")
    publish()
    found = asked("tea cups kannen", filters=filters, mode=Mode.SEMANTIC)
    assert sorted(path.partition("#")[0] for path in found) == paths


def test_facets_count_the_pages_that_were_found_and_no_others(shop: None) -> None:
    facets = search(site_of(), Wish(query="tea", mode=Mode.KEYWORD)).facets
    assert facets["language"] == {"en": 2}
    assert facets["section"] == {"": 1, "shop": 1}


@pytest.mark.parametrize("mode", Mode)
def test_a_rare_filter_gives_as_many_hits_as_there_are(mode: Mode) -> None:
    for number in range(400):
        kind = {"language": "is"} if number % 40 == 0 else {"language": "en"}
        indexed_page(f"p{number:03}", f"Page {number}", f"kettle copper number{number}", **kind)
    publish()
    hits = search(site_of(), Wish(query="kettle copper", mode=mode, filters=Filters(language=("is",)))).hits
    assert {hit.language for hit in hits} == {"is"}
    assert len(hits) == 10


@pytest.mark.parametrize("mode", Mode)
def test_a_long_page_that_has_the_best_hundred_passages_does_not_push_others_out(mode: Mode) -> None:
    indexed_page("long", "Kettle copper", *["kettle copper" for _ in range(150)])
    for number in range(5):
        indexed_page(f"short-{number}", "Other", "kettle of the grandmother is copper and old")
    publish()
    assert len(asked("kettle copper", mode=mode)) == 6


def test_the_hits_after_the_first_follow_on_without_a_gap_or_a_repetition() -> None:
    for number in range(25):
        indexed_page(f"p{number:02}", f"Page {number}", "kettle " * (number + 1))
    publish()
    paths, offset = [], 0
    while offset is not None:
        answer = search(site_of(), Wish(query="kettle", offset=offset))
        assert [hit.place for hit in answer.hits] == list(range(offset + 1, offset + len(answer.hits) + 1))
        paths += [hit.best.url for hit in answer.hits]
        offset = answer.next
    assert len(paths) == len(set(paths)) == 25


@pytest.mark.parametrize("mode", Mode)
def test_phrases_and_exclusions_hold_in_every_mode(shop: None, mode: Mode) -> None:
    assert asked('"green tea" pour', mode=mode) == ["tea#part-1"]
    assert "cups" not in asked("tea -coffee", mode=mode)
    assert "cups" in asked("tea", mode=mode)


def test_meaning_alone_finds_nothing_in_what_is_far_from_it(shop: None) -> None:
    assert asked("xylophone", mode=Mode.SEMANTIC) == []


def test_a_passage_that_is_gone_since_the_index_was_made_is_not_found(shop: None) -> None:
    IndexedPage.objects.filter(url__endswith="cups").delete()
    assert "cups" not in asked("cups coffee", mode=Mode.SEMANTIC)


def test_another_site_is_not_found(shop: None) -> None:
    other = site_of("https://other.example/")
    indexed_page("tea", "Tea elsewhere", "green tea", site=other)
    publish(other)
    assert all(hit.best.url.startswith(BASE) for hit in search(site_of(), Wish(query="green tea")).hits)


@pytest.mark.parametrize("query", ["", "  ", "!!!", "-tea", "\0", "x" * 2_001])
def test_what_is_no_query_is_refused_in_words(shop: None, query: str) -> None:
    with pytest.raises(QueryError, match="query"):
        search(site_of(), Wish(query=query))


@pytest.mark.parametrize(
    "query", ["' OR 1=1 --", '"', 'tea"', "NEAR(tea)", "tea* AND (", "{tea}:", "\u202e\u0000tea", "💣"]
)
def test_hostile_queries_are_only_words(shop: None, query: str) -> None:
    try:
        answer = search(site_of(), Wish(query=query))
    except QueryError:
        return
    assert answer.degraded == {}


def test_a_search_is_written_down_in_lower_case_with_its_hits(shop: None) -> None:
    search(site_of(), Wish(query="  Green\tTEA ", filters=Filters(language=("en",))))
    row = Search.objects.get()
    assert (row.query, row.hits > 0, row.filtered, row.clicked) == ("green tea", True, True, None)


def test_the_next_hits_and_trials_are_not_written_down(shop: None) -> None:
    search(site_of(), Wish(query="tea", offset=10))
    search(site_of(), Wish(query="tea", logged=False))
    assert not Search.objects.exists()


def test_what_is_typed_letter_by_letter_is_one_search(shop: None) -> None:
    first = search(site_of(), Wish(query="gre"))
    search(site_of(), Wish(query="green tea", follows=first.query_id))
    assert [row.query for row in Search.objects.all()] == ["green tea"]
    search(site_of(), Wish(query="cups", follows=first.query_id))
    assert Search.objects.count() == 2


def test_a_click_is_written_down_with_its_place(shop: None) -> None:
    answer = search(site_of(), Wish(query="cups"))
    log_click(answer.query_id, answer.hits[0].page, 1)
    row = Search.objects.get()
    assert (row.clicked_id, row.place) == (answer.hits[0].page, 1)


def test_a_click_needs_an_id_that_was_given_out(shop: None) -> None:
    search(site_of(), Wish(query="cups"))
    row = Search.objects.get()
    for forged in (str(row.pk), f"{row.pk}:x:y", TimestampSigner(salt="other").sign(str(row.pk)), ""):
        with pytest.raises(QueryError, match="unknown or too old"):
            log_click(forged, 1, 1)
    log_click(
        TimestampSigner(salt=SALT).sign(str(row.pk)),
        indexed_page("x", "X", "x", site=site_of("https://o.example/")).pk,
        1,
    )
    row.refresh_from_db()
    assert row.clicked is None


def test_what_nobody_found_is_listed_by_how_often_until_it_is_found(shop: None) -> None:
    for query in ("Xylophone", "xylophone", "zither", "kazoo"):
        search(site_of(), Wish(query=query))
    search(site_of(), Wish(query="tea", filters=Filters(language=("fr",))))
    indexed_page("zither", "Zither", "zither")
    search(site_of(), Wish(query="zither"))
    assert [(row.query, row.times) for row in zero_results(site_of().pk)] == [("xylophone", 2), ("kazoo", 1)]


def test_searches_of_more_than_a_year_ago_are_forgotten(shop: None) -> None:
    for query in ("tea", "cups"):
        search(site_of(), Wish(query=query))
    Search.objects.filter(query="tea").update(asked_at=timezone.now() - timedelta(days=366))
    forget_searches()
    assert [row.query for row in Search.objects.all()] == ["cups"]


def test_one_leg_with_hits_keeps_its_order(shop: None) -> None:
    hits = search(site_of(), Wish(query="tea", mode=Mode.KEYWORD, explain=True)).hits
    assert {hit.explanation.method for hit in hits if hit.explanation} == {Method.SINGLE}
    assert all(hit.explanation and hit.explanation.semantic is None for hit in hits)


def test_nothing_is_made_of_a_plain_query(shop: None) -> None:
    assert search(site_of(), Wish(query="tea")).applied == Applied()


def test_vectors_are_of_numpy_and_answers_are_not(shop: None) -> None:
    hit = search(site_of(), Wish(query="tea", explain=True)).hits[0]
    assert hit.explanation
    assert hit.explanation.semantic
    assert not isinstance(hit.explanation.semantic.score, np.generic)
