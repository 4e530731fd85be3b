"""On the database in use: `TEST_DATABASE_URL=postgresql://… make test-ml` runs them on PostgreSQL."""

import json
from collections.abc import Iterable

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ml_search.core.query import Query, parse, plain
from ml_search.errors import QueryError
from ml_search.keyword import keyword_of
from ml_search.models import Chunk, IndexedPage, Term
from seo_meta.tests.vectors import shared

pytestmark = pytest.mark.django_db


def make_site(name: str = "shop") -> int:
    return int(apps.get_model("seo_meta", "Site").objects.create(base_url=f"https://{name}.example/").pk)


def index(site: int, texts: Iterable[str], *, title: str = "", headings: str = "", path: str = "") -> list[int]:
    """The ids of new chunks, each on a page of its own."""
    texts = list(texts)
    first = IndexedPage.objects.count()
    chunks = []
    for number, text in enumerate(texts, first):
        url = f"https://shop.example/{path}"
        page = IndexedPage.objects.create(site_id=site, key=number.to_bytes(8, "big"), url=url, title=title)
        chunks.append(Chunk.objects.create(page=page, ordinal=0, headings=headings, text=text, words=1, hash=bytes(16)))
    keyword_of().add(chunks)
    return [chunk.pk for chunk in chunks]


def found(site: int, typed: str, **more: object) -> list[int]:
    return [hit.id for hit in keyword_of().search(site, parse(typed), 10, **more)]


def rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ml_search_keyword")
        return int(cursor.fetchone()[0])


FILLER = ("a page about nothing in particular", "another page with other matters", "one more page of no concern")


def test_the_best_chunk_comes_first() -> None:
    site = make_site()
    once, often, _, _, _ = index(site, ("apples and pears", "apples, apples, apples", *FILLER))
    hits = keyword_of().search(site, parse("apples"), 10)
    assert [hit.id for hit in hits] == [often, once]
    assert hits[0].score > hits[1].score > 0


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    site = make_site()
    *_, rare = index(site, (*["apples grow on trees"] * 3, *FILLER, "quinces grow on trees"))
    assert found(site, "apples quinces")[0] == rare


def test_title_headings_and_url_count_more_than_the_text() -> None:
    site = make_site()
    (text,) = index(site, ["apples in a text of some words"])
    (url,) = index(site, ["a text of some words or so"], path="apples/")
    (headings,) = index(site, ["a text of some words or so"], headings="Apples")
    (title,) = index(site, ["a text of some words or so"], title="Apples")
    index(site, FILLER * 3)
    assert found(site, "apples") == [title, headings, url, text]


def test_words_are_found_in_other_forms_case_and_accents() -> None:
    site = make_site()
    (chunk, *_) = index(site, ("Installing the Café", *FILLER))
    assert found(site, "installed") == found(site, "CAFE") == found(site, "cafés") == [chunk]


@pytest.mark.parametrize("typed", ["検索", "全文検索エンジン", "索", "검색", "ค้นหา"])
def test_words_of_scripts_without_spaces_are_found(typed: str) -> None:
    site = make_site()
    (chunk, *_) = index(site, ("高速な全文検索エンジンです。검색을 위한 การค้นหาข้อมูล", "日本の天気", *FILLER))
    assert found(site, typed) == [chunk]


def test_a_phrase_stands_word_by_word() -> None:
    site = make_site()
    (together, _, _, *_) = index(site, ("red apples", "apples, red", "red and green apples", *FILLER))
    assert found(site, '"red apple"') == [together]
    assert len(found(site, "red apple")) == 3


def test_a_phrase_does_not_reach_from_the_title_into_the_text() -> None:
    site = make_site()
    index(site, ["apples for all"], title="Red")
    assert found(site, '"red apples"') == []


@pytest.mark.parametrize("typed", ['"検索エ"', '"全文検索エンジン"', '"文検索"'])
def test_a_phrase_without_spaces_stands_character_by_character(typed: str) -> None:
    site = make_site()
    (chunk, *_) = index(site, ("全文検索エンジン", "検索と全文とエンジン", *FILLER))
    assert found(site, typed) == [chunk]


def test_what_is_excluded_is_left_out() -> None:
    site = make_site()
    (_, green, _, *_) = index(site, ("red apples", "green apples", "sour red apples", *FILLER))
    assert found(site, "apples -red") == [green]
    assert len(found(site, 'apples -"red apples"')) == 1
    assert len(found(site, 'apples -"sour red"')) == 2


def test_a_synonym_finds_at_a_lower_score() -> None:
    site = make_site()
    (car, automobile, vehicle, _, *_) = index(
        site, ("a car here", "an automobile here", "a motor vehicle", "a motor", *FILLER)
    )
    query = Query(("car",), synonyms={"car": (("automobile",), ("motor", "vehicle"))})
    hits = [hit.id for hit in keyword_of().search(site, query, 10)]
    assert hits[0] == car
    assert {*hits[1:]} == {automobile, vehicle}


def test_only_those_among_the_chunks_asked_for_are_found() -> None:
    site = make_site()
    first, second, *_ = index(site, ("red apples", "green apples", *FILLER))
    assert found(site, "apples", among=Chunk.objects.filter(text__startswith="green")) == [second]
    assert found(site, "apples", among=Chunk.objects.filter(page__site=site)) == [first, second]
    assert found(site, "apples", among=Chunk.objects.none()) == []


def test_a_site_finds_its_own_chunks_alone() -> None:
    shop, blog = make_site("shop"), make_site("blog")
    (ours, *_) = index(shop, ("red apples", *FILLER))
    index(blog, (*["secret apples"] * 3, *FILLER))
    assert found(shop, "apples") == [ours]
    assert found(shop, "secret") == []
    assert found(shop, str(shop)) == []
    assert keyword_of().document_frequency(shop, ["apple", "secret"]) == {"apple": 1, "secret": 0}
    assert "secret" not in keyword_of().vocabulary(shop)


def test_only_the_best_are_given_when_more_are_found() -> None:
    site = make_site()
    index(site, (*["an apple"] * 15, *FILLER * 5))
    assert len(found(site, "apple")) == 10


def test_an_empty_query_and_an_empty_site_find_nothing() -> None:
    site = make_site()
    assert found(site, "apples") == []
    index(site, FILLER)
    assert keyword_of().search(site, Query(), 10) == []


def test_a_very_long_text_may_be_a_query() -> None:
    site = make_site()
    (chunk, *_) = index(site, ("apples", *FILLER))
    text = " ".join(f"w{number}" for number in range(2_000))
    assert keyword_of().search(site, plain(f"{text} apples"), 10)[0].id == chunk


def test_frequencies_are_of_stems_and_the_vocabulary_is_as_written() -> None:
    site = make_site()
    index(site, ("installing Apples", "installed apples, apples", "全文検索 42 x1"))
    frequency = keyword_of().document_frequency(site, ["install", "apple", "検索", "pear"])
    assert frequency == {"install": 2, "apple": 2, "検索": 1, "pear": 0}
    assert keyword_of().vocabulary(site) == {"installing": 1, "installed": 1, "apples": 2}


def test_a_deleted_page_leaves_nothing_behind() -> None:
    site = make_site()
    kept, gone = index(site, ("red apples", "green apples"))
    IndexedPage.objects.filter(chunks=gone).delete()
    assert found(site, "apples") == [kept]
    assert rows() == 1
    assert keyword_of().vocabulary(site) == {"red": 1, "apples": 1}
    assert keyword_of().document_frequency(site, ["apples", "green"]) == {"apples": 1, "green": 0}
    site_term = Term.objects.get(site=site, term="")
    assert (site_term.chunks, site_term.written) == (1, 2)


def test_a_deleted_site_leaves_nothing_behind() -> None:
    shop, blog = make_site("shop"), make_site("blog")
    index(shop, ("red apples", "green apples"))
    index(blog, ("red pears",))
    apps.get_model("seo_meta", "Site").objects.get(pk=shop).delete()
    assert rows() == 1
    assert {*Term.objects.values_list("site", flat=True)} == {blog}


HOSTILE = (
    'NEAR("red" "apples", 5)', "title:apples", "red AND", "OR", "NOT apples", "red*", "^red", "{title} : red", "-{x}:y",
    '"""', '"red" "', "red''apples", "a' | 'b", "a:*", "!a", "(", ")", "\\", "\\'", "red\0apples", "%s %(x)s", "a%'--",
    "\ud800 red", "﷽" * 20, "a\u0301" * 20, "$$; DROP TABLE ml_search_chunk; --", "site:1 red",
)  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE)
def test_a_hostile_query_is_answered_or_refused(typed: str) -> None:
    site = make_site()
    index(site, ("red apples", *FILLER))
    try:
        answer = found(site, typed)
    except QueryError:
        return
    assert len(answer) <= 4


def test_a_hostile_page_is_indexed() -> None:
    site = make_site()
    texts = ("a" * 200_000, "字" * 60_000, "".join(map(chr, range(1, 0xD800))) * 2, "'\\\"\u0000"[:-1] * 1_000, "")
    chunks = index(site, texts, title="\\ ' \" :* <->", path="[::1/%zz?a=%00")
    assert found(site, "字")[0] == chunks[1]
    Chunk.objects.all().delete()
    assert rows() == 0


def test_naughty_strings_are_answered_or_refused() -> None:
    strings = json.loads(shared("vectors/blns/blns.json").read_text(encoding="utf-8"))
    site = make_site()
    index(site, [text.replace("\0", " ") for text in strings])
    answered = 0
    for text in strings:
        try:
            found(site, text)
            answered += 1
        except QueryError:
            continue
    assert answered > len(strings) / 2


class AnyQuery(TestCase):
    """hypothesis tells examples apart by transactions, which its TestCase opens."""

    @settings(max_examples=100, deadline=None)
    @given(st.text(max_size=80))
    def test_whatever_is_typed_is_answered_or_refused(self, typed: str) -> None:
        site = make_site()
        index(site, (typed.replace("\0", "").encode(errors="ignore").decode(), *FILLER))
        try:
            found(site, typed)
        except QueryError:
            return


@pytest.mark.django_db(transaction=True)
def test_the_migration_can_be_undone() -> None:
    try:
        MigrationExecutor(connection).migrate([("ml_search", "0001_initial")])
        assert "ml_search_keyword" not in connection.introspection.table_names()
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    site = make_site()
    index(site, FILLER)
    assert len(found(site, "page")) == 3


RECIPES = {
    "pancakes": ("Pancakes", "Whisk flour, eggs and milk to a batter and fry thin cakes in butter."),
    "bread": ("Sourdough bread", "A starter of flour and water raises the dough over night; bake it hot."),
    "soup": ("Leek soup", "Sweat leeks in butter, add potatoes and stock, and blend when soft."),
    "salad": ("Tomato salad", "Slice ripe tomatoes, add basil and oil, and salt them at the table."),
    "omelette": ("Omelette", "Beat eggs with salt, fry them in butter and fold when nearly set."),
    "compote": ("Apple compote", "Stew apples with sugar and a stick of cinnamon until they fall apart."),
}
ASKED = {
    "frying eggs": {"omelette", "pancakes"},
    "baking a loaf with starter dough": {"bread"},
    "what to do with ripe tomatoes": {"salad"},
    "potato leek": {"soup"},
    "stewed apple": {"compote"},
    "butter -eggs": {"soup"},
}


def test_on_a_small_collection_what_is_relevant_comes_first() -> None:
    site = make_site()
    names = {index(site, [text], title=title)[0]: name for name, (title, text) in RECIPES.items()}
    for asked, relevant in ASKED.items():
        assert {names[id] for id in found(site, asked)[: len(relevant)]} == relevant, asked
