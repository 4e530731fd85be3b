"""How a site is reached that somebody names who is not at the command line: through the API or the admin."""

from collections.abc import Iterable

import ada_url
from django.conf import settings

from seo_meta.fetch.guard import Access, place_of
from seo_meta.fetch.reach import Reach

WEB_PORTS = (80, 443)


def reach_for(source: str) -> Reach:
    """Public addresses on the ports of the web, and the hosts that the operator named. No secrets: they would go to
    whatever site an order names."""
    if not ada_url.check_url(source):
        return Reach()
    return Reach(Access(private_hosts=_places(settings.SITEAGENT_PRIVATE_HOSTS) & {place_of(source)}))


def _places(hosts: Iterable[str]) -> frozenset[str]:
    """`host` means the two usual ports, `host:port` that port alone; IPv6 in brackets."""
    found: set[str] = set()
    for host in hosts:
        bare = host.endswith("]") or ":" not in host
        found |= {place_of(f"http://{host}:{port}/") for port in WEB_PORTS} if bare else {place_of(f"http://{host}/")}
    return frozenset(found)
