"""From a built folder to an index: real files, database and store; only the encoder needs no model."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from ml_search.core.query import Query
from ml_search.encoders.model_files import find_model
from ml_search.errors import IndexUnreadable
from ml_search.keyword import keyword_of
from ml_search.models import Chunk, Embedding, IndexedPage
from ml_search.services.plan_index import plan_index
from ml_search.tests.hashing import HashingEncoder
from ml_search.tests.sites import indexed, store_at, write_page
from seo_meta.errors import RunError
from seo_meta.models import Run, Site
from seo_meta.plugins import exclusive
from seo_meta.tests.applying import audited

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    links = "<a href=green.html>x</a><a href=guide/kettle.html>y</a>"
    write_page(site, "index.html", "Tea shop", "<p>We sell tea.", links)
    write_page(site, "green.html", "Green tea", "<h2 id=steep>Steeping</h2><p>Three minutes at eighty degrees.")
    write_page(site, "guide/kettle.html", "Kettles", "<p>Descale it with vinegar.")
    return site


def found(word: str) -> list[str]:
    hits = keyword_of().search(Site.objects.get().pk, Query((word,)), 10)
    return [Chunk.objects.get(pk=hit.id).page.url for hit in hits]


def nearest(folder: Path, text: str) -> str:
    hit = store_at(folder).search(HashingEncoder().encode([text])[0], 1)[0]
    return Chunk.objects.get(pk=hit.id).text


def test_pages_become_chunks_that_both_legs_find(folder: Path) -> None:
    done = indexed(folder)
    assert (done.read, done.unchanged, done.forgotten, done.encoded) == (3, 0, 0, 3)
    assert done.generation is not None
    assert done.generation.count == Chunk.objects.count() == 3
    assert found("vinegar") == ["https://example.com/guide/kettle.html"]
    assert nearest(folder, "eighty degrees minutes") == "Three minutes at eighty degrees."
    steeping = Chunk.objects.get(text__contains="eighty")
    assert (steeping.headings, steeping.anchor) == ("Green tea\nSteeping", "steep")


def test_an_indexed_page_knows_what_can_be_filtered_by(folder: Path) -> None:
    indexed(folder)
    page = IndexedPage.objects.get(url__endswith="kettle.html")
    assert (page.title, page.language, page.section) == ("Kettles", "en", "guide")
    assert page.standing == "warning", "it has no description"
    assert len(page.template) == 16


def test_language_and_section_are_named_as_everywhere(folder: Path) -> None:
    write_page(folder, "über uns/team.html", "Team", "<p>Vier Leute.")
    page = folder / "über uns" / "team.html"
    page.write_text(page.read_text().replace("lang=en", "lang=de_AT"))
    indexed(folder)
    team = IndexedPage.objects.get(title="Team")
    assert (team.language, team.section) == ("de", "über uns")


def test_an_unchanged_site_costs_no_call_of_the_encoder_and_no_generation(folder: Path) -> None:
    first = indexed(folder)
    encoder = HashingEncoder()
    again = indexed(folder, encoder=encoder)
    assert (again.read, again.unchanged, again.encoded, encoder.encoded) == (0, 3, 0, 0)
    assert again.generation is None
    assert store_at(folder).active() == first.generation
    latest = Run.objects.first()
    assert {page.page.run for page in IndexedPage.objects.select_related("page__run")} == {latest}


def test_a_changed_page_is_read_again_and_only_its_new_text_encoded(folder: Path) -> None:
    indexed(folder)
    kept = set(Chunk.objects.exclude(page__url__endswith="kettle.html").values_list("pk", flat=True))
    write_page(folder, "guide/kettle.html", "Kettles", "<p>Descale it with vinegar.", "<h2>Cords</h2><p>Wind them up.")
    encoder = HashingEncoder()
    done = indexed(folder, encoder=encoder)
    assert (done.read, done.unchanged, encoder.encoded) == (1, 2, 1)
    assert kept < set(Chunk.objects.values_list("pk", flat=True))
    assert found("cords") == ["https://example.com/guide/kettle.html"]
    assert nearest(folder, "Wind them up") == "Wind them up."


def test_a_removed_page_is_forgotten_by_both_legs(folder: Path) -> None:
    indexed(folder)
    (folder / "green.html").unlink()
    done = indexed(folder)
    assert (done.forgotten, IndexedPage.objects.count()) == (1, 2)
    assert found("degrees") == []
    assert store_at(folder).active() == done.generation
    assert nearest(folder, "eighty degrees minutes") != "Three minutes at eighty degrees."


@pytest.mark.parametrize(
    "head",
    [
        "<meta name=robots content=noindex>",
        "<link rel=canonical href=https://example.com/index.html>",
        "<meta http-equiv=refresh content='0;url=/'>",
    ],
    ids=["noindex", "canonical elsewhere", "refresh"],
)
def test_only_pages_that_search_engines_may_show_are_indexed(folder: Path, head: str) -> None:
    indexed(folder)
    write_page(folder, "green.html", "Green tea", "<p>Three minutes at eighty degrees.", head=head)
    write_page(folder, "404.html", "Not found", "<p>Nothing here.")
    done = indexed(folder)
    assert done.forgotten == 1
    assert [page.url.rpartition("/")[2] for page in IndexedPage.objects.order_by("url")] == ["", "kettle.html"]


def test_a_partial_run_forgets_nothing_that_it_did_not_see(folder: Path) -> None:
    indexed(folder)
    (folder / "green.html").unlink()
    run = audited(folder)
    Run.objects.filter(pk=run.pk).update(complete=False)
    run.refresh_from_db()
    assert plan_index(run).gone == ()
    assert indexed(folder, run).forgotten == 0


def test_a_page_that_is_gone_by_now_is_said_and_keeps_what_the_index_has(folder: Path) -> None:
    indexed(folder)
    write_page(folder, "green.html", "Green tea", "<p>Other text.")
    run = audited(folder)
    (folder / "green.html").unlink()
    done = indexed(folder, run)
    assert [(page.url, "green.html" in page.reason or "not" in page.reason) for page in done.unread] == [
        ("https://example.com/green.html", True)
    ]
    assert found("degrees") == ["https://example.com/green.html"]


def test_text_that_many_pages_share_is_not_indexed(folder: Path) -> None:
    for number in range(6):
        write_page(folder, f"p{number}.html", f"Page {number}", f"<p>Only w{number}.", "<p>Subscribe to our letter!")
    indexed(folder)
    assert found("subscribe") == []
    assert found("w3") == ["https://example.com/p3.html"]


def test_an_index_that_was_interrupted_goes_on_where_it_was(folder: Path) -> None:
    class Killed(HashingEncoder):
        def encode(self, texts: Any) -> Any:
            raise KeyboardInterrupt

    run = audited(folder)
    with pytest.raises(KeyboardInterrupt):
        indexed(folder, run, Killed())
    assert IndexedPage.objects.count() == 3
    assert store_at(folder).active() is None
    encoder = HashingEncoder()
    done = indexed(folder, run, encoder)
    assert (done.read, done.unchanged, encoder.encoded) == (0, 3, 3)
    assert done.generation is not None


def test_another_encoder_gets_vectors_of_its_own_and_a_generation(folder: Path) -> None:
    class Other(HashingEncoder):
        fingerprint = "other"

    indexed(folder)
    done = indexed(folder, encoder=Other())
    assert (done.read, done.encoded) == (0, 3)
    assert done.generation is not None
    assert done.generation.encoder == "other"
    assert Embedding.objects.filter(encoder="hashing").count() == 3


def test_a_generation_that_does_not_read_back_leaves_the_one_before(folder: Path) -> None:
    first = indexed(folder).generation

    class Broken(HashingEncoder):
        fingerprint = "broken"

        def encode(self, texts: Any) -> Any:
            return super().encode(texts) * float("nan")

    with pytest.raises(IndexUnreadable):
        indexed(folder, encoder=Broken())
    assert store_at(folder).active() == first


def test_one_process_at_a_time_indexes_a_site(folder: Path) -> None:
    run = audited(folder)
    with (
        exclusive("the search index of https://example.com/"),
        pytest.raises(RunError, match="Another run of the search"),
    ):
        indexed(folder, run)


def test_a_run_that_was_not_judged_is_not_indexed(folder: Path) -> None:
    run = audited(folder)
    Run.objects.filter(pk=run.pk).update(state=Run.State.READ)
    run.refresh_from_db()
    with pytest.raises(RunError, match="not judged to its end"):
        plan_index(run)


def test_without_an_encoder_the_site_is_indexed_for_keywords(folder: Path, settings: Any, capsys: Any) -> None:
    settings.SITEAGENT_INDEX_DIR = str(folder.with_name("index"))
    settings.SITEAGENT_EMBED_MODEL_PATH = str(folder)
    find_model.cache_clear()
    audited(folder)
    call_command("ml_index")
    said = capsys.readouterr()
    assert "has no model.safetensors" in said.err
    assert "searched by keywords alone" in said.err
    assert "3 pages read" in said.out
    assert found("vinegar") == ["https://example.com/guide/kettle.html"]
    find_model.cache_clear()


def test_the_plan_changes_nothing(folder: Path, capsys: Any) -> None:
    audited(folder)
    capsys.readouterr()
    call_command("ml_index", "--plan")
    assert capsys.readouterr().out == "https://example.com/: 3 pages to read, 0 as they are, 0 to forget.\n"
    assert not IndexedPage.objects.exists()
