"""Patches: real git applies them and takes them back, byte for byte."""

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from seo_meta.core import diff
from seo_meta.core.diff import unified_diff

LINES = st.lists(
    st.builds(
        bytes.__add__,
        st.sampled_from([b"", b"a", b"b", b"\xe4", b"-", b"+x", b"@@", b"\\", b"x\x00"]),
        st.sampled_from([b"\n", b"\r\n", b"\r"]),
    ),
    max_size=40,
).map(b"".join)
TEXTS = st.builds(bytes.__add__, LINES, st.sampled_from([b"", b"end", b"\xff"]))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("patches")
    git(folder, b"", "init", "-q")
    return folder


def git(folder: Path, patch: bytes, *arguments: str) -> None:
    environment = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        ["git", *arguments], cwd=folder, input=patch, capture_output=True, env=environment, check=False
    )
    assert done.returncode == 0, (done.stderr, patch)


def assert_git_takes(folder: Path, name: str, before: bytes, after: bytes) -> None:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(before)
    patch = unified_diff(name, before, after)
    git(folder, patch, "apply", "--whitespace=nowarn")
    assert file.read_bytes() == after
    git(folder, patch, "apply", "--whitespace=nowarn", "-R")
    assert file.read_bytes() == before


@given(before=TEXTS, after=TEXTS)
@example(before=b"", after=b"x")
@example(before=b"x", after=b"")
@example(before=b"a\r\nb", after=b"a\nb\r\n")
@example(before=b"x\n" * 30, after=b"x\n" * 10 + b"y\n" + b"x\n" * 20 + b"z")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_git_applies_a_patch_and_takes_it_back(folder: Path, before: bytes, after: bytes) -> None:
    if before != after:
        assert_git_takes(folder, "page.html", before, after)


@pytest.mark.parametrize(
    "name",
    [
        "a b.html",
        "ü/é.html",
        'say "hi".html',
        "back\\slash.html",
        "tab\t.html",
        "line\n.html",
        " .html",
        "a\udcff.html",
    ],
)
def test_git_finds_files_with_strange_names(folder: Path, name: str) -> None:
    assert_git_takes(folder, name, b"one\ntwo\n", b"one\n2\n")


def test_equal_texts_have_no_patch() -> None:
    assert unified_diff("page.html", b"a\nb", b"a\nb") == b""


def test_a_patch_shows_three_lines_around_each_change() -> None:
    before = b"".join(b"%d\n" % number for number in range(1, 21))
    after = before.replace(b"5\n", b"five\n", 1).replace(b"20\n", b"twenty")
    assert unified_diff("a.html", before, after).decode().splitlines() == [
        *("diff --git a/a.html b/a.html", "--- a/a.html", "+++ b/a.html"),
        *("@@ -2,7 +2,7 @@", " 2", " 3", " 4", "-5", "+five", " 6", " 7", " 8"),
        *("@@ -17,4 +17,4 @@", " 17", " 18", " 19", "-20", "+twenty", "\\ No newline at end of file"),
    ]


def test_many_equal_lines_are_not_weighed_against_each_other(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diff, "SequenceMatcher", None)
    before = b"first\n" + b"\n" * 3_000 + b"last\n"
    assert_git_takes(folder, "page.html", before, b"1st\n" + b"\n" * 3_001 + b"end\n")
