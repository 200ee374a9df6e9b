"""The guard that keeps demo accounts on this machine: a provider that trusts everybody must hear nobody else."""

import ipaddress
from typing import Final
from urllib.parse import urlsplit

_LOOPBACK_V4: Final = ipaddress.ip_network("127.0.0.0/8")
_LOOPBACK_V6: Final = ipaddress.ip_address("::1")


class NotLoopback(ValueError):
    """The address can be reached from other machines, or it is a name that might be."""


def require_loopback(host: str) -> str:
    """Return the address as it stands in a URL (`127.0.0.1`, `[::1]`); raise NotLoopback for any other."""
    if not is_loopback(host):
        raise NotLoopback(
            f"The local identity provider gives a token to whoever asks, so it starts on a loopback address only "
            f"(127.0.0.1 or ::1), not on {host!r}. For other machines run a real provider: see docker-compose.yml."
        )
    return f"[{host}]" if ":" in host else host


def is_loopback(host: str) -> bool:
    """Whether this is a literal address in 127.0.0.0/8, or ::1; names are not, for they may point anywhere."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address in _LOOPBACK_V4 or address == _LOOPBACK_V6


def is_local_url(url: str) -> bool:
    """Whether this is a plain HTTP URL on this machine, any port, without a fragment (RFC 8252, section 7.3)."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    local = host == "localhost" or is_loopback(host)
    return local and port != 0 and parts.scheme == "http" and not parts.fragment and "@" not in parts.netloc
