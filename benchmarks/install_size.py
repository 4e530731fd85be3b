"""What the lean installation costs beside the full one: megabytes and seconds, each into an empty environment and from
an empty cache of pip, in one run. The full one is a server with search: prod.txt, torch and ml.txt.

    python benchmarks/install_size.py [--torch-index URL]

It needs 3 GB below the temporary folder, and removes them. Claim: the lean one is at least 5 times as small and is
there at least 4 times as soon.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REQUIREMENTS = Path(__file__).parents[1] / "requirements"
TORCH = re.compile(r"^torch==\S+", re.MULTILINE)
SMALLER, SOONER = 5, 4


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--torch-index", default="", help="where the CPU build of torch is (docs/how-to/install-ml.md)")
    index = parser.parse_args().torch_index
    torch = TORCH.search((REQUIREMENTS / "ml.in").read_text())
    assert torch
    steps = {
        "lean": [locked("ci")],
        "full": [
            locked("prod"),
            ["--no-deps", *(["--extra-index-url", index] if index else []), torch[0]],
            locked("ml"),
        ],
    }
    figures = {name: installed(lines) for name, lines in steps.items()}
    for name, (megabytes, seconds) in figures.items():
        print(f"{name}: {megabytes:,.0f} MB, {seconds:.0f} s")
    smaller, sooner = (full / lean for full, lean in zip(figures["full"], figures["lean"], strict=True))
    print(
        f"the lean one is {smaller:.1f} times as small (aim: {SMALLER}) and there {sooner:.1f} times as soon ({SOONER})"
    )
    return 0 if smaller >= SMALLER and sooner >= SOONER else 1


def locked(name: str) -> list[str]:
    return ["--require-hashes", "--requirement", str(REQUIREMENTS / f"{name}.txt")]


def installed(steps: list[list[str]]) -> tuple[float, float]:
    """(megabytes of the packages, seconds to install them)"""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", f"{folder}/venv"], check=True)
        pip = [sys.executable, "-m", "pip", "--python", f"{folder}/venv/bin/python", "--disable-pip-version-check"]
        began = time.perf_counter()
        for step in steps:
            subprocess.run([*pip, "install", "--quiet", "--quiet", "--cache-dir", f"{folder}/cache", *step], check=True)
        seconds = time.perf_counter() - began
        files = (file for file in Path(folder, "venv", "lib").rglob("*") if file.is_file() and not file.is_symlink())
        return sum(file.stat().st_size for file in files) / 1e6, seconds


if __name__ == "__main__":
    sys.exit(main())
