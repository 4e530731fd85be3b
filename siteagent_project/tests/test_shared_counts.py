import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from siteagent_project.shared_counts import SharedCounts
from tests.process import python

COUNT = """
import sys
from pathlib import Path
from siteagent_project.shared_counts import SharedCounts
counts = SharedCounts(Path(sys.argv[1]))
for _ in range(20_000):
    counts.count("ana", 1)
"""


@pytest.fixture
def hasty_threads() -> Iterator[None]:
    """Threads that take turns as often as can be."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-7)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("hasty_threads")
def test_processes_and_their_threads_lose_no_count(tmp_path: Path) -> None:
    path = tmp_path / "counts"
    with ThreadPoolExecutor() as pool:
        done = list(pool.map(lambda _: python("-c", COUNT, str(path)), range(4)))
    assert [one.stderr for one in done] == [""] * 4
    counts = SharedCounts(path)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: [counts.count("ana", 1) for _ in range(5_000)], range(8)))
    assert counts.count("ana", 1) == 4 * 20_000 + 8 * 5_000 + 1


def test_each_client_counts_alone_and_anew_in_each_window(tmp_path: Path) -> None:
    counts = SharedCounts(tmp_path / "counts")
    assert [counts.count("ana", 1), counts.count("ana", 1), counts.count("bo", 1)] == [1, 2, 1]
    assert [counts.count("ana", 2), counts.count("ana", 2)] == [1, 2]


def test_the_file_is_closed_to_others_and_does_not_grow(tmp_path: Path) -> None:
    path = tmp_path / "counts"
    counts = SharedCounts(path)
    size = path.stat().st_size
    for number in range(50_000):
        counts.count(f"address:{number}", 1)
    assert path.stat().st_size == size < 1_000_000
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_file_of_another_user_is_refused(tmp_path: Path, monkeypatch: Any) -> None:
    path = tmp_path / "counts"
    SharedCounts(path)
    monkeypatch.setattr(os, "getuid", lambda: 12_345)
    with pytest.raises(ImproperlyConfigured, match="belongs to another user"):
        SharedCounts(path)


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("keep")
    (tmp_path / "counts").symlink_to(tmp_path / "precious")
    with pytest.raises(OSError, match="symbolic links"):
        SharedCounts(tmp_path / "counts")
    assert (tmp_path / "precious").read_text() == "keep"
