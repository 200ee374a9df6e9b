"""POST /introspect (RFC 7662), where services ask whether a token still counts, and POST /revoke (RFC 7009)."""

from collections.abc import Mapping
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from accord.identity_provider.clients import authenticated_client
from accord.identity_provider.demo_names import SERVICES_CLIENT
from accord.identity_provider.forms import read_form, required
from accord.identity_provider.oauth_errors import NEVER_STORED, OAuthError
from accord.identity_provider.provider import ServedBy

router = APIRouter()

_TOLD: Final = (
    "iss",
    "sub",
    "aud",
    "exp",
    "iat",
    "jti",
    "client_id",
    "role",
    "state",
    "organisation",
    "regions",
    "amr",
)


@router.post("/introspect")
async def introspect(request: Request, response: Response, provider: ServedBy) -> Mapping[str, Any]:
    """Say whether a token counts now, to the services only; of one that does not, nothing else is said."""
    form = await read_form(request)
    if authenticated_client(form, request.headers.get("authorization")).client_id != SERVICES_CLIENT:
        raise OAuthError("unauthorized_client", "Only Accord's services may ask about tokens.")
    response.headers.update(NEVER_STORED)
    claims = await provider.living_claims(required(form, "token"))
    if claims is None:
        return {"active": False}
    return {"active": True, "token_type": "Bearer"} | {name: claims[name] for name in _TOLD if name in claims}


@router.post("/revoke")
async def revoke(request: Request, response: Response, provider: ServedBy) -> Mapping[str, Any]:
    """Take back an access token that the asking client was given; one that counts no more is no error."""
    form = await read_form(request)
    client = authenticated_client(form, request.headers.get("authorization"))
    response.headers.update(NEVER_STORED)
    claims = await provider.living_claims(required(form, "token"))
    if claims is not None:
        if claims["client_id"] != client.client_id:
            raise OAuthError("invalid_grant", "The token was given to another client.")
        provider.revocations.add(str(claims["jti"]), ends=float(claims["exp"]))
    return {}
