"""`docker compose` for the tests of workflows: `exec` runs its command here, with the mounts of the stack as folders
and the environment of the stack alone; everything is noted in `docker.log`."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

TEMP, WORKSPACE = (Path(os.environ[name]) for name in ("RUNNER_TEMP", "GITHUB_WORKSPACE"))
MOUNTS = {"/repository": str(WORKSPACE), "/report": str(TEMP / "report"), "/app": str(Path(__file__).parents[1])}
PASSED = ("PATH", "GITHUB_ACTIONS", "GITHUB_API_URL", "GITHUB_REPOSITORY", "GITHUB_SERVER_URL", "GIT_CONFIG_GLOBAL")
STACK = {
    "DATABASE_URL": f"sqlite:///{TEMP}/stack.sqlite3",
    "DJANGO_SETTINGS_MODULE": "siteagent_project.settings.ci",
    "ENV": "ci",
    "SITEAGENT_WORKERS": "0",
}


def main(compose: str, action: str, *arguments: str) -> int:
    assert compose == "compose"
    with (TEMP / "docker.log").open("a") as log:
        log.write(f"{shlex.join([action, *arguments])}\n")
    env = STACK | {name: os.environ[name] for name in PASSED if name in os.environ}
    if action == "up":
        return subprocess.run(("python", "manage.py", "migrate", "-v0"), cwd=MOUNTS["/app"], env=env).returncode
    return execute(list(arguments), env) if action == "exec" else 0


def execute(words: list[str], env: dict[str, str]) -> int:
    folder = MOUNTS["/app"]
    while (word := words.pop(0)) != "siteagent":
        if word == "--workdir":
            folder = here(words.pop(0))
        elif word == "--env":
            name, given, value = words.pop(0).partition("=")
            env[name] = here(value) if given else os.environ[name]
        else:
            assert word == "--no-TTY", word
    return subprocess.run([here(word) for word in words], cwd=folder, env=env).returncode


def here(word: str) -> str:
    """A path of the container as it is on this machine, also behind `--out=`."""
    option, equals, path = word.rpartition("=")
    for inside, outside in MOUNTS.items():
        if path == inside or path.startswith(f"{inside}/"):
            return option + equals + outside + path.removeprefix(inside)
    return word


sys.exit(main(*sys.argv[1:]))
