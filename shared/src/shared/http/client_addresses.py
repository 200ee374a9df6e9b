"""Where a request comes from, as far as that can be trusted."""

from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Final

from starlette.datastructures import Headers
from starlette.types import Scope

FORWARDED_FOR: Final = "X-Forwarded-For"

_NOWHERE: Final = "local"  # a socket of this machine, which has no address
_LONGEST: Final = 64
_ONE_CUSTOMER: Final = 64  # bits: what a provider gives to one connection at least (RFC 6177)


def client_address(scope: Scope, *, trusted_proxies: int) -> str:
    """Return the address of the caller, or of the caller's network of 2^64 addresses where it is one of IPv6.

    Each of our proxies adds the address that spoke to it at the end of X-Forwarded-For, so with n of them the n-th
    from the end was written by ours, and what stands before it by anybody. With none, or fewer entries than
    proxies, the header says nothing, and the address is that of the connection.
    """
    peer = scope.get("client")
    address = str(peer[0]) if peer else _NOWHERE
    if trusted_proxies:
        headers = Headers(scope=scope).getlist(FORWARDED_FOR)
        entries = [entry.strip() for header in headers for entry in header.split(",")]
        if len(entries) >= trusted_proxies:
            address = entries[-trusted_proxies]
    return _network_of(address)


def _network_of(address: str) -> str:
    try:
        parsed = ip_address(_without_port(address))
    except ValueError:
        return address[:_LONGEST]
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(IPv6Network((int(parsed), _ONE_CUSTOMER), strict=False))


def _without_port(address: str) -> str:
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address
