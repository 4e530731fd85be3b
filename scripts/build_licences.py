"""Write `docs/reference/licences.md`: the packages that each installation brings, their versions and their licences.

    python scripts/build_licences.py

Names and versions are those of the locks, for Linux and Python 3.11 as in the images; licences are what the metadata of
the installed packages says. Exits with 1, and writes nothing, when a locked package is not installed or its licence is
not among SHIPPABLE.
"""

import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.message import Message
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import cast

from license_expression import ExpressionError, get_spdx_licensing
from packaging.markers import Marker

ROOT = Path(__file__).parents[1]
OUTPUT = ROOT / "docs" / "reference" / "licences.md"
REQUIREMENTS = ROOT / "requirements"

SETS = {
    "Lean": (("ci.txt",), "The lean image and the action. `pip install siteagent` brings these without gunicorn."),
    "Production": (
        ("prod.txt", "redis.txt"),
        "What a server has beyond that: `siteagent[prod]`, and a queue in Redis.",
    ),
    "Search": (("ml.txt", "ml.in"), "What the search plugin has beyond that: `siteagent[ml]`."),
}
"""Title: the files that name exact versions, and what the set is. Each set leaves out what one before it has."""

IMAGE = {
    "implementation_name": "cpython",
    "platform_machine": "x86_64",
    "platform_python_implementation": "CPython",
    "platform_system": "Linux",
    "python_full_version": "3.11.14",
    "python_version": "3.11",
    "sys_platform": "linux",
}
PIN = re.compile(r"^(?P<name>[a-z0-9][\w.-]*)==(?P<version>[^\s;]+)(?: ; (?P<marker>[^\\\n]+))?", re.MULTILINE)

SPDX = get_spdx_licensing()
SHIPPABLE = frozenset(
    """
    0BSD Apache-2.0 BSD-2-Clause BSD-3-Clause BSL-1.0 CC0-1.0 CNRI-Python ISC LGPL-2.1-only LGPL-3.0-only LicenseRef-BSD
    MIT MIT-0 MPL-1.1 MPL-2.0 PSF-2.0 Zlib
    """.split()
) | {"Apache-2.0 WITH LLVM-exception"}
"""LGPL and MPL bind changes to the package itself, which is installed as it came and can be replaced."""

WORDS = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache 2.0 License": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "LicenseRef-BSD",
    "BSD License": "LicenseRef-BSD",
    "GNU LGPL v2.1": "LGPL-2.1-only",
    "ISC License": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "The BSD 2-Clause License": "BSD-2-Clause",
    "The MIT License (MIT)": "MIT",
}
"""What metadata older than PEP 639 says, as SPDX has it."""

HEAD = """\
# Licences

SiteAgent is under the [MIT licence](../../LICENSE). With it come these packages, in the versions that
[the locks](../../requirements) name for Linux and Python 3.11; other systems add {others}. The licence
is what a package says of itself, as [SPDX](https://spdx.org/licenses/) writes it. `LicenseRef-BSD` stands where it says
BSD and not which. What a wheel bundles has its licence in that wheel.

This page is written by `make licences`, which refuses a licence that binds what is shipped with it, such as the GPL.
"""


@dataclass(frozen=True)
class Package:
    name: str
    version: str
    licence: str = ""


def locked() -> dict[str, list[Package]]:
    """The packages of each set, still without licences."""
    seen: set[str] = set()
    found = {}
    for title, (files, _) in SETS.items():
        found[title] = [package for package in _pins(files, here=True) if package.name not in seen]
        seen |= {package.name for package in found[title]}
    return found


def others() -> list[str]:
    """The names that the locks have for other systems alone."""
    files = [file for names, _ in SETS.values() for file in names]
    here = {package.name for packages in locked().values() for package in packages}
    return sorted({package.name for package in _pins(files, here=False)} - here)


def _pins(files: Iterable[str], *, here: bool) -> list[Package]:
    pins = [pin for file in files for pin in PIN.finditer((REQUIREMENTS / file).read_text())]
    fitting = [pin for pin in pins if here == (not pin["marker"] or Marker(pin["marker"]).evaluate(IMAGE))]
    return sorted((Package(pin["name"], pin["version"]) for pin in fitting), key=lambda package: package.name)


def declared(metadata: Message) -> str:
    """The licence as an SPDX expression; `NOASSERTION` when the metadata says nothing that is understood."""
    lines = (metadata["License"] or "").splitlines()[:1]
    classifiers = [text.rpartition(" :: ")[2] for text in metadata.get_all("Classifier", []) if "License ::" in text]
    said = (WORDS.get(words, words) for words in (metadata["License-Expression"], *lines, *classifiers) if words)
    return next((words for words in said if _is_spdx(words)), "NOASSERTION")


def _is_spdx(words: str) -> bool:
    try:
        SPDX.parse(words, validate=words != "LicenseRef-BSD")
    except ExpressionError:
        return False
    return True


def is_shippable(expression: str) -> bool:
    """Whether one of the alternatives holds nothing but SHIPPABLE. Raises ExpressionError for what is no expression."""
    return _holds(SPDX.parse(expression))


def _holds(part: object) -> bool:
    if isinstance(part, SPDX.OR):
        return any(map(_holds, part.args))
    if isinstance(part, SPDX.AND):
        return all(map(_holds, part.args))
    return str(part) in SHIPPABLE


def installed() -> dict[str, list[Package]]:
    """The packages of each set with the licences of what is installed. Raises ValueError, which names all faults."""
    faults: list[str] = []
    found = {title: [_with_licence(package, faults) for package in packages] for title, packages in locked().items()}
    if faults:
        raise ValueError("\n".join(faults))
    return found


def _with_licence(package: Package, faults: list[str]) -> Package:
    try:
        there = distribution(package.name)
    except PackageNotFoundError:
        faults.append(f"{package.name} {package.version} is not installed. Run: make licences")
        return package
    if there.version.partition("+")[0] != package.version:
        faults.append(f"{package.name} is installed as {there.version}, and locked as {package.version}.")
    licence = declared(cast(Message, there.metadata))
    if not is_shippable(licence):
        faults.append(
            f"{package.name} is under {licence}. Take another package, or add to SHIPPABLE or WORDS with care."
        )
    return Package(package.name, package.version, licence)


def render(found: Mapping[str, list[Package]]) -> str:
    parts = [HEAD.format(others=" and ".join(others()))]
    for title, packages in found.items():
        rows = (f"| {package.name} | {package.version} | {package.licence} |" for package in packages)
        table = ("| package | version | licence |", "|---|---|---|", *rows)
        parts.append("\n".join((f"## {title}\n\n{SETS[title][1]}\n", *table, "")))
    return "\n".join(parts)


if __name__ == "__main__":
    try:
        OUTPUT.write_text(render(installed()), encoding="utf-8")
    except ValueError as faults:
        sys.exit(str(faults))
