"""Makes text of crawled pages harmless where it is printed. Every function returns one line.

HTML needs nothing from here but `visible`: Django's templates escape there.
"""

import re

# Bidi controls reorder what stands around them (https://trojansource.codes); C0, C1 and DEL drive terminals; lone
# surrogates, from file names that are not UTF-8, cannot be written at all.
UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
LINE_BREAKS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")

# What GitHub's runner takes for a command (actions/runner, ActionCommand.cs): `::name::` where a line begins, which
# wrapped output may do anywhere, and `##[name]` anywhere.
WORKFLOW_COMMAND = re.compile(r":(?=:)|##(?=\[)")
WORD_JOINER = "\u2060"
"""Has no width and breaks no line, so that a harmless `std::vector` looks as it did."""

BACKTICKS = re.compile(r"`+")


def visible(text: str) -> str:
    """`text` on one line, with control and bidi characters written as escapes: `\\x1b`, `\\u202e`."""
    return UNSAFE.sub(_escape, LINE_BREAKS.sub(" ", text))


def _escape(character: re.Match[str]) -> str:
    return character[0].encode("unicode_escape").decode()


def plain(text: str) -> str:
    """`text` for a log or a terminal: one record, no escape sequence, no command to GitHub's runner.

    Text that goes through rich must be a `rich.text.Text`, or its markup stays alive.
    """
    return WORKFLOW_COMMAND.sub(rf"\g<0>{WORD_JOINER}", visible(text))


def markdown(text: str) -> str:
    """`text` as a Markdown code span; empty for blank text. In a table, bars still need `\\|` as in any cell.

    Nothing is alive in a code span: no HTML, link, image, `@mention`, `#1`, emoji or formula. The fence is longer than
    any run of backticks inside (https://spec.commonmark.org/0.31.2/#code-spans).
    """
    shown = visible(text).strip()
    if not shown:
        return ""
    fence = "`" * (1 + max(map(len, BACKTICKS.findall(shown)), default=0))
    padding = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{padding}{shown}{padding}{fence}"


def clip(text: str, length: int) -> str:
    """At most `length` characters of `text`, with an ellipsis in place of what is cut."""
    return text if len(text) <= length else f"{text[: length - 1]}…"
