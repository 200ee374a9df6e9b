"""Settings of the rate limits: how often an actor and an address may ask, and how far an address can be believed."""

from typing import Annotated

from pydantic import Field

from shared.settings_files import FileSettings

PerMinute = Annotated[int, Field(ge=0, le=100_000_000)]
"""A number of requests a minute, which may also come all at once; 0 for no limit."""


class RateSettings(FileSettings):
    """`ACCORD_RATE_*`, per process and minute; the defaults stop floods and leave room for imports."""

    rate_actor_reads: PerMinute = 30_000
    """Requests to read (GET, HEAD) of one account, by the subject of its token."""
    rate_actor_writes: PerMinute = 12_000
    """Requests that change something, of one account."""
    rate_address_reads: PerMinute = 60_000
    """Requests to read from one address, with a token or without; behind one address there may be a whole ministry."""
    rate_address_writes: PerMinute = 30_000
    """Requests that change something, from one address."""
    rate_address_refusals: PerMinute = 6_000
    """Requests from one address without a token that can be trusted."""
    trusted_proxies: Annotated[int, Field(ge=0, le=10)] = 0
    """How many proxies of ours stand in front; with 0, X-Forwarded-For is not read."""
