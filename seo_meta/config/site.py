"""`siteagent.toml`: scope, severities and limits, for all pages and for some."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec

from seo_meta.core.audit import page_rules, site_rules
from seo_meta.core.findings import Severity
from seo_meta.core.limits import Limits
from seo_meta.core.policy import Override, Policy
from seo_meta.core.profile import EXPECTED_OF_A_PREVIEW, ONLY_FOR_PREVIEWS, Profile
from seo_meta.core.scope import Scope
from seo_meta.errors import ConfigError

from .toml import Key, TomlFile

DEFAULT_NAME = "siteagent.toml"
OFF = "off"
LEVELS = (*(severity.value for severity in Severity), OFF)


class OverrideTable(msgspec.Struct, frozen=True):
    """One `[[overrides]]`: what is different on the pages of these paths and languages."""

    path: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    rules: dict[str, str] = {}
    limits: dict[str, int] = {}


class SiteConfig(msgspec.Struct, frozen=True):
    """The tables and keys of the file. `rules` maps a rule id to a severity or "off"; patterns are as in .gitignore."""

    base_url: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    source_root: str | None = None
    profile: Profile = Profile.PRODUCTION
    brand: str = ""
    external_links: Annotated[int, msgspec.Meta(ge=0)] = 0
    """How many links to other sites a run may check."""
    proposals: Annotated[int, msgspec.Meta(ge=0)] = 20
    """For how many pages the main job makes proposals: those that matter most."""
    rules: dict[str, str] = {}
    limits: Limits = Limits()
    overrides: tuple[OverrideTable, ...] = ()

    def policy(self) -> Policy:
        """What holds for the rules, the profile included: what it switches off no other setting switches on."""
        preview = self.profile is Profile.PREVIEW
        silent = EXPECTED_OF_A_PREVIEW if preview else ONLY_FOR_PREVIEWS
        asked = {rule: site_or_page(rule).severity.value for rule in sorted(ONLY_FOR_PREVIEWS)} if preview else {}
        severities, off = _split({**asked, **self.rules}, silent)
        return Policy(
            limits=self.limits,
            severities=severities,
            off=frozenset(off) | silent,
            overrides=tuple(_override(table, silent) for table in self.overrides),
            profile=self.profile,
            brand=self.brand,
            include=self.include,
            exclude=self.exclude,
        )


def site_or_page(rule: str) -> Any:
    """The rule of that id, whichever kind it is."""
    return site_rules[rule] if rule in site_rules else page_rules[rule]


def _split(levels: Mapping[str, str], silent: frozenset[str]) -> tuple[dict[str, Severity], list[str]]:
    """(severities, rules that are off)"""
    severities = {rule: Severity(level) for rule, level in levels.items() if level != OFF and rule not in silent}
    return severities, sorted(rule for rule, level in levels.items() if level == OFF)


def _override(table: OverrideTable, silent: frozenset[str]) -> Override:
    severities, off = _split(table.rules, silent)
    return Override(table.path, table.language, table.limits, severities, tuple(off))


def load_config(path: Path | None) -> SiteConfig:
    """Read the file that was named, else `siteagent.toml` in the current folder if it is there. Raises ConfigError."""
    if path is None:
        path = Path(DEFAULT_NAME)
        if not path.is_file():
            return SiteConfig()
    file = TomlFile(path)
    file.check_keys(file.values, SiteConfig.__struct_fields__)
    if file.values.get("profile", Profile.PRODUCTION) not in list(Profile):
        file.fail(f"{file.values['profile']!r} is no profile; use {' or '.join(Profile)}.", "profile")
    _check_limits(file, file.values, ())
    for number, table in enumerate(_tables(file, "overrides")):
        file.check_keys(table, OverrideTable.__struct_fields__, "overrides", number)
        _check_limits(file, table, ("overrides", number))
    config = file.convert(file.values, SiteConfig)
    _check_levels(file, config.rules, "rules")
    for number, override in enumerate(config.overrides):
        _check_override(file, override, number)
    return config


def _tables(file: TomlFile, name: str) -> list[dict[str, Any]]:
    tables = file.values.get(name, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        file.fail(f"{name} must be written as [[{name}]], with two brackets.", name)
    return tables


def _check_limits(file: TomlFile, table: Mapping[str, Any], place: tuple[Key, ...]) -> None:
    limits = table.get("limits", {})
    if isinstance(limits, dict):
        file.check_keys(limits, Limits.__struct_fields__, *place, "limits")


def _check_levels(file: TomlFile, levels: Mapping[str, str], *place: Key) -> None:
    for rule, level in levels.items():
        file.check_rule(rule, rule_ids(), *place, rule)
        if level not in LEVELS:
            file.fail(f"{rule} = {level!r} is no severity; use one of {', '.join(LEVELS)}.", *place, rule)


def _check_override(file: TomlFile, override: OverrideTable, number: int) -> None:
    _check_levels(file, override.rules, "overrides", number, "rules")
    if not override.path and not override.language:
        file.fail("the override names no path and no language, so it would hold everywhere.", "overrides", number)
    check_patterns(file, override.path, "overrides", number, "path")


def check_patterns(file: TomlFile, patterns: Iterable[str], *place: Key) -> None:
    """Raises ConfigError for what is no pattern."""
    try:
        Scope(tuple(patterns))
    except ConfigError as error:
        file.fail(str(error).removeprefix("include: "), *place)


def rule_ids() -> list[str]:
    return [rule.id for rule in (*page_rules, *site_rules)]
