"""Which keys of a published key set may verify a token."""

import json
from typing import Any

import httpx
import pytest
from joserfc.jwk import OctKey

from shared.identity.jwks import JwksEndpoint, ProviderAway
from shared.identity.keys import NotAKeySet, usable_keys
from tests.support.tokens import TokenForge


def public_key(algorithm: str = "ES256") -> dict[str, Any]:
    return TokenForge(algorithm=algorithm).key_set()["keys"][0]


@pytest.mark.parametrize(
    "unusable",
    [
        {"kty": "oct", "kid": "x", "k": OctKey.generate_key(256).as_dict(private=True)["k"]},
        {**public_key("RS256"), "use": "enc"},
        {**public_key("RS256"), "n": "AQAB" * 40},
        {"kty": "AKP", "kid": "post-quantum", "alg": "ML-DSA-44", "pub": "x"},
        {"kty": "EC", "kid": "no-point", "crv": "P-256"},
        {"kty": "EC", "kid": "off-curve", "crv": "P-256", "x": "AAAA", "y": "AAAA"},
        {"kty": "EC", "kid": "odd", "crv": "P-256", "x": 5, "y": None},
        TokenForge().key.as_dict(private=True),
        {"kid": "no-kind"},
        {"kty": ["RSA"]},
        "a string",
        None,
    ],
    ids=[
        "a shared secret",
        "for encryption",
        "too weak",
        "post-quantum",
        "no point",
        "off the curve",
        "odd members",
        "a private key",
        "no kind",
        "a kind that is a list",
        "a string",
        "null",
    ],
)
def test_a_key_that_cannot_verify_is_left_out_and_hides_no_other(unusable: object) -> None:
    good = public_key()
    assert set(usable_keys({"keys": [unusable, good]})) == {good["kid"]}


@pytest.mark.parametrize("document", [{}, {"keys": None}, {"keys": {"kid": "x"}}])
def test_a_document_without_a_list_of_keys_is_no_key_set(document: dict[str, Any]) -> None:
    with pytest.raises(NotAKeySet):
        usable_keys(document)


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(500),
        httpx.Response(302, headers={"Location": "https://elsewhere.test"}),
        httpx.Response(200, text="<html>"),
        httpx.Response(200, text="[]"),
        httpx.Response(200, text=json.dumps({"keys": []})),
    ],
    ids=lambda answer: f"{answer.status_code}-{answer.text}",
)
async def test_an_answer_that_brings_no_key_counts_as_away(answer: httpx.Response) -> None:
    async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: answer)) as client:
        endpoint = JwksEndpoint(client, issuer="https://identity.test", jwks_url="https://identity.test/jwks")
        with pytest.raises(ProviderAway):
            await endpoint.fetch()
