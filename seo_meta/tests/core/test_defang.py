import re
import unicodedata

import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from seo_meta.core import defang
from seo_meta.tests.injection import HOSTILE, payloads

BIDI_CONTROLS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")

# The line breaks and white space of .NET, in which GitHub's runner is written.
DOTNET_LINES = re.compile(r"\r\n|[\n\r\f\x0b\x85\u2028\u2029]")
DOTNET_SPACE = "\t\n\x0b\f\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"


def runner_obeys(line: str) -> bool:
    """Whether GitHub's runner takes a line of output for a command (actions/runner, ActionCommand.cs)."""
    return re.match(rf"[{DOTNET_SPACE}]*::", line) is not None or "##[" in line


def test_harmless_text_looks_as_it_did() -> None:
    assert (
        defang.plain("Grüße – “Über uns” 日本語 👩‍👩‍👧 a: b # c [d]") == "Grüße – “Über uns” 日本語 👩‍👩‍👧 a: b # c [d]"
    )


def test_line_breaks_and_tabs_become_one_space() -> None:
    assert defang.visible("a\r\n\tb\u2028c") == "a b c"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("\x1b[31mred", r"\x1b[31mred"), ("\x9b1m", r"\x9b1m"), ("a\u202eb", r"a\u202eb"), ("\ud800", r"\ud800")],
)
def test_control_and_bidi_characters_become_escapes(text: str, shown: str) -> None:
    assert defang.visible(text) == shown


def test_a_command_is_not_a_command_even_where_wrapping_puts_it_at_the_start_of_a_line() -> None:
    shown = defang.plain("Some words ::error::forged and ##[error]forged")
    assert not any(runner_obeys(shown[place:]) for place in range(len(shown)))


def test_the_oracle_obeys_commands_that_are_not_defanged() -> None:
    assert runner_obeys("\u3000::error::x")
    assert runner_obeys("text ##[error]x")


def test_no_payload_is_a_command_in_a_log() -> None:
    for payload in payloads("actions_log", "log_line", "terminal"):
        for line in DOTNET_LINES.split(defang.plain(payload)):
            assert not runner_obeys(line), payload


def test_no_payload_leaves_its_line_or_drives_the_terminal() -> None:
    for payload in payloads("log_line", "terminal", "actions_log"):
        shown = defang.plain(payload)
        assert len(shown.splitlines()) <= 1
        assert not [sign for sign in shown if unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp")], payload
        assert not [sign for sign in shown if unicodedata.bidirectional(sign) in BIDI_CONTROLS], payload
        assert shown.encode()


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_shows_hostile_text_and_nothing_else(text: str) -> None:
    assert_inert(text)


def test_markdown_shows_every_payload_and_nothing_else() -> None:
    for payload in payloads("markdown", "markdown_link", "actions_summary", "pr_body"):
        assert_inert(payload)


def test_markdown_keeps_backticks() -> None:
    assert defang.markdown("a `` b") == "```a `` b```"
    assert defang.markdown("`a`") == "`` `a` ``"


def test_markdown_of_blank_text_is_empty() -> None:
    assert defang.markdown(" \n ") == ""


def test_clip_keeps_short_text_and_marks_a_cut() -> None:
    assert defang.clip("abc", 3) == "abc"
    assert defang.clip("abcd", 3) == "ab…"


def assert_inert(text: str) -> None:
    """Rendered in a paragraph, all is one code element that holds the text."""
    rendered = BeautifulSoup(
        MarkdownIt("gfm-like", {"linkify": False}).render(f"x {defang.markdown(text)} y"), "html.parser"
    )
    assert {tag.name for tag in rendered.find_all()} == {"p", "code"}
    assert rendered.p is not None
    (code,) = rendered.p.find_all("code")
    assert code.get_text() == defang.visible(text).strip()
    assert [part for part in rendered.p.children if part is not code] == ["x ", " y"]
