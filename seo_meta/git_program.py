"""Runs git: without a shell, without anything that the repository would have run, and not for ever."""

import os
import re
import subprocess
from collections.abc import Container, Mapping
from types import MappingProxyType

from seo_meta.core import defang
from seo_meta.errors import TargetError

LOCAL = 120.0
"""Seconds."""
NETWORK = 600.0
MAX_MESSAGE = 300
NO_VARIABLES: Mapping[str, str] = MappingProxyType({})
# Hooks and the file monitor are programs that a repository names.
SAFE = ("-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "gc.auto=0")
# What would lead git to another repository, or have it write requests with their tokens into the log.
DROPPED = re.compile(
    r"GIT_(?:DIR|WORK_TREE|INDEX_FILE|COMMON_DIR|NAMESPACE|OBJECT_DIRECTORY|ALTERNATE_\w+|TRACE\w*|CURL_VERBOSE|REDACT\w*)"
)
USER_INFO = re.compile(r"://[^/@\s]{1,2000}@")


def git(
    top: str,
    *arguments: str,
    given: bytes = b"",
    deadline: float = LOCAL,
    variables: Mapping[str, str] = NO_VARIABLES,
    good: Container[int] = (0,),
) -> bytes:
    """What a git command says on stdout. Raises TargetError, `git`, with the first lines of what went wrong, for an
    exit code that is not `good`."""
    kept = {name: value for name, value in os.environ.items() if not DROPPED.fullmatch(name)}
    fixed = {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
    command = ("git", *SAFE, *arguments)
    try:
        done = subprocess.run(  # noqa: S603 no shell, and no argument is from a page
            command,
            cwd=top,
            env={**kept, **fixed, **variables},
            input=given,
            capture_output=True,
            timeout=deadline,
            check=False,
        )
    except FileNotFoundError as error:
        raise TargetError("git", "There is no git on this machine. Install it.") from error
    except subprocess.TimeoutExpired as error:
        raise TargetError("git", f"git {arguments[0]} did not end within {deadline:g} s.") from error
    if done.returncode not in good:
        raise TargetError("git", f"git {arguments[0]} failed: {_said(done.stderr)}")
    return done.stdout


def _said(output: bytes) -> str:
    """Without the passwords that addresses of remotes may hold."""
    text = USER_INFO.sub("://***@", output.decode(errors="replace").strip())
    return defang.clip(defang.plain(text), MAX_MESSAGE) or "it does not say why."
