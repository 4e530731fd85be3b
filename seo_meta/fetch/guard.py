"""What may be connected to. A page, a redirect or a DNS answer must not lead into the network that we run in (SSRF)."""

from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import ada_url
import msgspec

from seo_meta.core.answers import AnswerClass
from seo_meta.errors import FetchError

PORTS = (80, 443, 8080, 8443)
LOCAL_NAMES = ("localhost", "metadata.google.internal")
"""These and what lies below them are refused by name: a resolver may say anything of them."""

# All of https://www.iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry (22 October 2024),
# with multicast and the public address at which Azure's hosts answer. Written out, since `ipaddress` changes its mind
# between patch releases of Python.
SPECIAL_IPV4 = tuple(
    ip_network(block)
    for block in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16"),
        *("192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        "168.63.129.16/32",
    )
)
# Nothing outside 2000::/3 is allocated for the public (iana-ipv6-unicast-address-assignments): mapped, compatible and
# local addresses lie there. Inside it, 2001::/23 holds Teredo, 2002::/16 is 6to4.
PUBLIC_IPV6 = ip_network("2000::/3")
SPECIAL_IPV6 = tuple(
    ip_network(block) for block in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
)
# Behind these the last 32 bits are an IPv4 address: mapped (RFC 4291), and NAT64 (RFC 6052), which is all that a host
# without IPv4 sees of most of the web.
EMBEDDING_IPV6 = (ip_network("::ffff:0:0/96"), ip_network("64:ff9b::/96"))

Resolver = Callable[[str, int], Iterable[str]]
"""From host and port to addresses as text. May raise OSError or UnicodeError."""


class RefusedError(FetchError):
    """The guard does not let us connect there."""

    answer_class = AnswerClass.REFUSED


class UnknownHostError(FetchError):
    """The resolver knows no address of the host."""


class Access(msgspec.Struct, frozen=True):
    """What a person lets us reach beyond public addresses on the usual ports, as `place_of` writes it."""

    hosts: frozenset[str] = frozenset()
    """On whatever port they name, at public addresses."""
    private_hosts: frozenset[str] = frozenset()
    """On whatever port they name, at any address and by any name."""


PUBLIC_ONLY = Access()


def place_of(url: str) -> str:
    """`host:port` of an http(s) URL, the port always written. Raises ValueError for what is no URL."""
    parsed = ada_url.URL(url)
    return f"{parsed.hostname}:{parsed.port or (443 if parsed.protocol == 'https:' else 80)}"


def targets(host: str, port: int, access: Access, resolve: Resolver) -> list[str]:
    """The addresses to connect to, in the order of the resolver. Every connection goes to one of these and to nothing
    else, so that a name cannot point elsewhere between the check and the connection.

    Raises RefusedError when any of them is not to be reached: who sends a mixed answer tries something.
    """
    place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    private = place in access.private_hosts
    if not private:
        _check_place(host, port, named=place in access.hosts)
    addresses = [host] if _is_address(host) else _resolved(host, port, resolve)
    if not private and any(not is_public(address) for address in addresses):
        raise RefusedError("its address is not a public one")
    return addresses


def is_public(address: str) -> bool:
    """Whether an IP address belongs to no special-purpose block. False for what is no address."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv6Address) and any(parsed in block for block in EMBEDDING_IPV6):
        parsed = IPv4Address(int(parsed) & 0xFFFFFFFF)
    if isinstance(parsed, IPv4Address):
        return not any(parsed in block for block in SPECIAL_IPV4)
    return parsed in PUBLIC_IPV6 and not any(parsed in block for block in SPECIAL_IPV6)


def _check_place(host: str, port: int, *, named: bool) -> None:
    name = host.lower().rstrip(".")
    if any(name == local or name.endswith(f".{local}") for local in LOCAL_NAMES):
        raise RefusedError("the host name is one of this machine or its network")
    if port not in PORTS and not named:
        raise RefusedError(f"port {port} is none that web servers use")


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _resolved(host: str, port: int, resolve: Resolver) -> list[str]:
    try:
        addresses = list(resolve(host, port))
    except (OSError, UnicodeError) as error:
        raise UnknownHostError("the host name cannot be resolved") from error
    if not addresses:
        raise UnknownHostError("the host name cannot be resolved")
    return addresses
