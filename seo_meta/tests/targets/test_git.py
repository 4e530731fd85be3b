"""What git would not keep byte for byte is not edited."""

import os
from pathlib import Path

import pytest

from seo_meta.errors import TargetError
from seo_meta.targets.git import Repository, repository_of
from seo_meta.tests.applying import git


@pytest.fixture
def top(tmp_path: Path) -> Path:
    top = tmp_path.resolve() / "project"
    (top / "site").mkdir(parents=True)
    git(top, "init", "-q")
    return top


def repository(folder: Path) -> Repository:
    found = repository_of(str(folder))
    assert found
    return found


def codes(folder: Path, *files: str) -> dict[str, str]:
    found = repository(folder)
    refused = found.refusals([found.prefix + file for file in files])
    return {path.removeprefix(found.prefix): error.code for path, error in refused.items()}


def test_a_folder_outside_of_any_repository_has_none(tmp_path: Path) -> None:
    assert repository_of(str(tmp_path.resolve())) is None


def test_paths_are_told_from_the_top(top: Path) -> None:
    assert repository(top).prefix == ""
    assert repository(top / "site").prefix == "site/"


def test_what_git_ignores_is_generated_unless_it_is_kept_all_the_same(top: Path) -> None:
    (top / ".gitignore").write_text("/site/\n")
    for name in ("new.html", "kept.html"):
        (top / "site" / name).write_text("<title>A</title>")
    git(top, "add", "-f", "site/kept.html")
    assert codes(top / "site", "new.html", "kept.html") == {"new.html": "generated"}


@pytest.mark.parametrize("attribute", ["filter=lfs", "filter=git-crypt", "working-tree-encoding=UTF-16"])
def test_what_git_rewrites_is_refused(top: Path, attribute: str) -> None:
    (top / ".gitattributes").write_text(f"odd*.html {attribute}\n")
    (top / "site" / "odd one.html").write_text("<title>A</title>")
    (top / "site" / "plain.html").write_text("<title>A</title>")
    assert codes(top / "site", "odd one.html", "plain.html") == {"odd one.html": "git-attributes"}


def test_line_endings_that_the_next_commit_would_change_are_refused(top: Path) -> None:
    for name in ("committed.html", "auto.html", "checked-out.html"):
        (top / "site" / name).write_bytes(b"<title>A</title>\r\n")
    git(top, "add", "site/committed.html", "site/auto.html")
    (top / ".gitattributes").write_text("committed.html text\nauto.html text=auto\nchecked-out.html text eol=crlf\n")
    git(top, "add", "site/checked-out.html")
    assert codes(top / "site", "committed.html", "auto.html", "checked-out.html") == {
        "committed.html": "git-attributes"
    }


def test_another_repository_inside_is_refused(top: Path) -> None:
    inner = top / "site" / "theme"
    inner.mkdir()
    git(inner, "init", "-q")
    (inner / "a.html").write_text("<title>A</title>")
    assert codes(top / "site", "theme/a.html") == {"theme/a.html": "submodule"}


def test_a_submodule_is_refused_as_a_whole(top: Path, tmp_path: Path) -> None:
    theme = tmp_path / "theme"
    theme.mkdir()
    git(theme, "init", "-q")
    (theme / "a.html").write_text("<title>A</title>")
    git(theme, "add", ".")
    git(theme, "commit", "-qm", "Theme")
    git(top, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(theme), "site/theme")
    assert codes(top / "site" / "theme", "a.html") == {"a.html": "submodule"}


def test_a_file_name_is_no_pattern_and_no_option(top: Path) -> None:
    (top / ".gitattributes").write_text("*.html filter=lfs\n")
    for name in ("-x.html", ":(glob)*.html", "ünï.html", "a\nb.html"):
        (top / "site" / name).write_text("<title>A</title>")
        assert codes(top / "site", name) == {name: "git-attributes"}


def test_a_repository_that_git_does_not_trust_is_an_error_with_a_name(
    top: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    with pytest.raises(TargetError, match="dubious ownership"):
        repository_of(str(top))


def test_a_hook_of_another_repository_does_not_mislead(
    top: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    (top / ".gitignore").write_text("/site/built.html\n")
    for name in ("built.html", "kept.html"):
        (top / "site" / name).write_text("<title>A</title>")
    for name, path in (("GIT_DIR", ".git"), ("GIT_WORK_TREE", ""), ("GIT_INDEX_FILE", ".git/index")):
        monkeypatch.setenv(name, str(other / path))
    assert repository(top / "site").top == str(top)
    assert codes(top / "site", "built.html", "kept.html") == {"built.html": "generated"}
