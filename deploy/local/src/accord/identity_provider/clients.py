"""The programs that may ask for tokens; their secret is no secret, for the guard is the loopback address."""

import base64
import secrets
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote_plus

from accord.identity_provider.demo_names import DEMO_CLIENT, SECRET, SERVICES_CLIENT
from accord.identity_provider.forms import Parameters
from accord.identity_provider.oauth_errors import OAuthError

AUTHORIZATION_CODE: Final = "authorization_code"
CLIENT_CREDENTIALS: Final = "client_credentials"


@dataclass(frozen=True)
class Client:
    """A program with the one grant it may use, or none; without a secret it is a public client, held by PKCE alone."""

    client_id: str
    grant: str | None
    secret: str | None = None


CLIENTS: Final = {
    client.client_id: client
    for client in (
        Client(DEMO_CLIENT, CLIENT_CREDENTIALS, SECRET),
        Client("accord-console", AUTHORIZATION_CODE),
        Client(SERVICES_CLIENT, None, SECRET),
    )
}


def authenticated_client(form: Parameters, authorization: str | None) -> Client:
    """Return the client of a token request, by HTTP Basic or by form fields (RFC 6749, section 2.3.1)."""
    client_id, secret = form.get("client_id", ""), form.get("client_secret", "")
    if authorization:
        client_id, secret = _basic(authorization)
    client = CLIENTS.get(client_id)
    if client is None or not secrets.compare_digest(secret.encode(), (client.secret or "").encode()):
        raise OAuthError("invalid_client", "Unknown client, or wrong secret.")
    return client


def _basic(authorization: str) -> tuple[str, str]:
    scheme, _, credentials = authorization.partition(" ")
    try:
        client_id, _, secret = base64.b64decode(credentials, validate=True).decode().partition(":")
    except ValueError:
        client_id = secret = ""
    if scheme.lower() != "basic":
        raise OAuthError("invalid_client", "Clients authenticate by HTTP Basic or by form fields.")
    return unquote_plus(client_id), unquote_plus(secret)
