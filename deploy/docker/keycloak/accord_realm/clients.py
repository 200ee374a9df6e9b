"""The realm's clients besides the demonstration's: the console of people, and the services that ask about sessions."""

from typing import Any, Final

from shared.identity.tokens import AUDIENCE

CONSOLE: Final = "accord-console"
CONSOLE_ORIGIN: Final = "http://127.0.0.1:8700"
SERVICES: Final = AUDIENCE
"""The services' client bears the name of the audience: Keycloak tells about a token only to whom it is meant for."""

Json = dict[str, Any]

_NO_WAY_IN: Final = {
    "standardFlowEnabled": False,
    "implicitFlowEnabled": False,
    "directAccessGrantsEnabled": False,
    "serviceAccountsEnabled": False,
    "fullScopeAllowed": False,
}


def console_client() -> Json:
    """Return the client of people: public, authorization code with PKCE (S256) only, back to one address only."""
    return {
        **_NO_WAY_IN,
        "clientId": CONSOLE,
        "name": "Accord",
        "description": "People sign in through this client",
        "publicClient": True,
        "standardFlowEnabled": True,
        "redirectUris": [f"{CONSOLE_ORIGIN}/callback"],
        "webOrigins": [CONSOLE_ORIGIN],
        "attributes": {
            "pkce.code.challenge.method": "S256",
            "post.logout.redirect.uris": f"{CONSOLE_ORIGIN}/",
            "use.refresh.tokens": "true",
        },
    }


def services_client() -> Json:
    """Return the client as which services ask whether a session still lasts (RFC 7662); it gets no token itself."""
    return {
        **_NO_WAY_IN,
        "clientId": SERVICES,
        "description": "Accord's services ask about tokens as this client",
        "secret": "${ACCORD_INTROSPECTION_CLIENT_SECRET}",
    }
