"""Files replaced as a whole or not at all, and never outside of the folder."""

import os
import socket
import stat
from pathlib import Path

import pytest

from seo_meta.errors import TargetError
from seo_meta.targets import folder as target
from seo_meta.targets.folder import TEMPORARY, hold, replace, sweep

OLD, NEW = b"<title>Old</title>\r\n", b"<title>New</title>\r\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path.resolve() / "site"
    (root / "sub").mkdir(parents=True)
    (root / "sub" / "a.html").write_bytes(OLD)
    return root


def refusal(root: Path, file: str) -> str:
    with pytest.raises(TargetError) as caught:
        hold(str(root), file)
    return caught.value.code


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_a_file_is_replaced_by_another_with_its_mode(root: Path) -> None:
    file = root / "sub" / "a.html"
    file.chmod(0o640)
    held = hold(str(root), "sub/a.html")
    replace(held, NEW)
    assert file.read_bytes() == NEW
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert file.stat().st_ino != held.inode
    assert names(root / "sub") == ["a.html"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_a_file_keeps_its_owner(root: Path) -> None:
    os.chown(root / "sub" / "a.html", 1234, 4321)
    replace(hold(str(root), "sub/a.html"), NEW)
    status = (root / "sub" / "a.html").stat()
    assert (status.st_uid, status.st_gid) == (1234, 4321)


def test_a_file_keeps_its_extended_attributes(root: Path) -> None:
    file = root / "sub" / "a.html"
    try:
        os.setxattr(file, "user.origin", b"hand")
    except OSError:
        pytest.skip("this file system has no extended attributes")
    replace(hold(str(root), "sub/a.html"), NEW)
    assert os.getxattr(file, "user.origin") == b"hand"


@pytest.mark.parametrize(
    "name", ["../outside.html", "/etc/passwd", "sub/../../outside.html", "link.html", "out/a.html"]
)
def test_nothing_outside_of_the_root_is_touched(root: Path, name: str) -> None:
    outside = root.parent / "outside.html"
    outside.write_bytes(OLD)
    (root.parent / "elsewhere").mkdir()
    (root.parent / "elsewhere" / "a.html").write_bytes(OLD)
    (root / "link.html").symlink_to(outside)
    (root / "out").symlink_to(root.parent / "elsewhere")
    assert refusal(root, name) == "outside-root"


def test_a_link_inside_of_the_root_leads_to_its_file(root: Path) -> None:
    (root / "b.html").symlink_to("sub/a.html")
    held = hold(str(root), "b.html")
    replace(held, NEW)
    assert held.path == "sub/a.html"
    assert (root / "b.html").is_symlink()
    assert (root / "sub" / "a.html").read_bytes() == NEW


def test_a_folder_that_becomes_a_link_leads_nowhere(root: Path) -> None:
    held = hold(str(root), "sub/a.html")
    (root / "sub").rename(root.parent / "moved")
    (root / "sub").symlink_to(root.parent / "moved")
    with pytest.raises(TargetError):
        replace(held, NEW)
    assert (root.parent / "moved" / "a.html").read_bytes() == OLD


def test_what_is_no_plain_file_is_refused(root: Path) -> None:
    os.mkfifo(root / "pipe.html")
    (root / "loop.html").symlink_to("loop.html")
    os.link(root / "sub" / "a.html", root / "twin.html")
    with socket.socket(socket.AF_UNIX) as listener:
        os.chdir(root)  # names of sockets are short
        listener.bind("socket.html")
    found = {name: refusal(root, name) for name in ("pipe.html", "loop.html", "twin.html", "sub", "gone.html", "a\0b")}
    assert found == {
        "pipe.html": "not-regular",
        "loop.html": "unwritable",
        "twin.html": "hard-link",
        "sub": "not-regular",
        "gone.html": "missing",
        "a\0b": "missing",
    }
    assert refusal(root, "socket.html") in ("not-regular", "unwritable")


def test_a_read_only_file_is_left_alone(root: Path) -> None:
    (root / "sub" / "a.html").chmod(0o444)
    assert refusal(root, "sub/a.html") == "read-only"


def test_a_file_that_changed_since_it_was_read_is_left_alone(root: Path) -> None:
    file = root / "sub" / "a.html"
    held = hold(str(root), "sub/a.html")
    times = file.stat()
    file.write_bytes(b"<title>Odd</title>\r\n")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))  # as a build may do
    with pytest.raises(TargetError) as caught:
        replace(held, NEW)
    assert caught.value.code == "stale-source"
    assert file.read_bytes() == b"<title>Odd</title>\r\n"
    assert names(root / "sub") == ["a.html"]


def test_a_file_that_was_replaced_by_one_with_the_same_bytes_is_another(root: Path) -> None:
    held = hold(str(root), "sub/a.html")
    (root / "sub" / "b.html").write_bytes(OLD)
    (root / "sub" / "b.html").replace(root / "sub" / "a.html")
    with pytest.raises(TargetError, match="changed while it was edited"):
        replace(held, NEW)


def test_a_full_disk_leaves_the_old_file_and_nothing_else(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    held = hold(str(root), "sub/a.html")
    monkeypatch.setattr(target.os, "fsync", full)
    with pytest.raises(TargetError, match="No space left on device"):
        replace(held, NEW)
    assert (root / "sub" / "a.html").read_bytes() == OLD
    assert names(root / "sub") == ["a.html"]


def test_what_dead_processes_left_is_swept_and_what_a_live_one_writes_is_not(root: Path) -> None:
    orphan = root / "sub" / f"{TEMPORARY}0123456789abcdef.tmp"
    orphan.write_bytes(b"half")
    held = hold(str(root), "sub/a.html")
    with target._folder(str(root), "sub") as folder, target._temporary(folder, held, NEW) as own:
        assert sweep(str(root), "sub") == 1
        assert names(root / "sub") == [own, "a.html"]
    assert sweep(str(root), "no such folder") == 0
