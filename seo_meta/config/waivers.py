"""`.siteagent/waivers.toml`: the findings that a site lives with until a date.

What cannot be understood stops the run: a waiver that is half read could hide what it does not name.
"""

from datetime import date
from pathlib import Path
from typing import Annotated

import msgspec

from seo_meta.core.waivers import ANY_RULE, Waiver
from seo_meta.errors import ConfigError

from .site import check_patterns, rule_ids
from .toml import TomlFile

DEFAULT_WAIVERS = Path(".siteagent") / "waivers.toml"
TABLE = "waiver"
REQUIRED = ("rule", "path", "reason", "owner", "expires")

Text = Annotated[str, msgspec.Meta(pattern=r"\S")]


class WaiverTable(msgspec.Struct, frozen=True):
    rule: Text
    path: Text
    reason: Text
    owner: Text
    expires: date
    fingerprint: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")] | None = None
    evidence: str | None = None


def load_waivers(path: Path | None) -> tuple[Waiver, ...]:
    """The file that was named, else `.siteagent/waivers.toml` if it is there. Raises ConfigError."""
    if path is None:
        path = DEFAULT_WAIVERS
        if not path.exists():
            return ()
    file = TomlFile(path)
    file.check_keys(file.values, [TABLE])
    tables = file.values.get(TABLE, [])
    if not isinstance(tables, list):
        file.fail("a waiver must be written as [[waiver]], with two brackets.", TABLE)
    return tuple(_waiver(file, number) for number in range(len(tables)))


def _waiver(file: TomlFile, number: int) -> Waiver:
    values = file.values[TABLE][number]
    if not isinstance(values, dict):
        raise ConfigError(f"{file.path}: a waiver must be written as [[waiver]], with two brackets.")
    file.check_keys(values, WaiverTable.__struct_fields__, TABLE, number)
    for key in REQUIRED:
        if key not in values:
            file.fail(f"the waiver has no {key}; each needs {', '.join(REQUIRED)}.", TABLE, number)
    table = file.convert(values, WaiverTable, TABLE, number)
    if table.rule != ANY_RULE:
        file.check_rule(table.rule, rule_ids(), TABLE, number, "rule")
    check_patterns(file, [table.path], TABLE, number, "path")
    return Waiver(**msgspec.structs.asdict(table), line=file.line_of(TABLE, number))
