"""docs/reference/commands.md names every command of the search with its options, and none that is not there."""

import re

import pytest
from django.core.management import get_commands, load_command_class

from tests.test_commands_reference import DJANGOS, OF_SEARCH, SECTIONS, options_of

COMMANDS = sorted(name for name, app in get_commands().items() if app == "ml_search")


def test_every_command_has_a_section_and_every_section_a_command() -> None:
    assert sorted(name for name in SECTIONS if name.startswith(OF_SEARCH)) == COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_the_options_of_a_command_are_those_of_its_section(name: str) -> None:
    parser = load_command_class("ml_search", name).create_parser("siteagent", name)
    assert set(re.findall(r"`(--[a-z-]+)", SECTIONS[name])) == set(options_of(parser)) - DJANGOS
