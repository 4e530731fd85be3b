"""The import as a user runs it."""

from datetime import date
from pathlib import Path

import pytest

from seo_meta.models import Run, SearchStat
from seo_meta.tests.commands.test_commands import run
from seo_meta.tests.factories import BASE, facts_of
from seo_meta.tests.stored import stored_run

pytestmark = pytest.mark.django_db

HEAD = "Top pages,Clicks,Impressions,CTR,Position\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    stored_run(facts_of("", "a.html"))
    file = tmp_path / "Pages.csv"
    file.write_text(f"{HEAD}{BASE}a,5,50,10%,3\n{BASE}b,0,1,0%,9\n{BASE}c,0,0,0%,0\nhttps://x.example/,1,2,50%,3\n")
    return file


def test_the_import_tells_what_it_read_and_what_it_did_not(file: Path) -> None:
    code, out = run("seo_import_gsc", file, "--from", "2026-08-23", "--to", "2026-11-22")
    assert code == 0
    run_id = Run.objects.get().pk
    assert out.splitlines() == [
        f"{BASE}, 2026-08-23 to 2026-11-22",
        "Rows: 4. Pages: 2. Queries of pages: 0.",
        f"Pages in run {run_id}: 1. Not in it: 1.",
        "Pages outside the site, left out: 1, like https://x.example/",
        "Rows not read: 1.",
        "Pages.csv line 4 has no impressions.",
    ]
    assert {*SearchStat.objects.values_list("period_start", "period_end")} == {(date(2026, 8, 23), date(2026, 11, 22))}


def test_of_many_rows_that_are_not_read_the_first_ten_are_told(file: Path) -> None:
    file.write_text(f"{HEAD}{BASE}a,5,50,10%,3\n" + "x,1,2,3,4\n" * 25)
    _, out = run("seo_import_gsc", file)
    assert out.count("has no http(s) URL: 'x'") == 10
    assert out.splitlines()[-1] == "And 15 more."


def test_cells_of_the_file_command_no_terminal_and_no_runner(file: Path) -> None:
    file.write_text(f"{HEAD}{BASE}a,5,50,10%,3\n{BASE}b,##[error]\x1b[31m,2,3,4\n")
    _, out = run("seo_import_gsc", file)
    assert "##[" not in out
    assert "\x1b" not in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--from", "2026-08-23"], "Give both --from and --to, or neither"),
        (["--from", "2026-08-23", "--to", "2026-08-22"], "--from 2026-08-23 is after --to 2026-08-22"),
        (["--site", "https://x.example/"], f"There is no site https://x.example/. Known: {BASE}"),
    ],
)
def test_a_wrong_option_is_one_line_and_exit_code_2(file: Path, arguments: list[str], message: str) -> None:
    assert run("seo_import_gsc", file, *arguments) == (2, message)
    assert not SearchStat.objects.exists()


def test_a_wrong_file_is_one_line_and_exit_code_2(file: Path) -> None:
    file.write_text("Sivu\x1b,Klikkaukset\n")
    code, message = run("seo_import_gsc", file)
    assert code == 2
    assert "It has: Sivu\\x1b, Klikkaukset." in message
    assert len(message.splitlines()) == 1
