"""`seo_apply` as a user runs it: a diff on stdout alone, words elsewhere, and exit codes."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from seo_meta.lock import exclusive
from seo_meta.models import ApplyRun, Run
from seo_meta.tests.applying import TITLE, approved, git, page, proposed, site_at
from seo_meta.tests.commands.test_commands import run as run_command

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path.resolve() / "site"


@pytest.fixture
def run(folder: Path) -> Run:
    return site_at(folder, "index.html", "cups.html", "tea.html")


def test_the_plan_is_a_diff_on_stdout_and_words_on_stderr(
    run: Run, folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    approved(run, "cups.html")
    capfdbinary.readouterr()
    assert run_command("seo_apply", "--plan")[0] == 0
    said = capfdbinary.readouterr()
    git(folder.parent, "init", "-q")
    git(folder.parent, "apply", given=said.out)
    assert TITLE in (folder / "cups.html").read_text()
    assert b"1 edits in 1 files to make." in said.err


def test_it_writes_says_how_to_undo_and_undoes(run: Run, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    approved(run, "cups.html")
    assert run_command("seo_apply")[0] == 0
    said = capsys.readouterr().out
    assert "cups.html  title" in said
    number = ApplyRun.objects.get().pk
    assert f"seo_apply --undo {number}" in said
    assert run_command("seo_apply", "--undo", number)[0] == 0
    assert (folder / "cups.html").read_text() == page("cups.html")


def test_an_approved_proposal_that_is_not_written_is_exit_code_1(run: Run, folder: Path) -> None:
    approved(run, "cups.html")
    approved(run, "tea.html", "Tea from three gardens on the south slope")
    (folder / "cups.html").write_text(page("cups.html", title="Words of somebody else, meanwhile"))
    assert run_command("seo_apply", "--plan")[0] == 1
    assert run_command("seo_apply")[0] == 1
    assert "Tea from three gardens" in (folder / "tea.html").read_text()
    assert run_command("seo_apply")[0] == 0


def test_an_open_proposal_that_is_not_written_is_no_fault(run: Run) -> None:
    proposed(run, "cups.html", "Cups | Cups | Cups")
    assert run_command("seo_apply", "--allow-unreviewed")[0] == 0


def test_a_file_that_the_disk_has_no_room_for_is_exit_code_1_whoever_approved_it(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    proposed(run, "cups.html")
    monkeypatch.setattr(os, "fsync", full)
    assert run_command("seo_apply", "--allow-unreviewed")[0] == 1
    assert "No space left on device" in capsys.readouterr().out
    assert (folder / "cups.html").read_text() == page("cups.html")


def test_an_undo_that_cannot_be_is_exit_code_1(run: Run, folder: Path) -> None:
    approved(run, "cups.html")
    run_command("seo_apply")
    (folder / "cups.html").write_text("Mine")
    assert run_command("seo_apply", "--undo", ApplyRun.objects.get().pk)[0] == 1


@pytest.mark.parametrize(
    "arguments",
    [("--run", 99), ("--undo", 99), ("--undo", 1, "--plan"), ("--root", "/no/such/folder"), ("--undo", 1, "--run", 1)],
)
def test_a_wrong_option_is_one_line_and_exit_code_2(run: Run, arguments: tuple[object, ...]) -> None:
    code, said = run_command("seo_apply", *arguments)
    assert code == 2
    assert said
    assert "\n" not in said


def test_what_pages_say_obeys_nobody(run: Run, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    approved(run, "cups.html")
    (folder / "cups.html").write_text(page("cups.html", title="\x1b[2J\n::error::Mine\u202e"))
    run_command("seo_apply")
    said = capsys.readouterr().out
    assert "Mine" in said
    assert not {"\x1b", "\u202e"} & set(said)
    assert not any(line.lstrip().startswith("::") for line in said.splitlines())


def test_two_processes_do_not_apply_to_one_folder(tmp_path: Path) -> None:
    """The second is told, and writes nothing."""
    database = tmp_path / "test.sqlite3"
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{database}", "DJANGO_SETTINGS_MODULE": SETTINGS}
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text(page("index.html"))
    manage(environment, "migrate", "--verbosity", "0")
    manage(environment, "seo_audit", str(site), "--fail-on", "never")
    command = [sys.executable, "-c", HOLDER, str(site.resolve())]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        said = manage(environment, "seo_apply", code=2)
        holder.kill()
    assert "going on" in said
    manage(environment, "seo_apply")
    with sqlite3.connect(database) as connection:
        assert connection.execute("SELECT count(*) FROM seo_meta_applyrun").fetchone() == (0,)


SETTINGS = "siteagent_project.settings.dev"
HOLDER = f"""
import sys, time, django
django.setup()
from {exclusive.__module__} import exclusive
with exclusive(f"seo_apply in {{sys.argv[1]}}"):
    print("held", flush=True)
    time.sleep(60)
"""


def manage(environment: dict[str, str], *arguments: str, code: int = 0) -> str:
    root = Path(__file__).parents[3]
    command = [sys.executable, str(root / "manage.py"), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    return done.stderr
