"""docs/reference/commands.md names every command, option and limit, and none that is not there."""

import re
from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from seo_meta.core.limits import Limits

TEXT = (Path(__file__).parents[1] / "docs" / "reference" / "commands.md").read_text()
SECTIONS = {section.split("\n", 1)[0]: section for section in TEXT.split("\n## ")[1:]}
COMMANDS = sorted(name for name, app in get_commands().items() if app == "seo_meta")
OF_SEARCH = "ml_"
"""Commands of ml_search, whose own tests hold them to the same."""
DJANGOS = {"-h", "--version", "--verbosity", "--settings", "--pythonpath", "--traceback", "--no-color"} | {
    *("--force-color", "--skip-checks", "--help", "-v")
}


def test_every_command_has_a_section_and_every_section_a_command() -> None:
    listed = set(SECTIONS) - {"Configuration file"}
    assert sorted(name for name in listed if not name.startswith(OF_SEARCH)) == COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_the_options_of_a_command_are_those_of_its_section(name: str) -> None:
    parser = load_command_class("seo_meta", name).create_parser("siteagent", name)
    options = set(options_of(parser)) - DJANGOS
    assert set(re.findall(r"`(--[a-z-]+)", SECTIONS[name])) == options


def options_of(parser: ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        yield from action.option_strings
        if isinstance(action, _SubParsersAction):
            for one in action.choices.values():
                yield from options_of(one)


def test_the_limits_and_their_defaults_are_listed() -> None:
    listed = re.findall(r"^\| `(\w+)` \| [^|]+ \| (\d+) \|$", SECTIONS["Configuration file"], re.MULTILINE)
    defaults = Limits()
    assert listed == [(name, str(getattr(defaults, name))) for name in Limits.__struct_fields__]
