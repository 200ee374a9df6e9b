"""Asking the provider whether a token's session still lasts (RFC 7662), where tokens are otherwise judged offline."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, cast
from urllib.parse import quote_plus

import httpx

from shared.identity.jwks import ProviderAway


@dataclass(frozen=True)
class Introspection:
    """Where to ask, as which client, and for how long an answer serves."""

    url: str
    client_id: str
    client_secret: str = field(repr=False)
    serves_for: timedelta = timedelta(seconds=30)


class IntrospectionEndpoint:
    """The provider's introspection endpoint, asked over HTTP."""

    def __init__(self, client: httpx.AsyncClient, access: Introspection) -> None:
        self._client = client
        self._url = access.url
        # RFC 6749, section 2.3.1: both are form-encoded before they are joined.
        self._auth = httpx.BasicAuth(quote_plus(access.client_id), quote_plus(access.client_secret))

    async def is_active(self, token: str) -> bool:
        """Return whether the provider calls the token active; ProviderAway when it gives no answer that says so."""
        form = {"token": token, "token_type_hint": "access_token"}
        try:
            response = await self._client.post(self._url, data=form, auth=self._auth)
            document = response.raise_for_status().json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise ProviderAway(f"no introspection from {self._url}: {error!r}") from error
        answer = cast("dict[str, Any]", document).get("active") if isinstance(document, dict) else None
        if not isinstance(answer, bool):
            raise ProviderAway(f"{self._url} does not say whether the token is active")
        return answer
