import pytest

from ml_search.core.query import KEPT_WORDS, Query
from ml_search.errors import QueryError
from ml_search.keyword import keyword_of
from ml_search.models import Chunk, Synonym
from ml_search.services.understand import Applied, understand

from .test_keyword import FILLER, index, make_site

pytestmark = pytest.mark.django_db


def test_a_query_of_known_words_is_looked_up_as_it_was_typed() -> None:
    site = make_site()
    index(site, (*["red apples"] * 3, *FILLER))
    assert understand(site, "Red -Pears") == (Query(("red",), (), (("pears",),)), Applied())


def test_a_word_that_stands_nowhere_is_replaced_also_in_phrases() -> None:
    site = make_site()
    index(site, (*["the configuration file"] * 3, *FILLER))
    query, applied = understand(site, '"confguration file" -flie')
    assert query == Query(("configuration", "file"), (("configuration", "file"),), (("flie",),))
    assert applied.corrected == {"confguration": "configuration"}


def test_a_word_that_few_chunks_have_is_looked_up_beside_the_frequent_one() -> None:
    site = make_site()
    wrong, *right = index(site, ("they recieve mail", *["they receive mail"] * 6))
    index(site, FILLER * 4)
    query, applied = understand(site, "recieve")
    assert applied.corrected == {"recieve": "receive"}
    assert [hit.id for hit in keyword_of().search(site, query, 10)] == [wrong, *right]


def test_a_rare_word_is_not_corrected_to_one_that_is_hardly_less_rare() -> None:
    site = make_site()
    index(site, ("bread", *["tread"] * 5, *FILLER * 4))
    assert understand(site, "bread")[1].corrected == {}


def test_a_correction_is_made_to_what_the_index_has_now() -> None:
    site = make_site()
    index(site, ("a quince", *FILLER))
    assert understand(site, "qiunce")[1].corrected == {"qiunce": "quince"}
    Chunk.objects.filter(text="a quince").delete()
    assert understand(site, "qiunce")[1].corrected == {}
    index(site, ("the quince tree", *FILLER))
    assert understand(site, "qiunce")[1].corrected == {"qiunce": "quince"}


def test_another_sites_words_are_not_suggested() -> None:
    shop, blog = make_site("shop"), make_site("blog")
    index(shop, FILLER)
    index(blog, ["confidential"])
    assert understand(shop, "confidentail") == (Query(("confidentail",)), Applied())


def test_synonyms_are_added_and_their_words_are_no_typos() -> None:
    site = make_site()
    Synonym.objects.create(site_id=site, words="sso, single sign on")
    index(site, (*["the single sign on page and the sson page"] * 3, *FILLER))
    query, applied = understand(site, "sso")
    assert query == Query(("sso",), synonyms={"sso": (("single", "sign", "on"),)})
    assert applied == Applied(synonyms={"sso": ("single sign on",)})


def test_words_that_are_left_out_are_named() -> None:
    site = make_site()
    words = [f"word{number:02}" for number in range(KEPT_WORDS)]
    index(site, (" ".join(["common", *words]), *["common"] * 5, *FILLER))
    query, applied = understand(site, " ".join(["common", *words]))
    assert query.words == tuple(words)
    assert applied.dropped == ("common",)


def test_a_query_without_a_word_is_refused() -> None:
    with pytest.raises(QueryError):
        understand(make_site(), "?")
