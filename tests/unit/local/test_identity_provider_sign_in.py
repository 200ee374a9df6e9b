"""A browser signs in with a demo account: authorization code, PKCE with S256, one use, one minute."""

import base64
import hashlib
import json
from collections.abc import AsyncIterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from accord.identity_provider.app import create_app
from shared.errors import Unauthenticated
from shared.identity.actor import Actor, Role
from shared.identity.relying_party import open_verifier
from tests.support.moving_clock import MovingClock
from tests.support.tokens import ABSENT

ISSUER = "http://127.0.0.1:9400"
BACK = "http://127.0.0.1:8080/signed-in"
VERIFIER = "a-verifier-of-at-least-forty-three-characters-0123"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture
def transport(tmp_path: Path, clock: MovingClock) -> httpx.ASGITransport:
    return httpx.ASGITransport(app=create_app(ISSUER, data_dir=tmp_path, clock=clock))


@pytest.fixture
async def browser(transport: httpx.ASGITransport) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=transport, base_url=ISSUER) as client:
        yield client


def question(**changed: Any) -> dict[str, str]:
    asked = {
        "client_id": "accord-console",
        "redirect_uri": BACK,
        "response_type": "code",
        "scope": "openid profile",
        "state": "the-state",
        "nonce": "the-nonce",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        **changed,
    }
    return {name: value for name, value in asked.items() if value is not ABSENT}


def answer_in(response: httpx.Response) -> dict[str, str]:
    assert response.status_code == 303
    return {name: values[0] for name, values in parse_qs(urlsplit(response.headers["location"]).query).items()}


async def code_for(browser: httpx.AsyncClient, account: str) -> str:
    return answer_in(await browser.post("/authorize", data=question(account=account)))["code"]


async def exchanged(browser: httpx.AsyncClient, code: str, **changed: str) -> httpx.Response:
    form = {
        "grant_type": "authorization_code",
        "client_id": "accord-console",
        "code": code,
        "redirect_uri": BACK,
        "code_verifier": VERIFIER,
        **changed,
    }
    return await browser.post("/token", data=form)


class SignInForm(HTMLParser):
    """What a browser would send for each button of the page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.accounts: list[str] = []
        self.tags: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found: Mapping[str, str | None] = dict(attrs)
        self.tags.add(tag)
        if tag == "input":
            self.fields[str(found["name"])] = str(found["value"])
        if tag == "button":
            self.accounts.append(str(found["value"]))


async def test_the_page_offers_the_demo_accounts_and_carries_the_question(browser: httpx.AsyncClient) -> None:
    form = SignInForm((await browser.get("/authorize", params=question())).text)
    assert form.fields == question()
    assert {"bfa", "mne", "eu", "deu", "coordinator", "coordinator-western-africa", "observer"} == set(form.accounts)


async def test_the_page_needs_nothing_from_outside(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/authorize", params=question())
    assert not SignInForm(answer.text).tags & {"script", "link", "img", "iframe"}
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "form-action 'self' http://127.0.0.1:8080" in answer.headers["content-security-policy"]


async def test_what_the_client_sends_is_text_on_the_page(browser: httpx.AsyncClient) -> None:
    hostile = '"><script>alert(1)</script>'
    form = SignInForm((await browser.get("/authorize", params=question(state=hostile))).text)
    assert form.fields["state"] == hostile
    assert "script" not in form.tags


async def test_the_browser_is_sent_back_with_a_code_the_state_and_the_issuer(browser: httpx.AsyncClient) -> None:
    response = await browser.post("/authorize", data=question(account="bfa"))
    answer = answer_in(response)
    assert response.headers["location"].startswith(BACK)
    assert (answer["state"], answer["iss"]) == ("the-state", ISSUER)
    assert answer["code"]


async def test_the_code_buys_an_access_token_for_the_chosen_account(
    browser: httpx.AsyncClient, transport: httpx.ASGITransport, clock: MovingClock
) -> None:
    answer = (await exchanged(browser, await code_for(browser, "mne"))).json()
    async with open_verifier(ISSUER, transport=transport, clock=clock) as verifier:
        actor = await verifier.authenticate([f"Bearer {answer['access_token']}"])
    assert actor == Actor("demo-recipient-MNE", Role.RECIPIENT, state="MNE")


async def test_the_id_token_says_who_signed_in_and_is_no_access_token(
    browser: httpx.AsyncClient, transport: httpx.ASGITransport, clock: MovingClock
) -> None:
    answer = (await exchanged(browser, await code_for(browser, "eu"))).json()
    payload = answer["id_token"].split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert (claims["aud"], claims["nonce"]) == ("accord-console", "the-nonce")
    assert (claims["name"], claims["organisation"]) == ("European Union (donor)", "eu")
    async with open_verifier(ISSUER, transport=transport, clock=clock) as verifier:
        with pytest.raises(Unauthenticated) as refusal:
            await verifier.verify(answer["id_token"])
    assert refusal.value.extra["reason"] == "wrong_audience"


async def test_without_the_scope_openid_there_is_no_id_token(browser: httpx.AsyncClient) -> None:
    asked = question(account="eu", scope=ABSENT)
    code = answer_in(await browser.post("/authorize", data=asked))["code"]
    assert "id_token" not in (await exchanged(browser, code)).json()


async def test_a_code_serves_once(browser: httpx.AsyncClient) -> None:
    code = await code_for(browser, "bfa")
    assert (await exchanged(browser, code)).status_code == 200
    assert (await exchanged(browser, code)).json()["error"] == "invalid_grant"


async def test_a_code_serves_for_a_minute(browser: httpx.AsyncClient, clock: MovingClock) -> None:
    code = await code_for(browser, "bfa")
    clock.advance(seconds=60)
    assert (await exchanged(browser, code)).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    "changed",
    [
        {"code_verifier": VERIFIER + "x"},
        {"code_verifier": CHALLENGE},
        {"redirect_uri": "http://127.0.0.1:8081/signed-in"},
        {"code": "guessed"},
    ],
)
async def test_a_code_is_worth_nothing_to_whoever_did_not_ask(
    browser: httpx.AsyncClient, changed: dict[str, str]
) -> None:
    code = await code_for(browser, "bfa")
    answer = await exchanged(browser, **{"code": code, **changed})
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


async def test_a_failed_exchange_uses_the_code_up(browser: httpx.AsyncClient) -> None:
    code = await code_for(browser, "bfa")
    await exchanged(browser, code, code_verifier="wrong")
    assert (await exchanged(browser, code)).json()["error"] == "invalid_grant"


async def test_an_exchange_without_its_verifier_is_refused(browser: httpx.AsyncClient) -> None:
    answer = await exchanged(browser, await code_for(browser, "bfa"), code_verifier="")
    assert answer.json()["error"] == "invalid_request"


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": ABSENT}, "unsupported_response_type"),
        ({"code_challenge": ABSENT}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": ABSENT}, "invalid_request"),
    ],
)
async def test_a_client_that_asks_wrongly_is_told_at_its_own_address(
    browser: httpx.AsyncClient, changed: dict[str, Any], error: str
) -> None:
    asked = answer_in(await browser.get("/authorize", params=question(**changed)))
    posted = answer_in(await browser.post("/authorize", data=question(account="bfa", **changed)))
    assert (asked["error"], asked["state"]) == (error, "the-state")
    assert posted["error"] == error


async def test_an_unknown_account_is_denied(browser: httpx.AsyncClient) -> None:
    answer = answer_in(await browser.post("/authorize", data=question(account="nobody")))
    assert answer["error"] == "access_denied"


@pytest.mark.parametrize(
    "changed",
    [
        {"client_id": "unknown"},
        {"client_id": "accord-demo"},
        {"client_id": ABSENT},
        {"redirect_uri": ABSENT},
        {"redirect_uri": "https://attacker.test/"},
        {"redirect_uri": "http://attacker.test/"},
        {"redirect_uri": "http://127.0.0.1.attacker.test/"},
        {"redirect_uri": "http://localhost@attacker.test/"},
        {"redirect_uri": "http://attacker.test@localhost/"},
        {"redirect_uri": "http://localhost:x/"},
        {"redirect_uri": "http://localhost;script-src *:1/"},
        {"redirect_uri": "http://localhost/#fragment"},
        {"redirect_uri": "javascript:alert(1)"},
        {"redirect_uri": "//localhost/"},
    ],
)
async def test_the_browser_is_not_sent_to_an_address_that_is_not_on_this_machine(
    browser: httpx.AsyncClient, changed: dict[str, Any]
) -> None:
    asked = await browser.get("/authorize", params=question(**changed))
    posted = await browser.post("/authorize", data=question(account="bfa", **changed))
    assert [asked.status_code, posted.status_code] == [400, 400]
    assert "location" not in asked.headers
    assert "location" not in posted.headers


async def test_a_query_in_the_redirect_uri_is_kept(browser: httpx.AsyncClient) -> None:
    asked = question(account="bfa", redirect_uri=f"{BACK}?tab=1")
    answer = answer_in(await browser.post("/authorize", data=asked))
    assert answer["tab"] == "1"
    assert answer["code"]
