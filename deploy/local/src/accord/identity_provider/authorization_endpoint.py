"""GET and POST /authorize: the browser is asked which demo account signs in, and sent back with a code."""

from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from accord.identity_provider.authorization_requests import ReturnAddress, code_request, return_address
from accord.identity_provider.forms import Parameters, only_once, read_form
from accord.identity_provider.oauth_errors import OAuthError
from accord.identity_provider.provider import Provider, ServedBy
from accord.identity_provider.sign_in_page import refusal_page, sign_in_page

router = APIRouter()


@router.get("/authorize")
async def ask_who_signs_in(request: Request, provider: ServedBy) -> Response:
    """Answer with the page of demo accounts."""
    try:
        parameters = only_once(request.query_params.multi_items())
        back = return_address(parameters, issuer=provider.issuer)
    except OAuthError as error:
        return _refusal(error)
    try:
        code_request(parameters)
    except OAuthError as error:
        return _sent_back(back, error)
    return HTMLResponse(*sign_in_page(parameters, provider.accounts))


@router.post("/authorize")
async def sign_in(request: Request, provider: ServedBy) -> Response:
    """Send the browser back to the client with a code for the account chosen."""
    try:
        parameters = await read_form(request)
        back = return_address(parameters, issuer=provider.issuer)
    except OAuthError as error:
        return _refusal(error)
    try:
        return _redirect(back.with_answer(code=_code_for(parameters, provider)))
    except OAuthError as error:
        return _sent_back(back, error)


def _code_for(parameters: Parameters, provider: Provider) -> str:
    asked = code_request(parameters)
    account = provider.accounts.get(parameters.get("account", ""))
    if account is None:
        raise OAuthError("access_denied", "No such demo account.")
    return provider.codes.issue(asked, account)


def _refusal(error: OAuthError) -> Response:
    page, status, headers = refusal_page(error.description)
    return HTMLResponse(page, status, headers)


def _sent_back(back: ReturnAddress, error: OAuthError) -> Response:
    return _redirect(back.with_answer(error=error.code, error_description=error.description))


def _redirect(url: str) -> Response:
    return RedirectResponse(url, HTTPStatus.SEE_OTHER, {"Cache-Control": "no-store"})
