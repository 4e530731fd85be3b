"""schemathesis over the whole API with keys of three roles: no answer 5xx, none against its schema.

    pipx run --spec schemathesis true   # or: pip install schemathesis, into an environment of its own
    python benchmarks/api_fuzz.py [--schemathesis PROGRAM] [--examples N]

The example site is audited into a new database that gunicorn serves; with the packages of `make ml` and SITEAGENT_APPS
it is searched too. Leaves with exit code 1 when one run finds
something.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from scratch_runs import ROOT, gunicorn, row

ROLES = {
    "reader": ("read",),
    "suggester": ("read", "suggest"),
    "all": ("read", "suggest", "review", "run", "publish"),
}
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schemathesis", default=shutil.which("schemathesis"), metavar="PROGRAM")
    parser.add_argument("--examples", type=int, default=15)
    options = parser.parse_args()
    if not options.schemathesis:
        sys.exit("schemathesis is missing. Install it with: pip install schemathesis")
    with tempfile.TemporaryDirectory() as scratch:
        environment = os.environ | {
            "DATABASE_URL": f"sqlite:///{scratch}/fuzz.sqlite3",
            "DJANGO_SETTINGS_MODULE": "siteagent_project.settings.dev",
            "SITEAGENT_INDEX_DIR": f"{scratch}/index",
            # gunicorn itself refuses longer URLs, before the API sees them.
            "GUNICORN_CMD_ARGS": "--limit-request-line 0",
        }
        manage(environment, "migrate", "--verbosity", "0")
        manage(environment, "meta_auto", "examples/site", "--out", f"{scratch}/report", "--fail-on", "never")
        if "ml_search" in environment.get("SITEAGENT_APPS", ""):
            manage(environment, "ml_index")
        with gunicorn(Path(scratch, "log"), environment) as port:
            failed = [role for role in ROLES if not passes(options, environment, port, role, scratch)]
    sys.exit(1 if failed else 0)


def passes(options: argparse.Namespace, environment: dict[str, str], port: int, role: str, scratch: str) -> bool:
    scopes = [word for scope in ROLES[role] for word in ("--scope", scope)]
    said = manage(environment, "api_key", "create", "--name", role, *scopes)
    key = next(word for word in said.split() if word.startswith("sa_"))
    fuzz = (options.schemathesis, "run", f"http://127.0.0.1:{port}/api/v1/openapi.json", "--checks", CHECKS)
    more = ("--header", f"Authorization: Bearer {key}", "--max-examples", str(options.examples))
    more += ("--phases", "examples,coverage,fuzzing")
    # In the scratch folder: it keeps what it found where it is run.
    done = subprocess.run((*fuzz, *more), cwd=scratch, capture_output=True, text=True)
    tested = re.search(r"Tested: (\d+)", done.stdout)
    counted = re.search(r"[\d,]+ generated, .*", done.stdout)
    operations = f"{tested[1]} operations, " if tested else ""
    found = operations + (counted[0] if counted else "nothing was run")
    row(f"schemathesis with a key that may {', '.join(ROLES[role])}", found, "no answer 5xx, none against its schema")
    if done.returncode:
        print(done.stdout[-5_000:])
    return done.returncode == 0


def manage(environment: dict[str, str], *arguments: str) -> str:
    command = (sys.executable, "manage.py", *arguments)
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    main()
