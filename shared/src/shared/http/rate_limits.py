"""How often one actor, and one address, may ask: so that nobody's haste or malice takes the service from the others.

Counted in this process alone: each replica of an API allows as much as its settings say. Every request counts for the
address it comes from before anything is done for it, a refused token too; once the token is verified, the request
counts for its subject. A refusal says in Retry-After when there is room again.
"""

from math import ceil
from typing import Final, NoReturn

from prometheus_client import Counter
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.http.allowances import Allowance
from shared.http.client_addresses import client_address
from shared.http.load import UNLIMITED_PATHS
from shared.http.refusals import TooManyRequests
from shared.metrics import ServiceMetrics
from shared.settings_rates import RateSettings

_READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_REFUSALS: Final = "address_refusals"
_SENTENCES: Final = {
    "actor_reads": "This account has read more often than it may.",
    "actor_writes": "This account has sent more changes than it may.",
    "address_reads": "More requests to read came from this address than may.",
    "address_writes": "More changes came from this address than may.",
    _REFUSALS: "More requests without a valid access token came from this address than may.",
}


class RateLimits:
    """The allowances of one process; the methods raise TooManyRequests, and count that by the limit that was met."""

    def __init__(self, settings: RateSettings, metrics: ServiceMetrics) -> None:
        self._trusted_proxies = settings.trusted_proxies
        self._allowances = {
            "actor_reads": Allowance(settings.rate_actor_reads),
            "actor_writes": Allowance(settings.rate_actor_writes),
            "address_reads": Allowance(settings.rate_address_reads),
            "address_writes": Allowance(settings.rate_address_writes),
            _REFUSALS: Allowance(settings.rate_address_refusals),
        }
        self._refused: Counter = metrics.counter(
            "http_rate_refusals", "Requests refused with 429, by the limit that they met.", labels=("limit",)
        )
        for limit in self._allowances:
            self._refused.labels(limit)

    def count_request(self, scope: Scope) -> None:
        """Count a request for the address it comes from, whoever sends it."""
        self._take(f"address_{_kind_of(scope)}", self._address(scope))

    def count_actor(self, scope: Scope, subject: str) -> None:
        """Count a request for the actor whose token was verified."""
        self._take(f"actor_{_kind_of(scope)}", subject)

    def count_refused_token(self, scope: Scope) -> None:
        """Count a request without a token, or with one that was refused, for the address it comes from."""
        self._take(_REFUSALS, self._address(scope))

    def _address(self, scope: Scope) -> str:
        return client_address(scope, trusted_proxies=self._trusted_proxies)

    def _take(self, limit: str, key: str) -> None:
        wait = self._allowances[limit].take(key)
        if wait:
            self._refuse(limit, wait)

    def _refuse(self, limit: str, wait: float) -> NoReturn:
        self._refused.labels(limit).inc()
        raise TooManyRequests(_SENTENCES[limit], retry_after=ceil(wait))


class AddressGate:
    """Lets a request in while its address has room; the platform's own questions are not counted."""

    def __init__(self, app: ASGIApp, *, limits: RateLimits) -> None:
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] == "http" and scope["path"] not in UNLIMITED_PATHS:
            self._limits.count_request(scope)
        await self._app(scope, receive, send)


def rate_limits_of(request: Request) -> RateLimits | None:
    """Return the limits of the application, or None where it was made without `shared.http.application`."""
    limits = getattr(request.app.state, "rate_limits", None)
    return limits if isinstance(limits, RateLimits) else None


def _kind_of(scope: Scope) -> str:
    return "reads" if scope["method"] in _READS else "writes"
