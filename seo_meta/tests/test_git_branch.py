"""Commits made of objects alone, and who gets to see the token."""

from base64 import b64decode
from pathlib import Path

import pytest

from seo_meta.errors import TargetError
from seo_meta.targets.git_branch import Commit, Repository
from seo_meta.tests.loopback import Loopback, serving
from seo_meta.tests.nights import BRANCH, Nights, git

TOKEN = "ghs_s3cret"


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    return Nights(tmp_path)


def base_of(repository: Repository) -> Commit:
    base = repository.fetch("main")
    assert base
    return base


def asked_with(nights: Nights, remote: Loopback, server: str) -> list[str]:
    """The Authorization headers that a remote gets."""
    git(nights.here, "remote", "set-url", "origin", f"{remote.url}octo/site.git")
    with pytest.raises(TargetError, match="git ls-remote failed"):
        Repository(str(nights.here), server, TOKEN).fetch("main")
    return [value for headers in remote.headers for name, value in headers.items() if name == "authorization"]


def test_the_same_changes_are_the_same_commit_and_a_commit_of_ours(nights: Nights) -> None:
    repository = Repository(str(nights.here))
    base = base_of(repository)
    made = [repository.commit(base, {"site/a.html": ("100644", b"A")}, "Edit") for _ in range(2)]
    assert made[0] == made[1]
    assert made[0].is_ours
    assert not base.is_ours


@pytest.mark.parametrize(
    "path", ["with space.html", '"quoted".html', "back\\slash", "new\nline", "ünï/日本.html", "\udcff"]
)
def test_paths_arrive_as_they_are(nights: Nights, path: str) -> None:
    repository = Repository(str(nights.here))
    made = repository.commit(base_of(repository), {path: ("100755", b"\r\n\0\xff")}, "Edit")
    entry = repository.entries(made.id)[path]
    assert (entry.mode, repository.read(entry)) == ("100755", b"\r\n\0\xff")
    assert entry.holds(b"\r\n\0\xff")
    assert not entry.holds(b"\n\0\xff")


def test_a_branch_that_somebody_pushed_to_meanwhile_is_left_alone(nights: Nights) -> None:
    repository = Repository(str(nights.here))
    base = base_of(repository)
    made = repository.commit(base, {"site/a.html": ("100644", b"A")}, "Edit")
    repository.push(made, BRANCH, None)
    git(nights.remote, "update-ref", f"refs/heads/{BRANCH}", base.id)
    other = repository.commit(base, {"site/a.html": ("100644", b"B")}, "Edit")
    with pytest.raises(TargetError, match="Somebody pushed to siteagent/seo-meta meanwhile"):
        repository.push(other, BRANCH, made)
    with pytest.raises(TargetError, match="Somebody pushed"):
        repository.push(other, BRANCH, None)
    assert nights.tip() == base.id


def test_a_repository_with_sha256_works_too(tmp_path: Path) -> None:
    folder = tmp_path / "here"
    git(tmp_path, "init", "--quiet", "--bare", "--object-format=sha256", str(tmp_path / "remote.git"))
    git(tmp_path, "init", "--quiet", "--object-format=sha256", "--initial-branch=main", str(folder))
    git(folder, "remote", "add", "origin", str(tmp_path / "remote.git"))
    (folder / "a.html").write_bytes(b"A")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Publish")
    git(folder, "push", "--quiet", "origin", "main")
    repository = Repository(str(folder))
    assert repository.entries(base_of(repository).id)["a.html"].holds(b"A")


def test_a_detached_clone_knows_the_branch_of_the_remote_or_asks(nights: Nights) -> None:
    git(nights.here, "checkout", "--quiet", "--detach")
    with pytest.raises(TargetError, match="--base"):
        Repository(str(nights.here)).base_branch()
    git(nights.here, "remote", "set-head", "origin", "main")
    assert Repository(str(nights.here)).base_branch() == "main"


def test_the_token_goes_to_the_server_and_to_no_other(nights: Nights) -> None:
    with serving() as remote:
        (header,) = asked_with(nights, remote, remote.url.rstrip("/"))
        assert b64decode(header.split(" ")[-1]).decode() == f"x-access-token:{TOKEN}"
    with serving() as remote:
        assert asked_with(nights, remote, "https://github.com") == []


def test_a_clone_with_credentials_of_its_own_gets_no_second_ones(nights: Nights) -> None:
    with serving() as remote:
        git(nights.here, "config", f"http.{remote.url}.extraheader", "AUTHORIZATION: basic eDp5")
        assert asked_with(nights, remote, remote.url.rstrip("/")) == ["basic eDp5"]
