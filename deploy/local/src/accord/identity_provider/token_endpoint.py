"""POST /token: a described account for the command line, a signed-in one for a web console."""

from typing import Any

from fastapi import APIRouter, Request, Response

from accord.identity_provider.accounts import described_account
from accord.identity_provider.clients import AUTHORIZATION_CODE, CLIENT_CREDENTIALS, Client, authenticated_client
from accord.identity_provider.forms import Parameters, read_form, required
from accord.identity_provider.oauth_errors import NEVER_STORED, OAuthError
from accord.identity_provider.provider import Provider, ServedBy

router = APIRouter()


@router.post("/token")
async def issue_token(request: Request, response: Response, provider: ServedBy) -> dict[str, Any]:
    """Answer with a bearer token; with `client_credentials` the form describes whose (role, state, ...)."""
    form = await read_form(request)
    client = authenticated_client(form, request.headers.get("authorization"))
    grant_type = required(form, "grant_type")
    if grant_type not in {AUTHORIZATION_CODE, CLIENT_CREDENTIALS}:
        raise OAuthError("unsupported_grant_type", f"The grant {grant_type!r} is not offered.")
    if grant_type != client.grant:
        raise OAuthError("unauthorized_client", f"{client.client_id} may not use the grant {grant_type!r}.")
    response.headers.update(NEVER_STORED)
    if grant_type == CLIENT_CREDENTIALS:
        return provider.token_answer(described_account(form), client_id=client.client_id)
    return _exchange(form, client, provider)


def _exchange(form: Parameters, client: Client, provider: Provider) -> dict[str, Any]:
    grant = provider.codes.redeem(
        required(form, "code"),
        client_id=client.client_id,
        redirect_uri=required(form, "redirect_uri"),
        verifier=required(form, "code_verifier"),
    )
    answer = provider.token_answer(grant.account, client_id=client.client_id, signed_in=True)
    if "openid" not in grant.request.scope.split():
        return answer
    return {**answer, "scope": grant.request.scope, "id_token": provider.id_token(grant)}
