"""One commit on one branch of a remote, made of objects alone: neither the files nor the index of anybody change."""

import os
from base64 import b64encode
from collections.abc import Iterator, Mapping
from hashlib import new as new_hash

import msgspec

from seo_meta.errors import TargetError
from seo_meta.git_program import NETWORK, NO_VARIABLES, git

REMOTE = "origin"
NAME = "SiteAgent <siteagent@localhost>"
"""Author and committer. Who rewrites the commit becomes its committer, by which that is seen."""
BASE = "SiteAgent-Base"
"""The trailer with the id of the commit's only parent."""
SCRATCH = "refs/siteagent/scratch"
REGULAR = ("100644", "100755")


class Entry(msgspec.Struct, frozen=True):
    """A file of a commit."""

    mode: str
    blob: str

    @property
    def is_regular(self) -> bool:
        return self.mode in REGULAR

    def holds(self, body: bytes) -> bool:
        """Whether the file has this content, by git's own hash."""
        kind = "sha1" if len(self.blob) == 40 else "sha256"
        return new_hash(kind, b"blob %d\0" % len(body) + body, usedforsecurity=False).hexdigest() == self.blob


class Commit(msgspec.Struct, frozen=True):
    """`date` is as git has it: seconds since 1970 and the offset."""

    id: str
    tree: str
    date: str
    is_ours: bool = False
    """Whether nobody else made or changed it."""


class Repository:
    """A clone whose remote is pushed to. Where the clone has no credentials of its own, `token` goes to the `server`,
    `https://github.com` say, and to no other."""

    def __init__(self, top: str, server: str = "", token: str = "") -> None:
        self.top = top
        self._variables = _credentials(top, server, token)

    def base_branch(self) -> str:
        """The branch that is checked out, else the one that the remote calls its own. Raises TargetError."""
        for name, start in (("HEAD", "refs/heads/"), (f"refs/remotes/{REMOTE}/HEAD", f"refs/remotes/{REMOTE}/")):
            found = self._try("symbolic-ref", "--quiet", name)
            if found.startswith(start):
                return found.removeprefix(start)
        raise TargetError("git", "No branch is checked out. Name the one to merge into with --base.")

    def fetch(self, branch: str) -> Commit | None:
        """The commit at the tip of a branch of the remote as it is now; None without such a branch."""
        self._git("check-ref-format", f"refs/heads/{branch}")
        listed = self._remote("ls-remote", REMOTE, f"refs/heads/{branch}").decode()
        ids = [
            id
            for id, _, name in (line.partition("\t") for line in listed.splitlines())
            if name == f"refs/heads/{branch}"
        ]
        if not ids:
            return None
        # Only a clone that is shallow may become more so.
        depth = ("--depth=1",) if self._text("rev-parse", "--is-shallow-repository") == "true" else ()
        self._remote("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", *depth, REMOTE, f"refs/heads/{branch}")
        return self._commit(ids[0])

    def entries(self, commit: str) -> dict[str, Entry]:
        """All files of a commit by their path from the top."""
        found = {}
        for line in self._git("ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0")[:-1]:
            head, _, path = line.partition(b"\t")
            mode, _, blob = head.decode().split(" ")
            found[path.decode(errors="surrogateescape")] = Entry(mode, blob)
        return found

    def read(self, entry: Entry | None) -> bytes:
        return self._git("cat-file", "blob", entry.blob) if entry else b""

    def commit(self, base: Commit, files: Mapping[str, tuple[str, bytes]], message: str) -> Commit:
        """The base with other files: path to mode and content. The same ones give the same id, whoever commits."""
        stream = b"".join(_stream(base, files, f"{message}\n\n{BASE}: {base.id}\n"))
        self._git("fast-import", "--quiet", "--force", "--done", given=stream)
        try:
            return self._commit(self._text("rev-parse", SCRATCH))
        finally:
            self._git("update-ref", "-d", SCRATCH)

    def push(self, commit: Commit, branch: str, expected: Commit | None) -> None:
        """Make it the tip of a branch that still has the tip `expected`. Raises TargetError."""
        ref = f"refs/heads/{branch}"
        lease = f"--force-with-lease={ref}:{expected.id if expected else ''}"
        try:
            self._remote("push", "--quiet", lease, REMOTE, f"{commit.id}:{ref}")
        except TargetError as error:
            if "stale info" not in str(error):
                raise
            raise TargetError("stale-branch", f"Somebody pushed to {branch} meanwhile. Start again.") from error

    def _commit(self, id: str) -> Commit:
        # The object itself: a shallow clone would not tell the parents.
        raw = self._git("cat-file", "commit", id).decode(errors="replace")
        head, _, message = raw.partition("\n\n")
        lines = [line.partition(" ")[::2] for line in head.split("\n")]
        values = dict(reversed(lines))
        committer, _, date = values["committer"].rpartition("> ")
        parents = [value for name, value in lines if name == "parent"]
        ours = f"{committer}>" == NAME and values["author"].startswith(f"{NAME} ")
        trailer = len(parents) == 1 and message.endswith(f"\n{BASE}: {parents[0]}\n")
        return Commit(id, values["tree"], date, ours and trailer)

    def _git(self, *arguments: str, given: bytes = b"") -> bytes:
        return git(self.top, *arguments, given=given)

    def _text(self, *arguments: str) -> str:
        return self._git(*arguments).decode().strip()

    def _try(self, *arguments: str) -> str:
        try:
            return self._text(*arguments)
        except TargetError:
            return ""

    def _remote(self, *arguments: str) -> bytes:
        return git(self.top, *arguments, deadline=NETWORK, variables=self._variables)


def _stream(base: Commit, files: Mapping[str, tuple[str, bytes]], message: str) -> Iterator[bytes]:
    """For `git fast-import`, git-fast-import(1). The date is the base's, so that the same changes are one commit."""
    text = message.encode()
    who = f"{NAME} {base.date}".encode()
    yield b"feature done\ncommit %s\nauthor %s\ncommitter %s\n" % (SCRATCH.encode(), who, who)
    yield b"data %d\n%s\nfrom %s\n" % (len(text), text, base.id.encode())
    for path, (mode, body) in sorted(files.items()):
        yield b"M %s inline %s\ndata %d\n" % (mode.encode(), _quoted(path), len(body))
        yield body + b"\n"
    yield b"done\n"


def _quoted(path: str) -> bytes:
    escaped = path.encode(errors="surrogateescape").replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n")
    return b'"%s"' % escaped


def _credentials(top: str, server: str, token: str) -> Mapping[str, str]:
    """For the environment of git, since other processes may read its command line.

    actions/checkout leaves a header of its own in the clone, and GitHub refuses requests with two.
    """
    try:
        url = git(top, "remote", "get-url", "--push", REMOTE).decode().strip()
    except TargetError as error:
        raise TargetError("git", f"{top} has no remote {REMOTE}. Add it: git remote add {REMOTE} URL") from error
    if not (token and url.startswith(f"{server}/")) or _has_header(top, url):
        return NO_VARIABLES
    basic = b64encode(f"x-access-token:{token}".encode()).decode()
    known = os.environ.get("GIT_CONFIG_COUNT", "")
    place = int(known) if known.isdecimal() else 0
    return {
        "GIT_CONFIG_COUNT": str(place + 1),
        f"GIT_CONFIG_KEY_{place}": f"http.{url}.extraheader",
        f"GIT_CONFIG_VALUE_{place}": f"AUTHORIZATION: basic {basic}",
    }


def _has_header(top: str, url: str) -> bool:
    try:
        return bool(git(top, "config", "--get-urlmatch", "http.extraheader", url).strip())
    except TargetError:
        return False
