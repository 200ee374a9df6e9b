"""A client's wish to have somebody signed in, checked before anybody is asked (RFC 6749, section 4.1.1)."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode, urlsplit

from accord.identity_provider.authorization_codes import CHALLENGE, CodeRequest
from accord.identity_provider.clients import AUTHORIZATION_CODE, CLIENTS
from accord.identity_provider.forms import Parameters, required
from accord.identity_provider.loopback import is_local_url
from accord.identity_provider.oauth_errors import OAuthError

CARRIED: Final = (
    "client_id",
    "redirect_uri",
    "response_type",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
)
"""The parameters that the sign-in page hands on from the question to the answer."""


@dataclass(frozen=True)
class ReturnAddress:
    """Where the browser goes back to, with what; `issuer` tells the client whose answer it is (RFC 9207)."""

    redirect_uri: str
    state: str | None
    issuer: str

    def with_answer(self, **answer: str) -> str:
        """Return the redirect URI with the answer in its query."""
        query = {**answer, "iss": self.issuer, **({"state": self.state} if self.state else {})}
        joint = "&" if urlsplit(self.redirect_uri).query else "?"
        return f"{self.redirect_uri}{joint}{urlencode(query)}"


def return_address(parameters: Parameters, *, issuer: str) -> ReturnAddress:
    """Return where to send the answer; raise OAuthError when the browser must not be sent there at all."""
    client = CLIENTS.get(required(parameters, "client_id"))
    if client is None or client.grant != AUTHORIZATION_CODE:
        raise OAuthError("invalid_request", "This client does not sign people in.")
    redirect_uri = required(parameters, "redirect_uri")
    if not is_local_url(redirect_uri):
        raise OAuthError("invalid_request", "The redirect_uri must be an http address on this machine.")
    return ReturnAddress(redirect_uri, parameters.get("state"), issuer)


def code_request(parameters: Parameters) -> CodeRequest:
    """Return what is asked for; raise OAuthError with the code that the client is to be told."""
    if parameters.get("response_type") != "code":
        raise OAuthError("unsupported_response_type", "The only response_type is 'code'.")
    challenge = parameters.get("code_challenge", "")
    if parameters.get("code_challenge_method") != "S256" or not CHALLENGE.fullmatch(challenge):
        raise OAuthError("invalid_request", "PKCE with the code_challenge_method S256 is required.")
    return CodeRequest(
        client_id=parameters["client_id"],
        redirect_uri=parameters["redirect_uri"],
        challenge=challenge,
        scope=parameters.get("scope", ""),
        nonce=parameters.get("nonce"),
    )
