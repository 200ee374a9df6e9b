"""The two pages people see, each complete in itself: no scripts, no outside assets."""

from collections.abc import Mapping
from html import escape
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from accord.identity_provider.accounts import Account
from accord.identity_provider.authorization_requests import CARRIED
from accord.identity_provider.forms import Parameters

Page = tuple[str, int, dict[str, str]]
"""A page's text, status and headers."""

_FRAME: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 1.1rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 3rem auto; padding: 0 1rem; }}
button {{ font: inherit; display: block; width: 100%; margin: .5rem 0; padding: .7rem 1rem; text-align: start; }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
{content}
</main>
</body>
</html>
"""


def sign_in_page(parameters: Parameters, accounts: Mapping[str, Account]) -> Page:
    """Return the page on which one of the demo accounts is chosen."""
    hidden = [
        f'<input type="hidden" name="{name}" value="{escape(parameters[name])}">'
        for name in CARRIED
        if name in parameters
    ]
    buttons = [
        f'<button name="account" value="{escape(key)}">{escape(account.name)}</button>'
        for key, account in accounts.items()
    ]
    explained = "<p>Demo accounts of this machine. No password is asked.</p>"
    form = ['<form method="post" action="/authorize">', *hidden, *buttons, "</form>"]
    page = _FRAME.format(title="Sign in to Accord", content="\n".join([explained, *form]))
    return page, HTTPStatus.OK, _headers(form_action=f"'self' {_origin(parameters['redirect_uri'])}")


def refusal_page(description: str) -> Page:
    """Return the page for a request whose sender the browser must not be sent back to."""
    page = _FRAME.format(title="This sign-in cannot go on", content=f"<p>{escape(description)}</p>")
    return page, HTTPStatus.BAD_REQUEST, _headers(form_action="'none'")


def _headers(*, form_action: str) -> dict[str, str]:
    # Browsers hold the redirect after a form to form-action too, so the client's origin stands there.
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
        f"frame-ancestors 'none'; form-action {form_action}"
    )
    return {
        "Content-Security-Policy": policy,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
