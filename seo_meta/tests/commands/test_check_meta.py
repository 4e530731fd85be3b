"""`seo_check_meta`: for whoever writes, at a prompt or before a commit. It needs no database."""

import re
import shlex
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command

from tests.process import ROOT, python

GOOD = "How we roast coffee slowly and by hand | Example Roasters"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def check(*arguments: str) -> int:
    try:
        call_command("seo_check_meta", *arguments)
    except SystemExit as left:
        return left.code
    return 0


def test_a_good_title_is_shown_as_results_show_it(capsys) -> None:
    assert check("--title", GOOD) == 0
    printed = capsys.readouterr().out.splitlines()
    assert [line.split(" (")[0] for line in printed] == ["title on desktop", "title on mobile"]
    assert all(line.endswith(f"whole: {GOOD}") for line in printed)


def test_the_guide_shows_what_is_printed(capsys) -> None:
    guide = (ROOT / "docs" / "how-to" / "check-titles-while-writing.md").read_text()
    (command, shown), *_ = re.findall(r"^```\n\$ siteagent (seo_check_meta .*)\n((?:.+\n)+)```", guide, re.MULTILINE)
    assert check(*shlex.split(command)[1:]) == 0
    printed = capsys.readouterr().out.splitlines()
    for line, real in zip(shown.splitlines(), printed, strict=True):
        assert line == real or real.startswith(line.removesuffix("…"))


def test_a_long_description_is_shown_cut(capsys) -> None:
    assert check("--description", "How we roast coffee, and how you can try it at home. " * 3) == 0
    assert "cut to How we roast coffee" in capsys.readouterr().out


def test_an_experience_is_enough_to_keep_an_author_out(capsys) -> None:
    assert check("--title", "Roasting <b>now</b> | Example Roasters of Berlin") == 1
    assert capsys.readouterr().out.startswith("warning title.contains-html: ")


@pytest.mark.parametrize(("gate", "code"), [("error", 0), ("warning", 1), ("never", 0)])
def test_the_gate_may_be_moved(gate: str, code: int) -> None:
    assert check("--title", "Roasting of coffee by hand |", "--fail-on", gate) == code


def test_a_markdown_file_is_told_the_line(tmp_path: Path, capsys) -> None:
    (tmp_path / "a.md").write_text(f"---\ntitle: {GOOD}\ndescription: 'Keywords: tea'\n---\n# Tea\n")
    assert check("a.md") == 1
    assert "a.md:3: warning description.keyword-list: " in capsys.readouterr().out


def test_a_page_is_judged_with_its_headings(tmp_path: Path, capsys) -> None:
    page = "<title>Harvest report 2024 | Example Roasters</title>\n<h1>Harvest report 2025</h1>"
    (tmp_path / "a.html").write_text(page)
    assert check("a.html") == 1
    assert "a.html:1: warning title.obsolete-year: " in capsys.readouterr().out


def test_a_page_that_names_another_address_is_judged_all_the_same(tmp_path: Path, capsys) -> None:
    page = f'<link rel="canonical" href="https://www.example.net/a"><title>{"Roasting " * 20}</title>'
    (tmp_path / "a.html").write_text(page)
    check("a.html")
    assert "title.too-long-px" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["# Tea\n", "---\nlayout: post\n---\n# Tea\n", ""])
def test_what_a_file_does_not_say_is_not_missing(tmp_path: Path, capsys, text: str) -> None:
    (tmp_path / "a.md").write_text(text)
    assert check("a.md") == 0
    assert capsys.readouterr().out == ""


def test_the_language_of_a_file_decides_what_words_mean(tmp_path: Path, capsys) -> None:
    (tmp_path / "a.md").write_text("---\nlang: fr\ndescription: Cependant, la torréfaction prend du temps.\n---\n")
    check("a.md")
    assert "description.anaphoric-start" in capsys.readouterr().out


def test_the_option_names_the_language_of_a_file_that_does_not(tmp_path: Path, capsys) -> None:
    (tmp_path / "a.md").write_text("---\ndescription: Cependant, la torréfaction prend du temps.\n---\n")
    (tmp_path / "b.md").write_text("---\nlang: en\ndescription: Cependant, la torréfaction prend du temps.\n---\n")
    check("a.md", "b.md", "--language", "fr")
    printed = capsys.readouterr().out
    assert "a.md:2: info description.anaphoric-start" in printed
    assert "b.md:2: info description.anaphoric-start" not in printed


def test_the_configuration_of_the_site_holds(tmp_path: Path) -> None:
    assert check("--title", "| Roasters") == 1
    (tmp_path / "siteagent.toml").write_text('[rules]\n"title.half-empty" = "off"\n')
    assert check("--title", "| Roasters") == 0


def test_what_a_title_hides_does_not_reach_the_terminal(capsys) -> None:
    check("--title", "Tea \x1b[31m\u202e ::error::x")
    printed = capsys.readouterr().out
    assert not {"\x1b", "\u202e"} & set(printed)
    assert "::error::" not in printed


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("gone.md", None, "Cannot read gone.md: No such file or directory."),
        ("a.txt", b"Tea", "a.txt is neither HTML nor Markdown."),
        ("a.md", b"---\ntitle: \xff\n---\n", "a.md is not UTF-8."),
        ("a.md", b"---\ntitle: Tea: a guide\n---\n", "a.md: its front matter cannot be read: "),
    ],
)
def test_a_file_that_cannot_be_checked_is_one_line_and_exit_code_2(
    tmp_path: Path, name: str, content: bytes | None, reason: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(CommandError, match=reason) as caught:
        check(name)
    assert caught.value.returncode == 2
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("arguments", [[], ["a.md", "--title", "Tea"]])
def test_texts_or_files_are_checked(arguments: list[str]) -> None:
    with pytest.raises(CommandError, match="Give either files"):
        check(*arguments)


def test_the_hook_calls_the_command_for_the_files_that_it_reads(tmp_path: Path) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    program, *arguments = hook["entry"].split()
    assert program == "siteagent"
    assert set(hook["types_or"]) == {"html", "markdown", "mdx"}
    (tmp_path / "a.mdx").write_text("---\ntitle: '| Roasters'\n---\n")
    done = python("-m", "siteagent_project", *arguments, str(tmp_path / "a.mdx"))
    assert done.returncode == 1
    assert "title.half-empty" in done.stdout
