"""robots.txt as the standard reads it (RFC 9309): https://www.rfc-editor.org/rfc/rfc9309"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from urllib.parse import quote

import msgspec
from protego import Protego

from . import urls

MAX_REPORTED = 100
"""Lines that one rule reports; a file with more faults is no robots.txt."""
MAX_LINES = 5_000
"""How far a line is looked for: each is parsed by itself."""
LINE_END = re.compile(r"\r\n|\r|\n")
OTHER_LINE_END = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
AGENT_TOKEN = re.compile(r"\*|[A-Za-z_-]+")
AGENT_FIELDS = ("user-agent", "useragent", "user agent")
FIELDS = (
    *(*AGENT_FIELDS, "allow", "sitemap", "sitemaps", "site-map", "crawl-delay", "crawl delay"),
    *("disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"),
)
"""What rules are made of, with the slips that Google forgives."""

AGENT_LINE = "User-agent: "

MAX_LINE = 8 * 2083 - 1
"""Bytes of a line that Google reads."""
MAX_BYTES = 500 * 1024
"""What RFC 9309 asks a crawler to read at least, and what Google reads."""


def decode(body: bytes, *, cut: bool = False) -> str:
    """The first 500 KiB as text that a database takes. A rule that was cut in two would forbid or allow something else,
    so it goes."""
    if cut or len(body) > MAX_BYTES:
        body = body[:MAX_BYTES].rpartition(b"\n")[0]
    return body.decode("utf-8-sig", "replace").replace("\0", "")


class Line(msgspec.Struct, frozen=True):
    """A line that says something. `directive` is lower case, and empty for a line without a colon."""

    number: int
    """From 1."""
    text: str
    """The whole line without comment and surrounding white space."""
    directive: str
    value: str


def allows(robots_text: str, url: str, agent: str = "Googlebot") -> bool:
    """Whether robots.txt lets `agent` fetch the absolute URL. An empty text allows everything."""
    rules, agents = _parse(robots_text)
    return bool(rules.can_fetch(url, agent if agent.lower() in agents else ""))


def crawl_delay(robots_text: str, agent: str) -> float | None:
    """Seconds that the group of `agent` asks for between two requests."""
    rules, agents = _parse(robots_text)
    delay: float | None = rules.crawl_delay(agent if agent.lower() in agents else "")
    return delay


@lru_cache(maxsize=8)
def _parse(robots_text: str) -> tuple[Protego, frozenset[str]]:
    """The rules and whom they name, in lower case: Protego would take a group for `Site` as one for `SiteAgent`. Kept,
    since a site asks about each of its pages."""
    as_read = [_as_google_reads(line) for line in lines(robots_text)]
    agents = (line.removeprefix(AGENT_LINE).lower() for line in as_read if line.startswith(AGENT_LINE))
    return Protego.parse("\n".join(as_read)), frozenset(agents)


def _as_google_reads(line: Line) -> str:
    """Protego lets unknown lines close a group, compares agents with their versions, and ends lines at more characters
    than Google does; with this they differ on percent escapes alone."""
    directive, value = line.directive, line.value
    if not directive and len(words := line.text.split()) == 2:  # It forgives a missing colon.
        directive, value = words[0].lower(), words[1]
    if directive in AGENT_FIELDS and (token := AGENT_TOKEN.match(value)):
        return f"{AGENT_LINE}{token[0]}"
    if line.directive and line.directive not in FIELDS:
        return ""
    return OTHER_LINE_END.sub(lambda match: quote(match[0]), line.text)


def lines(robots_text: str) -> Iterator[Line]:
    """The lines that are more than a comment."""
    for number, line in enumerate(LINE_END.split(robots_text.removeprefix("\ufeff").replace("\0", "")), start=1):
        text = _cut(line).partition("#")[0].strip()
        if text:
            directive, colon, value = text.partition(":")
            yield Line(number, text, directive.strip().lower() if colon else "", value.strip() if colon else "")


def _cut(line: str) -> str:
    return line.encode("utf-8", "replace")[:MAX_LINE].decode("utf-8", "ignore") if len(line) > MAX_LINE // 4 else line


def sitemaps(robots_text: str, url: str) -> tuple[str, ...]:
    """The sitemaps that the robots.txt at `url` names, as absolute URLs without fragment; each once."""
    joined = (urls.join(url, address) for address in _parse(robots_text)[0].sitemaps)
    return tuple(dict.fromkeys(address.partition("#")[0] for address in joined if address and urls.is_http(address)))


def blocking_line(robots_text: str, url: str, agent: str = "Googlebot") -> Line | None:
    """The line that forbids `url` to `agent`: of those in its group the longest; None when it is allowed."""
    if allows(robots_text, url, agent):
        return None
    own: list[Line] = []
    common: list[Line] = []
    agents: list[str] = []
    after_rule = False
    for line in islice(lines(robots_text), MAX_LINES):
        if line.directive == "user-agent":
            agents = [] if after_rule else agents
            agents.append(line.value.lower())
            after_rule = False
        elif line.directive in ("allow", "disallow"):
            after_rule = True
            own += [line] if agent.lower() in agents else []
            common += [line] if "*" in agents else []
    forbidding = [line for line in own or common if line.directive == "disallow" and _matches(line.value, url)]
    return max(forbidding, key=lambda line: len(line.value), default=None)


def _matches(pattern: str, url: str) -> bool:
    return not Protego.parse(f"User-agent: *\nDisallow: {pattern}").can_fetch(url, "any")
