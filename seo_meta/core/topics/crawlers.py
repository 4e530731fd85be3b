"""Which crawlers a site's robots.txt turns away."""

from collections.abc import Iterable
from typing import NamedTuple

from seo_meta.core.robots_txt import allows, blocking_line
from seo_meta.core.site import Site


class Refused(NamedTuple):
    agents: list[str]
    line: int | None
    """Of the rule that forbids the first of them."""


def refused(site: Site, agents: Iterable[str]) -> Refused | None:
    """Those that may not read the home page though Googlebot may; None when there are none."""
    text, home = site.robots.text, site.base_url
    blocked = [agent for agent in agents if not allows(text, home, agent)] if allows(text, home) else []
    if not blocked:
        return None
    line = blocking_line(text, home, blocked[0])
    return Refused(blocked, line.number if line else None)
