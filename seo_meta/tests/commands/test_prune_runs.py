"""Old runs go, and nothing goes that anybody still needs."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, models
from django.utils import timezone

from seo_meta.models import (
    ApplyRun,
    Finding,
    FrontierUrl,
    Job,
    Page,
    Proposal,
    Rejection,
    Run,
    Site,
    SitemapEntry,
    Transition,
)
from seo_meta.selectors import run_before
from seo_meta.services import prune as pruning
from seo_meta.services.retention import REMOVING
from seo_meta.sources.folder import UNKNOWN_BASE_URL
from seo_meta.tests.applying import approved, audited, page, site_at
from seo_meta.tests.commands.test_commands import run
from seo_meta.tests.factories import facts_of
from seo_meta.tests.stored import stored_proposal, stored_run

pytestmark = pytest.mark.django_db

NO_TITLE = facts_of("<p>No title</p>")


def stored(count: int, days: int = 100, **fields: Any) -> list[int]:
    """The ids of so many runs of one page, a day between each; the first was begun an hour less than `days`
    ago."""
    now = timezone.now()
    ages = [timedelta(days=days - number, hours=-1) for number in range(count)]
    return [stored_run(NO_TITLE, started_at=now - age, **fields).pk for age in ages]


def left() -> list[int]:
    return list(Run.objects.order_by("pk").values_list("pk", flat=True))


def test_the_latest_runs_stay_and_older_ones_go_with_all_that_is_theirs() -> None:
    ids = stored(5)
    old = Run.objects.get(pk=ids[0])
    SitemapEntry.objects.create(run=old, sitemap="s", url="u")
    FrontierUrl.objects.create(run=old, url="u", key=b"12345678", depth=0, state=1)
    Finding.objects.create(
        run=old, rule="x.y", rule_version=1, kind="spec", severity="error", outcome="fail", message="", fingerprint=""
    )
    Job.objects.create(run=old, state=Job.State.DONE, beat_at=timezone.now())
    code, out = run("prune_runs", "--keep", 2)
    assert code == 0
    assert left() == ids[3:]
    assert set(Page.objects.values_list("run", flat=True)) == set(ids[3:])
    assert set(Finding.objects.values_list("run", flat=True)) == set(ids[3:])
    assert [model.objects.count() for model in (SitemapEntry, FrontierUrl, Job)] == [0, 0, 0]
    assert "3 runs removed: 1 sitemap entries, 1 URLs of frontiers, 10 findings, 3 pages." in out


def test_without_a_word_about_what_may_go_nothing_does() -> None:
    stored(3)
    code, said = run("prune_runs")
    assert (code, "--keep N, --older-than DAYS" in said) == (2, True)
    assert len(left()) == 3


def test_runs_younger_than_asked_for_stay_and_with_both_words_a_run_must_be_beyond_both() -> None:
    ids = stored(5, days=7)
    run("prune_runs", "--older-than", 4)
    assert left() == ids[3:]
    ids = left() + stored(3, days=3)
    run("prune_runs", "--older-than", 3, "--keep", 3)
    assert left() == ids[1:]


def test_a_dry_run_names_what_would_go_and_removes_nothing() -> None:
    ids = stored(3)
    code, out = run("prune_runs", "--keep", 1, "--dry-run")
    assert code == 0
    assert left() == ids
    assert [line.split()[1] for line in out.splitlines() if line.endswith("would go.")] == [str(id) for id in ids[:2]]


def test_what_the_next_run_is_compared_with_stays_however_old_it_is() -> None:
    (complete,) = stored(1)
    (preview,) = stored(1, policy={"profile": "preview"})
    (live,) = stored(1, kind="http")
    partial = stored(4, complete=False)
    failed = stored(2, days=50, state="failed", complete=False)
    later = Run.objects.get(pk=partial[-1])
    before = run_before(later)
    run("prune_runs", "--older-than", 1)
    assert left() == [complete, preview, live, partial[-1]]
    assert not set(failed) & set(left())
    assert run_before(later) == before


def test_runs_are_counted_by_site_and_a_site_may_be_named() -> None:
    ids = stored(3)
    other = Site.objects.create(base_url="https://other.example/")
    others = [_of(other, id) for id in stored(3)]
    run("prune_runs", "--keep", 1, "--site", "https://other.example")
    assert left() == [*ids, others[-1]]
    code, said = run("prune_runs", "--keep", 1, "--site", "https://absent.example/")
    assert (code, "https://other.example/" in said) == (2, True)


def _of(site: Site, id: int) -> int:
    Run.objects.filter(pk=id).update(site=site)
    return id


def test_folders_that_nobody_knows_the_address_of_are_not_counted_together() -> None:
    nowhere = Site.objects.create(base_url=UNKNOWN_BASE_URL)
    one, other = ([_of(nowhere, id) for id in stored(2, source=source)] for source in ("one", "other"))
    run("prune_runs", "--keep", 1)
    assert left() == [one[-1], other[-1]]


@pytest.mark.parametrize("state", ["open", "snoozed", "approved"])
def test_the_pages_of_proposals_that_somebody_will_look_at_stay(state: str) -> None:
    ids = stored(4)
    stored_proposal(Page.objects.get(run=ids[0]), "A value", state=state)
    _, out = run("prune_runs", "--keep", 1)
    assert left() == [ids[0], ids[-1]]
    assert f"Run {ids[0]} stays: proposals made from it wait." in out


@pytest.mark.parametrize("state", ["rejected", "superseded", "abstained", "applied", "merged"])
def test_what_was_decided_is_remembered_without_its_run(state: str) -> None:
    ids = stored(2)
    proposal = stored_proposal(Page.objects.get(run=ids[0]), "A value", state=state)
    Rejection.objects.create(
        site=proposal.site, proposal=proposal, key=b"12345678", url="u", field="title", reason="other", scope="value"
    )
    run("prune_runs", "--keep", 1)
    assert left() == ids[1:]
    proposal.refresh_from_db()
    assert (proposal.value, proposal.run_id, proposal.page_id) == ("A value", None, None)
    assert Rejection.objects.get().proposal == proposal


@pytest.mark.django_db(transaction=True)
def test_an_edit_is_undone_byte_for_byte_after_its_run_is_gone(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "site"
    first = site_at(folder, "index.html", "cups.html")
    proposal = approved(first, "cups.html")
    assert run("seo_apply")[0] == 0
    assert (folder / "cups.html").read_text() != page("cups.html")
    audited(folder)
    run("prune_runs", "--keep", 1)
    assert first.pk not in left()
    history = Transition.objects.filter(proposal=proposal).count()
    assert run("seo_apply", "--undo", ApplyRun.objects.get().pk)[0] == 0
    assert (folder / "cups.html").read_text() == page("cups.html")
    assert Transition.objects.filter(proposal=proposal).count() == history + 1
    assert Proposal.objects.get(pk=proposal.pk).state == "approved"


@pytest.mark.parametrize("state", ["running", "queued"])
def test_of_a_site_where_work_is_under_way_nothing_goes(state: str) -> None:
    ids = stored(3)
    ids += stored(1, days=50, state=state, finished_at=None)
    if state == "queued":
        Job.objects.create(run_id=ids[-1], state=Job.State.QUEUED, beat_at=timezone.now())
    code, out = run("prune_runs", "--keep", 1)
    assert code == 0
    assert left() == ids
    assert "https://example.com/: work is under way" in out


@pytest.mark.django_db(transaction=True)
def test_removing_that_was_killed_leaves_no_run_that_looks_whole_and_is_finished_by_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ids = stored(3)
    monkeypatch.setattr(pruning, "PAGES_AT_ONCE", 1)

    def die(seconds: float) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(pruning, "sleep", die)
        assert run("prune_runs", "--keep", 1)[0] == 130
    half = Run.objects.get(pk=ids[0])
    assert (half.state, half.complete, half.stop_reason) == ("failed", False, REMOVING)
    run("prune_runs", "--keep", 100)
    assert left() == ids[1:]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite")
def test_what_sqlite_can_use_again_is_counted_and_vacuum_gives_it_back() -> None:
    body = "".join(f"<p>{os.urandom(400).hex()}</p>" for _ in range(50))
    facts = [facts_of(f"<title>{number}</title>{body}", f"{number}.html") for number in range(40)]
    for _ in range(2):
        stored_run(*facts)
    file = Path(connection.settings_dict["NAME"])
    _, out = run("prune_runs", "--keep", 1)
    freed = float(out.partition(" MB are free again")[0].rpartition(" ")[2]) * 1_000_000
    assert freed > 500_000
    assert f"sqlite3 {file} VACUUM" in out
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        before = file.stat().st_size
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert before - file.stat().st_size >= freed * 0.9


def test_no_transaction_is_longer_than_a_batch_of_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    stored_run(*(facts_of("<p>x</p>", f"{number}.html") for number in range(25)))
    stored(1)
    monkeypatch.setattr(pruning, "PAGES_AT_ONCE", 10)
    sizes: list[int] = []
    remove = pruning._remove

    def watched(done: Any, model: type[models.Model], name: str, ids: list[int]) -> None:
        sizes.extend([len(ids)] if model is Page else [])
        remove(done, model, name, ids)

    monkeypatch.setattr(pruning, "_remove", watched)
    run("prune_runs", "--keep", 1)
    assert sizes == [10, 10, 5]
