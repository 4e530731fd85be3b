"""What is known of a site from Search Console: stored, matched with runs, and turned into an order of pages."""

from datetime import date
from pathlib import Path

import msgspec
import pytest
from django.test import Client

from seo_meta.core.extract import extract
from seo_meta.core.types import Document, PageFacts
from seo_meta.core.waivers import Waiver
from seo_meta.errors import SearchConsoleError
from seo_meta.models import Run, SearchStat, Site
from seo_meta.selectors import mendable_pages, search_figures
from seo_meta.services.search_console import Imported, import_search_console
from seo_meta.tests.factories import BASE, TODAY, facts_of
from seo_meta.tests.stored import RULES, stored_run

pytestmark = pytest.mark.django_db

PAGES = "page,clicks,impressions,position\n"
QUERIES = "page,query,clicks,impressions,position\n"
UNTITLED, UNDESCRIBED = "<p>x</p>", "<html lang=en><title>A title</title>"


@pytest.fixture
def site() -> Site:
    return Site.objects.create(base_url=BASE)


def imported(folder: Path, text: str, site: str = "") -> Imported:
    file = folder / "export.csv"
    file.write_text(text)
    return import_search_console(file, site)


def stats() -> list[tuple[str, str, int, int, float]]:
    return list(SearchStat.objects.values_list("url", "query", "clicks", "impressions", "position"))


def live(path: str) -> PageFacts:
    return extract(Document(BASE + path, b""), clean_urls=False, read_on=TODAY)


def test_an_import_is_stored_with_its_queries_and_the_totals_of_its_pages(site: Site, tmp_path: Path) -> None:
    rows = f"{BASE}a,beans,2,30,4\n{BASE}a,roasted beans,0,10,8\n{BASE}a,,1,40,6\n{BASE}b,tea,0,5,9\n"
    done = imported(tmp_path, QUERIES + rows)
    assert stats() == [
        (f"{BASE}a", "", 3, 80, 5.5),
        (f"{BASE}b", "", 0, 5, 9.0),
        (f"{BASE}a", "beans", 2, 30, 4.0),
        (f"{BASE}a", "roasted beans", 0, 10, 8.0),
        (f"{BASE}b", "tea", 0, 5, 9.0),
    ]
    assert (done.rows, done.pages, done.queries, done.summed) == (4, 2, 3, 2)


def test_importing_again_replaces_what_was_there(site: Site, tmp_path: Path) -> None:
    imported(tmp_path, f"{QUERIES}{BASE}a,beans,2,30,4\n{BASE}gone,beans,2,30,4\n")
    for _ in range(2):
        imported(tmp_path, f"{PAGES}{BASE}a,5,50,3\n")
        assert stats() == [(f"{BASE}a", "", 5, 50, 3.0)]


def test_an_import_that_fails_changes_nothing(site: Site, tmp_path: Path) -> None:
    imported(tmp_path, f"{PAGES}{BASE}a,5,50,3\n")
    for text in ("page\nx\n", PAGES, f"{PAGES}{BASE}a,many,50,3\n", f"{PAGES}https://other.example/,5,50,3\n"):
        with pytest.raises(SearchConsoleError):
            imported(tmp_path, text)
    assert stats() == [(f"{BASE}a", "", 5, 50, 3.0)]


def test_other_sites_keep_their_data(site: Site, tmp_path: Path) -> None:
    Site.objects.create(base_url="https://other.example/")
    imported(tmp_path, f"{PAGES}https://other.example/,5,50,3\n")
    imported(tmp_path, f"{PAGES}{BASE},7,70,3\n")
    assert [clicks for _, _, clicks, _, _ in stats()] == [5, 7]


def test_hostile_queries_are_kept_as_they_are(site: Site, tmp_path: Path) -> None:
    queries = ["=cmd|' /C calc'!A0", "\x1b[31m", "\u202e", "\\N", "a\tb", "😀"]
    imported(tmp_path, QUERIES + "".join(f'{BASE}a,"{query}",0,9,3\n' for query in queries))
    assert [query for _, query, *_ in stats() if query] == queries


def test_the_site_is_the_one_that_the_pages_lie_in(site: Site, tmp_path: Path) -> None:
    Site.objects.create(base_url="https://other.example/")
    done = imported(tmp_path, f"{PAGES}{BASE}a,5,50,3\nhttp://example.com/a,0,3,3\n")
    assert done.site == site
    assert done.outside == ["http://example.com/a"]


@pytest.mark.parametrize(
    ("text", "chosen", "message"),
    [
        (f"{BASE}blog/a,5,50,3\n", "", f"{BASE} (1 of 1 pages), {BASE}blog/ (1 of 1 pages)"),
        ("https://none.example/,5,50,3\n", "", f"like https://none.example/. Known: {BASE}, {BASE}blog/"),
        (f"{BASE}a,5,50,3\n", "https://x.example/", f"no site https://x.example/. Known: {BASE}, {BASE}blog/"),
        (f"{BASE}a,5,50,3\n", f"{BASE}blog/", f"no page of {BASE}blog/, but for example {BASE}a"),
    ],
)
def test_a_site_that_is_not_clear_is_asked_for_by_listing_the_sites(
    site: Site, tmp_path: Path, text: str, chosen: str, message: str
) -> None:
    Site.objects.create(base_url=f"{BASE}blog/")
    with pytest.raises(SearchConsoleError) as caught:
        imported(tmp_path, PAGES + text, chosen)
    assert message in str(caught.value)


def test_without_any_site_one_is_to_be_read_first(tmp_path: Path) -> None:
    with pytest.raises(SearchConsoleError, match="No site is known yet"):
        imported(tmp_path, f"{PAGES}{BASE}a,5,50,3\n")


def test_a_site_may_be_named_without_its_last_slash(site: Site, tmp_path: Path) -> None:
    Site.objects.create(base_url=f"{BASE}blog/")
    assert imported(tmp_path, f"{PAGES}{BASE}blog/a,5,50,3\n", "https://example.com").site == site


def test_one_import_fits_runs_of_the_folder_and_of_the_live_site(tmp_path: Path) -> None:
    folder = stored_run(facts_of("", "about/index.html"), facts_of("", "new.html"))
    imported(tmp_path, f"{PAGES}{BASE}about,2,20,2\n{BASE}about/,1,60,4\n")
    web = stored_run(live("about"), live("about/"), kind="http")
    assert [(of.clicks, of.position) for of in search_figures(folder).values()] == [(3, 3.5)]
    assert sorted(of.clicks for of in search_figures(web).values()) == [1, 2]
    keys = {bytes(key) for key in web.read_pages.values_list("key", flat=True)}
    assert search_figures(web).keys() == keys


def test_pages_of_the_export_are_counted_against_the_latest_finished_run(tmp_path: Path) -> None:
    run = stored_run(facts_of("", "a.html"))
    stored_run(facts_of("", "b.html"), state="failed")
    done = imported(tmp_path, f"{PAGES}{BASE}a,5,50,3\n{BASE}b,5,50,3\n")
    assert (done.run, done.pages, done.matched) == (run, 2, 1)


def urls_by_worth(run: Run, *rules: str) -> list[str]:
    return [page.url.removeprefix(BASE) for page in mendable_pages(run, frozenset(rules or RULES))]


def test_without_search_data_pages_come_by_severity_times_the_pages_that_link_there() -> None:
    hub = f"{UNDESCRIBED}<a href=c.html>c</a><a href=c.html>c</a><a href=d.html>d</a>"
    run = stored_run(
        facts_of(UNTITLED, "e.html"),
        facts_of(hub, "b.html"),
        facts_of(hub, "a.html"),
        facts_of(f"{UNDESCRIBED}<a href=c.html>", "d.html"),
        facts_of(UNDESCRIBED, "c.html"),
    )
    assert urls_by_worth(run) == ["c.html", "d.html", "e.html", "a.html", "b.html"]
    first = mendable_pages(run, frozenset(RULES))[0]
    assert first.worth_reason == "linked from 3 pages; no search data"


def test_with_search_data_pages_come_by_the_clicks_at_stake(tmp_path: Path) -> None:
    run = stored_run(*(facts_of(UNDESCRIBED + "<a href=unseen.html>", f"{name}.html") for name in ("a", "b", "unseen")))
    imported(tmp_path, f"{PAGES}{BASE}a,2,100,3\n{BASE}b.html,2,5000,3\n")
    assert urls_by_worth(run) == ["b.html", "a.html", "unseen.html"]
    assert mendable_pages(run, frozenset(RULES))[0].worth_reason.startswith(
        "5,000 impressions at position 3.0 with CTR 0.0 %; too few pages"
    )


def test_only_pages_with_a_failure_of_the_wanted_rules_are_listed() -> None:
    run = stored_run(facts_of(UNTITLED, "a.html"), facts_of(UNDESCRIBED, "b.html"))
    assert urls_by_worth(run, "title.missing") == ["a.html"]
    assert urls_by_worth(run, "description.missing") == ["a.html", "b.html"]
    assert urls_by_worth(run, "title.duplicate") == []


def test_what_is_waived_or_ignored_is_not_worth_mending() -> None:
    ignored = "<html lang=en data-siteagent-ignore='description.missing'><title>A title</title>"
    run = stored_run(*(facts_of(html, path) for html, path in ((UNDESCRIBED, "a"), (UNDESCRIBED, "b"), (ignored, "c"))))
    assert urls_by_worth(run) == ["a", "b"]
    waiver = Waiver(rule="description.missing", path="b", reason="goes", owner="web", expires=date(2999, 1, 1))
    run.policy = {"waivers": [msgspec.to_builtins(waiver)]}
    assert urls_by_worth(run) == ["a"]


def test_the_admin_lists_what_was_imported_and_makes_hostile_queries_harmless(
    admin_client: Client, site: Site, tmp_path: Path
) -> None:
    imported(tmp_path, f"{QUERIES}{BASE}a,<script>alert(1)</script>\u202egpj,1,40,3.25\n")
    for path in ("", f"{SearchStat.objects.exclude(query='').get().pk}/change/"):
        html = admin_client.get(f"/admin/seo_meta/searchstat/{path}").content.decode()
        assert "&lt;script&gt;alert(1)" in html
        assert "<script>alert" not in html
        assert "\\u202egpj" in html
        assert "2.5 %" in html
    assert admin_client.post("/admin/seo_meta/searchstat/add/", {}).status_code == 403
