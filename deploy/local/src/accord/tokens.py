"""Access tokens for the command's requests: from the local provider, or one that knows each party as a client."""

from collections.abc import Mapping
from typing import Protocol

import httpx

from accord import loopback
from accord.failures import CommandFailed
from accord.identity_provider.demo_names import DEMO_CLIENT, SECRET


class TokenSource(Protocol):
    """Gives a token for a party: `role` with `state`, `organisation` or `regions`."""

    def token_for(self, party: Mapping[str, str]) -> str:
        """Return a bearer token; CommandFailed says why there is none."""
        ...


class LocalTokens:
    """The embedded stack's provider, which gives a token for any party that is asked for."""

    def __init__(self, url: str) -> None:
        self._url = url

    def token_for(self, party: Mapping[str, str]) -> str:
        """Ask the provider for a party's token."""
        form = {"grant_type": "client_credentials", "client_id": DEMO_CLIENT, "client_secret": SECRET, **party}
        with loopback.client() as client:
            return _ask(client, f"{self._url}/token", form)


class ClientTokens:
    """A provider such as Keycloak, in which every party is a client of its own, named after role and scope."""

    def __init__(self, token_endpoint: str, secret: str) -> None:
        self._endpoint = token_endpoint
        self._secret = secret

    def token_for(self, party: Mapping[str, str]) -> str:
        """Ask the provider for the token of the party's client."""
        form = {"grant_type": "client_credentials", "client_id": client_of(party), "client_secret": self._secret}
        with httpx.Client(trust_env=False) as client:
            return _ask(client, self._endpoint, form)


def client_of(party: Mapping[str, str]) -> str:
    """Return the client's name: the role and its scope, such as `recipient-bfa`, `donor-eu`, `coordinator-ecowas`."""
    scope = party.get("state") or party.get("organisation") or party.get("regions")
    return "-".join(part.lower() for part in (party["role"], scope) if part)


def _ask(client: httpx.Client, endpoint: str, form: Mapping[str, str]) -> str:
    try:
        answer = client.post(endpoint, data=dict(form), timeout=10)
    except httpx.HTTPError as error:
        raise CommandFailed(f"the identity provider at {endpoint} does not answer: {error}") from error
    if not answer.is_success:
        raise CommandFailed(f"the identity provider gave no token for {form['client_id']}: {_reason(answer)}")
    return str(answer.json()["access_token"])


def _reason(answer: httpx.Response) -> str:
    """Return the provider's own words (RFC 6749, section 5.2), or what else it answered."""
    try:
        return str(answer.json()["error_description"])
    except (ValueError, KeyError, TypeError):
        return answer.text[:300]
