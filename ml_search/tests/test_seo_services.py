from pathlib import Path

import pytest

from ml_search.errors import IndexUnreadable, QueryError
from ml_search.models import Chunk, IndexedPage, Search
from ml_search.services.content_gaps import content_gaps
from ml_search.services.link_suggestions import link_suggestions
from ml_search.services.redirect_target import redirect_target
from ml_search.services.related import related_pages
from ml_search.stores import store_of
from ml_search.tests.coffee import PAGES
from ml_search.tests.hashing import HashingEncoder
from ml_search.tests.indexing import index_run, indexed_site, page_html, read_site
from seo_meta.models import Run, Site

pytestmark = pytest.mark.django_db

FILTER = "https://example.com/guides/filter.html"


@pytest.fixture(autouse=True)
def _own_index(settings, tmp_path: Path) -> None:
    settings.SITEAGENT_INDEX_DIR = str(tmp_path / "index")


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return indexed_site(tmp_path / "site", PAGES)


def indexed(path: str) -> IndexedPage:
    return IndexedPage.objects.get(url=f"https://example.com/{path}")


def test_the_most_related_page_is_the_one_about_the_same(run: Run) -> None:
    first, *rest = related_pages(indexed("descaling.html"))
    assert first.page.url == "https://example.com/blog/limescale.html"
    assert first.score > 0.7 > rest[0].score
    assert indexed("descaling.html").url not in [one.page.url for one in rest]


def test_related_pages_are_as_many_as_asked_for(run: Run) -> None:
    assert len(related_pages(indexed("descaling.html"), 2)) == 2


def test_without_an_index_related_pages_say_which_command_makes_it(run: Run) -> None:
    store_of(run.site_id).clear()
    with pytest.raises(IndexUnreadable, match="ml_index"):
        related_pages(indexed("descaling.html"))


def test_a_link_is_suggested_where_other_pages_link_the_same_words(run: Run) -> None:
    first = link_suggestions(indexed("guides/filter.html"))[0]
    assert first.target.url == "https://example.com/guides/grinders.html"
    assert first.place.sentence == "Even grounds come out of a burr grinder, never out of a blade."
    assert first.place.anchor_text == "burr grinder"
    assert first.place.sentence in Chunk.objects.get(page=indexed("guides/filter.html")).text


def test_a_page_that_is_linked_already_is_not_suggested(run: Run) -> None:
    suggested = [one.target.url for one in link_suggestions(indexed("guides/storage.html"), 50)]
    assert "https://example.com/guides/grinders.html" not in suggested
    assert "https://example.com/guides/storage.html" not in suggested


def test_a_page_that_is_linked_by_its_old_address_is_not_suggested(tmp_path: Path) -> None:
    old = page_html("Grinders", "<p>Moved.</p>").replace(
        "<title>", "<link rel=canonical href=/guides/grinders.html><title>"
    )
    linked = PAGES["guides/filter.html"].replace("Pour the", 'Our <a href="/old.html">page</a>. Pour the')
    indexed_site(tmp_path / "site", {**PAGES, "old.html": old, "guides/filter.html": linked})
    suggested = [one.target.url for one in link_suggestions(indexed("guides/filter.html"), 50)]
    assert "https://example.com/guides/grinders.html" not in suggested


def test_only_pages_that_search_engines_may_show_are_suggested(tmp_path: Path) -> None:
    hidden = PAGES["guides/grinders.html"].replace("<title>", "<meta name=robots content=noindex><title>")
    indexed_site(tmp_path / "site", {**PAGES, "guides/grinders.html": hidden})
    assert not [one for one in link_suggestions(indexed("guides/filter.html")) if "grinders" in one.target.url]


def test_a_page_of_a_deleted_run_gets_no_suggestions(run: Run) -> None:
    run.delete()
    with pytest.raises(IndexUnreadable, match="was deleted"):
        link_suggestions(indexed("guides/filter.html"))


@pytest.mark.parametrize(
    ("gone", "path"),
    [
        ("https://example.com/shipping-returns.php", "shipping.html"),
        ("https://example.com/shop/2019/Brewing_Filter_Coffee/", "guides/filter.html"),
        ("https://example.com/guides/storing-beans-2.html", "guides/storage.html"),
    ],
)
def test_an_address_that_is_gone_leads_to_the_page_that_its_words_name(run: Run, gone: str, path: str) -> None:
    found = redirect_target(run, gone)
    assert found.page.url == f"https://example.com/{path}"
    assert 0.5 <= found.score <= 1


def test_an_address_whose_words_say_nothing_is_known_by_the_links_to_it(tmp_path: Path) -> None:
    linking = page_html("News", '<p>Read <a href="/p/4711">how to store beans, storing beans</a> at home.</p>')
    run = indexed_site(tmp_path / "site", {**PAGES, "news.html": linking})
    found = redirect_target(run, "https://example.com/p/4711")
    assert found.page.url == "https://example.com/guides/storage.html"
    assert found.evidence == "how to store beans, storing beans"


def test_an_address_is_known_by_the_title_that_its_page_had(tmp_path: Path) -> None:
    read_site(tmp_path / "site", {**PAGES, "p/12.html": page_html("All about shipping and returns", "<p>Parcels.</p>")})
    run = read_site(tmp_path / "site", PAGES)
    index_run(run)
    assert redirect_target(run, "https://example.com/p/12.html").page.url == "https://example.com/shipping.html"


def test_an_address_like_no_page_gets_no_target(run: Run) -> None:
    assert redirect_target(run, "https://example.com/careers/astronaut") is None
    assert redirect_target(run, "https://example.com/%ff%00/") is None


def test_an_address_that_is_a_page_or_elsewhere_is_refused(run: Run) -> None:
    with pytest.raises(QueryError, match="is a page of the site"):
        redirect_target(run, "https://example.com/shipping.html")
    with pytest.raises(QueryError, match="is not an address of"):
        redirect_target(run, "https://elsewhere.example/")


def searched(site: Site, query: str, hits: int = 0, **fields: object) -> None:
    Search.objects.create(site=site, query=query, hits=hits, **fields)


def test_searches_without_a_result_are_grouped_by_their_words_the_commonest_first(run: Run) -> None:
    for query in ("decaf", "moka pot", "pots moka", "moka pot"):
        searched(run.site, query)
    first, second = content_gaps(run.site_id)
    assert (first.queries, first.searches) == (("moka pot", "pots moka"), 3)
    assert (second.queries, second.searches) == (("decaf",), 1)


def test_what_a_filter_hid_or_a_later_search_found_is_no_gap(run: Run) -> None:
    searched(run.site, "moka", filtered=True)
    searched(run.site, "decaf")
    searched(run.site, "decaf", hits=3)
    assert content_gaps(run.site_id) == []


def test_a_gap_that_opens_again_is_one(run: Run) -> None:
    searched(run.site, "decaf", hits=3)
    searched(run.site, "decaf")
    assert [gap.searches for gap in content_gaps(run.site_id)] == [1]


def test_a_gap_names_the_page_nearest_in_meaning(run: Run, monkeypatch) -> None:
    monkeypatch.setattr("ml_search.encoders.query_encoder", HashingEncoder)
    searched(run.site, "parcels islands refund abroad")
    (gap,) = content_gaps(run.site_id)
    assert gap.nearest.url == "https://example.com/shipping.html"
    assert 0 < gap.score < 1


def test_without_an_encoder_a_gap_is_told_without_the_nearest_page(run: Run) -> None:
    searched(run.site, "parcels to the islands")
    (gap,) = content_gaps(run.site_id)
    assert (gap.nearest, gap.score) == (None, 0.0)


def test_suggestions_follow_an_index_that_was_made_anew(run: Run) -> None:
    before = link_suggestions(indexed("guides/filter.html"))
    IndexedPage.objects.filter(site=run.site).delete()
    store_of(run.site_id).clear()
    index_run(run)
    after = link_suggestions(indexed("guides/filter.html"))
    assert [one.target.url for one in after] == [one.target.url for one in before]
    assert after[0].target.pk != before[0].target.pk
