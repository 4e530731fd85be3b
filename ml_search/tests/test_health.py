"""What `doctor` and `/ready` say of an index and its encoder."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from ml_search import checks
from ml_search.core.chunking import text_hash
from ml_search.encoders.model_files import find_model
from ml_search.models import Chunk, IndexedPage
from ml_search.services.embed import embed
from ml_search.services.publish import publish
from ml_search.stores import exact, store_of
from ml_search.tests.hashing import HashingEncoder
from seo_meta.selectors import find_run
from seo_meta.tests.commands.test_commands import run
from seo_meta.tests.crawling import Silent

Run = apps.get_model("seo_meta", "Run")
PAGE = '<!doctype html><html lang="en"><title>Coffee of the harbour</title><h1>Coffee</h1><p>Beans, roasted daily.</p>'


@pytest.fixture
def audited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Any:
    monkeypatch.chdir(tmp_path)
    settings.SITEAGENT_INDEX_DIR, settings.SITEAGENT_VECTOR_STORE = str(tmp_path / "index"), "exact"
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text(PAGE)
    run("seo_audit", "site", "--base-url", "https://example.com/", "--fail-on", "never")
    Run.objects.update(finished_at=timezone.now() - timedelta(days=2))
    return Run.objects.get()


def index_of(one: Any) -> None:
    page = one.read_pages.get()
    indexed = IndexedPage.objects.create(site=one.site, key=bytes(page.key), page=page, url=page.url, source="")
    Chunk.objects.create(page=indexed, ordinal=0, text="Beans", words=1, hash=text_hash("Beans"))
    embed(one.site_id, HashingEncoder(), Silent())
    publish(one.site_id, HashingEncoder(), store_of(one.site_id))


@pytest.mark.django_db
def test_an_audit_that_the_index_lacks_is_named_with_what_mends_it(audited: Any) -> None:
    (warning,) = checks.check_index()
    assert (warning.id, "https://example.com/" in warning.msg) == ("ml_search.W201", True)
    index_of(audited)
    assert checks.check_index() == []


@pytest.mark.django_db
def test_the_audit_of_today_may_wait(audited: Any) -> None:
    Run.objects.update(finished_at=timezone.now())
    assert checks.check_index() == []


@pytest.mark.django_db
def test_an_index_whose_files_are_gone_is_named(audited: Any, settings: Any) -> None:
    index_of(audited)
    for file in Path(settings.SITEAGENT_INDEX_DIR).rglob("manifest.json"):
        file.unlink()
    exact._of.cache_clear()  # another process: this one serves what it has opened
    (warning,) = checks.check_index()
    assert (warning.id, warning.hint.endswith("ml_index --site https://example.com/")) == ("ml_search.W202", True)


@pytest.mark.django_db
def test_without_an_encoder_the_server_is_ready_and_the_doctor_says_that_words_must_do(
    audited: Any, settings: Any, client: Client
) -> None:
    shutil.rmtree(settings.SITEAGENT_INDEX_DIR, ignore_errors=True)
    settings.SITEAGENT_EMBED_MODEL_PATH = "nowhere"
    find_model.cache_clear()
    (warning,) = checks.check_encoder()
    assert warning.id == "ml_search.W101"
    assert "nowhere" in warning.msg
    assert client.get("/ready").status_code == 200
    find_model.cache_clear()


@pytest.mark.django_db
def test_the_run_that_an_index_was_made_of_is_not_pruned_until_the_index_is_of_another(audited: Any) -> None:
    index_of(audited)
    later = [find_run(again()) for _ in range(2)]
    run("prune_runs", "--keep", "1")
    assert set(Run.objects.values_list("pk", flat=True)) == {audited.pk, later[-1].pk}
    IndexedPage.objects.update(page=later[-1].read_pages.get())
    run("prune_runs", "--keep", "1")
    assert set(Run.objects.values_list("pk", flat=True)) == {later[-1].pk}


def again() -> int:
    run("seo_audit", "site", "--base-url", "https://example.com/", "--fail-on", "never")
    return int(Run.objects.order_by("pk").values_list("pk", flat=True).last())
