"""A browser without scripts that fills in Keycloak's forms, and the client whose person sits before it."""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import httpx

REDIRECT: Final = "http://127.0.0.1:8700/callback"
CLIENT: Final = "accord-console"
PATIENCE: Final = 60.0
"""Seconds: what Keycloak does for the first time takes long on a busy machine."""


class _FirstForm(HTMLParser):
    """The first form of a page: where it goes and what it carries unseen."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action = ""
        self.hidden: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found: Mapping[str, str | None] = dict(attrs)
        if tag == "form" and not self.action:
            self.action = found.get("action") or ""
        if tag == "input" and found.get("type") == "hidden" and found.get("name"):
            self.hidden[str(found["name"])] = found.get("value") or ""


@dataclass
class Browser:
    """Follows redirects inside Keycloak, and stops where it is sent back to the client.

    Cookies are kept by hand: Keycloak marks them Secure on loopback too, where real browsers send them all the same.
    """

    page: str = ""
    sent_back: str = ""
    _cookies: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def hidden(self) -> Mapping[str, str]:
        """What the form of the page carries unseen."""
        return _FirstForm(self.page).hidden

    @property
    def answer(self) -> Mapping[str, str]:
        """What the client was told, in the query or behind the hash."""
        parts = urlsplit(self.sent_back)
        return {name: values[0] for name, values in parse_qs(parts.query or parts.fragment).items()}

    def open(self, url: str, **query: str) -> None:
        """Go to an address."""
        self._go("GET", url, params=query)

    def fill_in(self, **fields: str) -> None:
        """Send the form of the page, with these fields filled in."""
        form = _FirstForm(self.page)
        self._go("POST", form.action, data={**form.hidden, **fields})

    def _go(self, method: str, url: str, **request: Any) -> None:
        self.page = self.sent_back = ""
        while not self.page:
            cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
            answer = httpx.request(
                method, url, headers={"Cookie": cookies}, trust_env=False, timeout=PATIENCE, **request
            )
            self._keep(answer)
            if not answer.is_redirect:
                self.page = answer.text
                return
            method, url, request = "GET", answer.headers["location"], {}
            if url.startswith(REDIRECT):
                self.sent_back = url
                return

    def _keep(self, answer: httpx.Response) -> None:
        for header in answer.headers.get_list("set-cookie"):
            name, _, rest = header.partition("=")
            self._cookies[name] = rest.partition(";")[0]


@dataclass
class Console:
    """The public client: asks for sign-ins with PKCE, and exchanges codes for tokens."""

    endpoints: str
    browser: Browser = field(default_factory=Browser)
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    def ask(self, **changed: str) -> None:
        """Send the browser to sign in; a parameter that is changed to nothing is left out."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        asked = {
            "client_id": CLIENT,
            "redirect_uri": REDIRECT,
            "response_type": "code",
            "scope": "openid",
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
            **changed,
        }
        self.browser.open(f"{self.endpoints}/auth", **{name: value for name, value in asked.items() if value})

    def exchange(self, **changed: str) -> httpx.Response:
        """Exchange the code that the browser brought back."""
        code = {"code": self.browser.answer["code"], "redirect_uri": REDIRECT, "code_verifier": self.verifier}
        return self.post("token", grant_type="authorization_code", **{**code, **changed})

    def refresh(self, refresh_token: str) -> httpx.Response:
        """Ask for new tokens."""
        return self.post("token", grant_type="refresh_token", refresh_token=refresh_token)

    def post(self, endpoint: str, **form: str) -> httpx.Response:
        """Send a form to one of the provider's endpoints as this client."""
        return httpx.post(
            f"{self.endpoints}/{endpoint}", data={"client_id": CLIENT, **form}, trust_env=False, timeout=PATIENCE
        )
