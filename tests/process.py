"""Python in a process of its own, for what is decided once when a process starts."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def python(*arguments: str, timeout: float = 60, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the interpreter in the root of the repository with these environment variables and no others of ours."""
    env = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "VIRTUAL_ENV")}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=env | variables, capture_output=True, text=True, timeout=timeout)
