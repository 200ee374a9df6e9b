"""FastAPI's side of identity: a route that names CurrentActor is reached only with a valid token."""

from typing import Annotated, Any

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from shared.errors import Unauthenticated
from shared.http.rate_limits import rate_limits_of
from shared.identity.actor import Actor
from shared.identity.tokens import TokenVerifier

bearer = HTTPBearer(
    bearerFormat="JWT",
    scheme_name="accord",
    description="An access token of the identity provider, with the audience `accord`.",
    auto_error=False,  # the verifier tells the cases apart; this only declares the scheme in OpenAPI
)


async def current_actor(
    request: Request,
    _declared: Annotated[HTTPAuthorizationCredentials | None, Security(bearer)],
) -> Actor:
    """Return who is asking, and count the request; raise Unauthenticated, Forbidden, Unavailable or TooManyRequests."""
    limits = rate_limits_of(request)
    try:
        actor = await token_verifier(request).authenticate(request.headers.getlist("authorization"))
    except Unauthenticated:
        if limits is not None:
            limits.count_refused_token(request.scope)
        raise
    if limits is not None:
        limits.count_actor(request.scope, actor.subject)
    return actor


def token_verifier(request: Request) -> TokenVerifier:
    """Return the verifier that the lifespan put into its state, or the application into `app.state`."""
    for state in (request.state, request.app.state):
        verifier: Any = getattr(state, "token_verifier", None)
        if isinstance(verifier, TokenVerifier):
            return verifier
    raise RuntimeError("the application started without a `token_verifier` in its state")


CurrentActor = Annotated[Actor, Depends(current_actor)]
"""A route parameter of this type is the actor behind the request."""
