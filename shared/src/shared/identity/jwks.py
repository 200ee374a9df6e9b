"""Fetching the identity provider's key set over HTTP."""

from collections.abc import Mapping
from typing import Any, cast

import httpx

from shared.identity.keys import Keys, NotAKeySet, usable_keys


class ProviderAway(Exception):
    """The identity provider could not be asked for its keys, or gave an answer that is no key set."""


class JwksEndpoint:
    """The place where one provider publishes its keys.

    Without `jwks_url` the address comes from the discovery document (OpenID Connect Discovery 1.0, section 4),
    which must name the same issuer. Give `jwks_url` where the provider is reached under another name than
    the one in its tokens, as between containers.
    """

    def __init__(self, client: httpx.AsyncClient, *, issuer: str, jwks_url: str | None = None) -> None:
        self._client = client
        self._issuer = issuer
        self._jwks_url = jwks_url

    async def fetch(self) -> Keys:
        """Return the usable keys published now (at least one); raise ProviderAway."""
        try:
            keys = usable_keys(await self._document(self._jwks_url or await self._discovered()))
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise ProviderAway(f"no key set from {self._jwks_url or self._issuer}: {error!r}") from error
        if not keys:
            raise ProviderAway(f"the key set of {self._issuer} holds no usable key")
        return keys

    async def _discovered(self) -> str:
        document = await self._document(f"{self._issuer.rstrip('/')}/.well-known/openid-configuration")
        if document.get("issuer") != self._issuer:
            raise ProviderAway(f"{self._issuer} presents itself as {document.get('issuer')!r}")
        return str(document.get("jwks_uri", ""))

    async def _document(self, url: str) -> Mapping[str, Any]:
        response = await self._client.get(url, headers={"Accept": "application/json"})
        document = response.raise_for_status().json()
        if not isinstance(document, dict):
            raise NotAKeySet(f"{url} gives no JSON object")
        return cast("dict[str, Any]", document)
