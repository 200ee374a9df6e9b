"""What the provider tells everybody: its endpoints, its public keys, that it is alive."""

from typing import Any

from fastapi import APIRouter

from accord.identity_provider.clients import AUTHORIZATION_CODE, CLIENT_CREDENTIALS
from accord.identity_provider.provider import ServedBy

router = APIRouter()


@router.get("/.well-known/openid-configuration")
async def openid_configuration(provider: ServedBy) -> dict[str, Any]:
    """Return the discovery document (OpenID Connect Discovery 1.0, section 3)."""
    issuer = provider.issuer
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "jwks_uri": f"{issuer}/jwks",
        "introspection_endpoint": f"{issuer}/introspect",
        "revocation_endpoint": f"{issuer}/revoke",
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": [AUTHORIZATION_CODE, CLIENT_CREDENTIALS],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["none", "client_secret_post", "client_secret_basic"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "subject_types_supported": ["public"],
        "scopes_supported": ["openid", "profile"],
        "claims_supported": ["sub", "name", "role", "state", "organisation", "regions", "amr"],
        "authorization_response_iss_parameter_supported": True,
    }


@router.get("/jwks")
async def jwks(provider: ServedBy) -> dict[str, Any]:
    """Return the public keys, the former ones included."""
    return provider.keys.public_set()


@router.get("/livez")
async def livez() -> dict[str, str]:
    """Return that the process answers."""
    return {"status": "ok"}
