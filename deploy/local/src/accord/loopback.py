"""HTTP on this machine alone: TLS is never spoken here, so no certificates are loaded, which would take longest."""

import ssl
from typing import Any, Final

import httpx

TRUSTS_NOBODY: Final = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""A context without certificates: an address that wanted TLS after all would be refused."""


def client(**options: Any) -> httpx.Client:
    """Return a client for the stack's own addresses, whatever proxies the environment names."""
    return httpx.Client(trust_env=False, verify=TRUSTS_NOBODY, **options)
