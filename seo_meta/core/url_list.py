"""A list of pages as text: one absolute http(s) URL a line, `#` before comments, empty lines as one likes."""

import re

from . import urls

MAX_LINES = 1_000_000
LINE_END = re.compile(r"\r\n?|\n")


def parse(text: str) -> tuple[str, ...]:
    """The URLs in WHATWG form and without fragment, each once, in the order of the list.

    Raises ValueError with the line's number for what is no absolute http(s) URL, and for more than a million lines.
    """
    lines = LINE_END.split(text.removeprefix("\ufeff").rstrip())
    if len(lines) > MAX_LINES:
        raise ValueError(f"The list has more than {MAX_LINES:,} lines. Split it.")
    return tuple(dict.fromkeys(_url(line.strip(), number) for number, line in enumerate(lines, 1) if _is_entry(line)))


def _is_entry(line: str) -> bool:
    return line.strip() != "" and not line.lstrip().startswith("#")


def _url(line: str, number: int) -> str:
    url = urls.join("about:blank", line)
    if url is None or not urls.is_http(url):
        raise ValueError(f"Line {number} is no http(s) URL: {line[:100]!r}. Write it as https://www.example.com/page")
    if "@" in url.split("/", 3)[2]:
        raise ValueError(f"Line {number} carries a user name or password, which are not sent. Leave them out.")
    return url.partition("#")[0]
