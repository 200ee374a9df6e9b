"""The provider as an ASGI application."""

from http import HTTPStatus
from pathlib import Path

from fastapi import Depends, FastAPI, HTTPException, Request

from accord.identity_provider import authorization_endpoint, published, token_endpoint, token_status
from accord.identity_provider.loopback import is_local_url
from accord.identity_provider.oauth_errors import OAuthError, render_oauth_error
from accord.identity_provider.provider import Provider
from shared.clock import Clock, system_clock


def create_app(issuer: str, *, data_dir: Path, clock: Clock = system_clock) -> FastAPI:
    """Return the application that issues tokens as `issuer` and keeps its keys in `data_dir`."""
    app = FastAPI(
        title="Accord, local identity provider", openapi_url=None, dependencies=[Depends(called_by_a_local_name)]
    )
    app.state.provider = Provider(issuer, data_dir=data_dir, clock=clock)
    app.add_exception_handler(OAuthError, render_oauth_error)
    for endpoint in (published, token_endpoint, authorization_endpoint, token_status):
        app.include_router(endpoint.router)
    return app


async def called_by_a_local_name(request: Request) -> None:
    """Refuse a request whose Host is another machine's name: a web page that had its name point here."""
    if not is_local_url(f"http://{request.headers.get('host', '')}"):
        raise HTTPException(HTTPStatus.MISDIRECTED_REQUEST, "This provider answers to names of this machine only.")
