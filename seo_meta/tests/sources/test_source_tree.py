"""Which files of a repository are listed as sources, in a git work tree and without git."""

import os
import subprocess
from pathlib import Path

import pytest

from seo_meta.core.source_of_truth import Tree
from seo_meta.sources.source_tree import MAX_BYTES, list_tree, read_tree


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    for name in ("docs/a.md", "_config.yml", "_site/a.html", "node_modules/x/README.md", "docs/new.md", "a.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"text of {name}")
    return tmp_path


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def names(tree: Tree) -> list[str]:
    return [file.path for file in tree.files]


def test_without_git_everything_but_packages_and_the_build_is_listed(repository: Path) -> None:
    tree = read_tree(repository, "_site")
    assert {file.path: file.text for file in tree.files} == {
        name: f"text of {name}" for name in ("_config.yml", "docs/a.md", "docs/new.md")
    }
    assert tree.built_is_kept


def test_the_state_of_a_listing_is_another_once_a_source_changed(repository: Path) -> None:
    first = list_tree(repository, "_site").state()
    (repository / "_site/a.html").write_text("built anew")
    assert list_tree(repository, "_site").state() == first
    (repository / "docs/a.md").write_text("another text")
    second = list_tree(repository, "_site").state()
    (repository / "docs/b.md").write_text("a new file")
    third = list_tree(repository, "_site").state()
    assert len({first, second, third}) == 3


def test_git_tells_what_is_ignored_and_new_files_count(repository: Path) -> None:
    git(repository, "init", "-q")
    (repository / ".gitignore").write_text("_site\ndocs/a.md\n")
    git(repository, "add", "_config.yml")
    tree = read_tree(repository, "_site")
    assert names(tree) == ["_config.yml", "docs/new.md"]
    assert not tree.built_is_kept


def test_a_folder_that_git_knows_may_be_a_source(repository: Path) -> None:
    git(repository, "init", "-q")
    git(repository, "add", "-f", "_site")
    assert read_tree(repository, "_site").built_is_kept


def test_a_hook_of_another_repository_does_not_mislead(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "other.md").write_text("text of another repository")
    for folder in (other, repository):
        git(folder, "init", "-q")
        git(folder, "add", "-A")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git" / "index"))
    assert names(read_tree(repository, "_site")) == ["_config.yml", "docs/a.md", "docs/new.md"]


def test_links_and_pipes_are_not_opened_and_long_files_are_cut(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.md"
    secret.write_text("secret")
    (repository / "link.md").symlink_to(secret)
    os.mkfifo(repository / "pipe.md")
    (repository / "gone.md").symlink_to(repository / "nothing.md")
    (repository / "long.md").write_text("x" * (MAX_BYTES + 1))
    files = {file.path: file.text for file in read_tree(repository, "_site").files}
    assert not {"link.md", "pipe.md", "gone.md"} & set(files)
    assert len(files["long.md"]) == MAX_BYTES
