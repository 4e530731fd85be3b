from pathlib import Path

import pytest

from ml_search.models import Embedding, IndexedPage
from ml_search.tests.coffee import DESCALE, PAGES
from ml_search.tests.indexing import index_run, indexed_site, page_html, read_site
from seo_meta.core.audit import Policy, audit_site, site_rules
from seo_meta.core.findings import Outcome, SiteFailure
from seo_meta.models import Run
from seo_meta.selectors import StoredSite

pytestmark = pytest.mark.django_db

CANNIBALISATION = "semantic.cannibalisation"
AMBIGUOUS = "semantic.ambiguous-title"


@pytest.fixture(autouse=True)
def _own_index(settings, tmp_path: Path) -> None:
    settings.SITEAGENT_INDEX_DIR = str(tmp_path / "index")


def judged(run: Run, rule: str) -> tuple[Outcome, list[SiteFailure]]:
    ((_, outcome, failures),) = audit_site(StoredSite(run), [site_rules[rule]], Policy())
    return outcome, failures


def paths(run: Run, failures: list[SiteFailure]) -> list[str]:
    return sorted(run.read_pages.get(pk=failure.page).file for failure in failures)


@pytest.mark.parametrize("rule", [CANNIBALISATION, AMBIGUOUS])
def test_without_an_index_a_rule_cannot_tell_and_names_the_command(rule: str, tmp_path: Path) -> None:
    outcome, (said,) = judged(read_site(tmp_path / "site", PAGES), rule)
    assert outcome is Outcome.INCONCLUSIVE
    assert "lacks 7 of 7 pages" in said.message
    assert "ml_index --site https://example.com/" in said.message


@pytest.mark.parametrize("rule", [CANNIBALISATION, AMBIGUOUS])
def test_a_run_with_other_text_than_the_index_cannot_be_judged(rule: str, tmp_path: Path) -> None:
    indexed_site(tmp_path / "site", PAGES)
    run = read_site(tmp_path / "site", {**PAGES, "shipping.html": page_html("Shipping", "<p>By post.</p>")})
    outcome, (said,) = judged(run, rule)
    assert outcome is Outcome.INCONCLUSIVE
    assert "lacks 1 of 7 pages" in said.message


def test_a_run_of_the_same_pages_needs_no_new_index(tmp_path: Path) -> None:
    indexed_site(tmp_path / "site", PAGES)
    run = read_site(tmp_path / "site", PAGES)
    assert judged(run, CANNIBALISATION)[0] is Outcome.FAIL


def test_pages_that_search_engines_may_not_show_need_no_index(tmp_path: Path) -> None:
    pages = {
        **PAGES,
        "draft.html": page_html("Draft", "<p>Soon.</p>").replace(
            "<title>", "<meta name=robots content=noindex><title>"
        ),
    }
    run = indexed_site(tmp_path / "site", pages)
    assert IndexedPage.objects.count() == len(PAGES)
    assert judged(run, AMBIGUOUS)[0] is not Outcome.INCONCLUSIVE


def test_two_pages_on_top_for_one_query_compete_and_the_query_is_named(tmp_path: Path) -> None:
    run = indexed_site(tmp_path / "site", PAGES)
    outcome, failures = judged(run, CANNIBALISATION)
    assert outcome is Outcome.FAIL
    assert paths(run, failures) == ["blog/limescale.html", "descaling.html"]
    assert failures[0].evidence.startswith("How to descale an espresso machine → https://example.com/")


def test_pages_that_no_query_finds_together_do_not_compete(tmp_path: Path) -> None:
    boilers = {
        "a.html": page_html("Zephyr kettle", DESCALE.replace("espresso machine", "zephyr kettle")),
        "b.html": page_html("Quartz urn", DESCALE.replace("espresso machine", "quartz urn").replace("twenty", "ten")),
    }
    run = indexed_site(tmp_path / "site", {**PAGES, **boilers})
    assert not {"a.html", "b.html"} & set(paths(run, judged(run, CANNIBALISATION)[1]))


def test_pages_with_nearly_the_same_text_are_left_to_the_rule_about_that(tmp_path: Path) -> None:
    copy = page_html("Cleaning the boiler", DESCALE + "<p>New.</p>", "How to descale an espresso machine")
    copied = {**PAGES, "blog/limescale.html": copy}
    run = indexed_site(tmp_path / "site", copied)
    assert judged(run, "dup.near")[0] is Outcome.FAIL
    assert judged(run, CANNIBALISATION) == (Outcome.PASS, [])


def test_pages_of_two_languages_do_not_compete(tmp_path: Path) -> None:
    page = PAGES["blog/limescale.html"].replace("lang=en", "lang=de")
    run = indexed_site(tmp_path / "site", {**PAGES, "blog/limescale.html": page})
    assert judged(run, CANNIBALISATION) == (Outcome.PASS, [])


def test_pages_whose_vectors_are_missing_cannot_be_compared(tmp_path: Path) -> None:
    run = indexed_site(tmp_path / "site", PAGES)
    Embedding.objects.order_by("id").first().delete()
    outcome, (said,) = judged(run, CANNIBALISATION)
    assert outcome is Outcome.INCONCLUSIVE
    assert "1 pages of the search index have no vectors" in said.message


def test_a_title_that_finds_another_page_first_is_ambiguous_and_the_winner_is_named(tmp_path: Path) -> None:
    about = "<p>A moka pot needs a fine grind. Which moka pot? Any moka pot with a valve, and the moka pot is done.</p>"
    pages = {
        **PAGES,
        "offers.html": page_html("Moka pot", "<p>Mugs, tins and paper cones at half price until Sunday.</p>", "Offers"),
        "guide.html": page_html("Moka pot or moka pot", about, "Moka pot"),
    }
    run = indexed_site(tmp_path / "site", pages)
    outcome, failures = judged(run, AMBIGUOUS)
    assert outcome is Outcome.FAIL
    assert paths(run, failures) == ["offers.html"]
    assert failures[0].evidence == "Moka pot → https://example.com/guide.html"


def test_titles_that_find_their_own_pages_pass(tmp_path: Path) -> None:
    run = indexed_site(tmp_path / "site", {path: html for path, html in PAGES.items() if path != "blog/limescale.html"})
    assert judged(run, AMBIGUOUS) == (Outcome.PASS, [])


def test_a_title_that_several_pages_have_is_left_to_the_rule_about_that(tmp_path: Path) -> None:
    same = {
        f"{name}.html": page_html("Opening hours", f"<p>Open in {name} from nine to five.</p>")
        for name in ("leeds", "hull")
    }
    run = indexed_site(tmp_path / "site", {**PAGES, **same})
    assert not {"leeds.html", "hull.html"} & set(paths(run, judged(run, AMBIGUOUS)[1]))


def test_a_site_of_one_page_passes(tmp_path: Path) -> None:
    run = indexed_site(tmp_path / "site", {"index.html": PAGES["shipping.html"]})
    assert judged(run, CANNIBALISATION) == (Outcome.PASS, [])
    assert judged(run, AMBIGUOUS) == (Outcome.PASS, [])


def test_an_index_of_the_run_is_also_one_of_the_next(tmp_path: Path) -> None:
    first = read_site(tmp_path / "site", PAGES)
    index_run(first)
    assert judged(first, CANNIBALISATION)[1]
