"""What a verifier accepts, and the stable reason with which it refuses everything else."""

from datetime import UTC, datetime
from typing import Any

import pytest
from prometheus_client import REGISTRY

from shared.errors import Unauthenticated
from shared.identity.actor import Actor, Role
from shared.identity.refusals import Refusal
from shared.identity.tokens import TokenVerifier
from tests.support.broken_tokens import (
    BROKEN,
    signed_with_the_public_key,
    with_claims_exchanged,
)
from tests.support.compact_token import segment, signed, unsigned
from tests.support.moving_clock import MovingClock
from tests.support.tokens import ABSENT, TokenForge


async def reason_for(verifier: TokenVerifier, token: str) -> str:
    with pytest.raises(Unauthenticated) as refusal:
        await verifier.verify(token)
    return refusal.value.extra["reason"]


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256", "EdDSA", "Ed25519"])
async def test_a_token_signed_by_the_provider_is_trusted_under_each_allowed_algorithm(algorithm: str) -> None:
    forge = TokenForge(algorithm=algorithm)
    assert (await forge.verifier().verify(forge.token(sub="somebody")))["sub"] == "somebody"


async def test_an_authorization_header_becomes_the_actor_it_speaks_for() -> None:
    forge = TokenForge()
    header = forge.headers("donor", organisation="deu", sub="somebody")["Authorization"]
    actor = await forge.verifier().authenticate([header])
    assert actor == Actor("somebody", Role.DONOR, organisation="deu")


@pytest.mark.parametrize("reason", BROKEN)
async def test_each_broken_token_is_refused_with_its_own_reason(reason: Refusal) -> None:
    forge = TokenForge()
    assert await reason_for(forge.verifier(), BROKEN[reason](forge)) == reason


@pytest.mark.parametrize("reason", BROKEN)
async def test_each_refusal_is_counted_under_its_reason(reason: Refusal) -> None:
    forge = TokenForge()
    name, labels = "identity_tokens_refused_total", {"reason": reason.value}
    before = REGISTRY.get_sample_value(name, labels) or 0
    await reason_for(forge.verifier(), BROKEN[reason](forge))
    assert REGISTRY.get_sample_value(name, labels) == before + 1


async def test_the_public_key_is_of_no_use_as_an_hmac_secret() -> None:
    forge = TokenForge(algorithm="RS256")
    token = signed_with_the_public_key(forge)
    assert await reason_for(forge.verifier(), token) == Refusal.ALGORITHM_NOT_ALLOWED


async def test_claims_cannot_be_exchanged_under_a_signature() -> None:
    forge = TokenForge()
    assert await reason_for(forge.verifier(), with_claims_exchanged(forge)) == Refusal.BAD_SIGNATURE


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "HS512", "RS1", "ES256K", "dir", "", None, 5])
async def test_no_algorithm_outside_the_list_is_tried(algorithm: object) -> None:
    forge = TokenForge()
    token = unsigned({"alg": algorithm, "kid": forge.key.kid}, forge.claims()) + "."
    assert await reason_for(forge.verifier(), token) == Refusal.ALGORITHM_NOT_ALLOWED


async def test_an_allowed_algorithm_of_another_kind_of_key_does_not_match() -> None:
    forge = TokenForge(algorithm="ES256")
    claimed_rsa = forge.token(header={"alg": "RS256"}, key=TokenForge(algorithm="RS256").key)
    assert await reason_for(forge.verifier(), claimed_rsa) == Refusal.BAD_SIGNATURE


async def test_a_key_that_the_token_brings_along_is_not_used() -> None:
    forge, attacker = TokenForge(), TokenForge()
    brought = {"jwk": attacker.key.as_dict(private=False), "jku": "https://attacker.test/jwks"}
    own_id = attacker.token(header=brought)
    our_id = attacker.token(header={**brought, "kid": forge.key.kid})
    assert await reason_for(forge.verifier(), own_id) == Refusal.UNKNOWN_KEY
    assert await reason_for(forge.verifier(), our_id) == Refusal.BAD_SIGNATURE


async def test_a_token_without_a_key_id_is_matched_only_by_the_one_key_there_is() -> None:
    forge = TokenForge()
    token = forge.token(header={"kid": ABSENT})
    assert await forge.verifier().verify(token)
    forge.rotate()
    assert await reason_for(forge.verifier(), token) == Refusal.UNKNOWN_KEY


async def test_tokens_of_the_former_key_stay_valid_while_it_is_published() -> None:
    forge = TokenForge()
    former = forge.token()
    forge.rotate()
    assert await forge.verifier().verify(former)
    forge.rotate(keep_former=False)
    assert await reason_for(forge.verifier(), former) == Refusal.UNKNOWN_KEY


@pytest.mark.parametrize(
    ("claims", "seconds"),
    [
        ({"exp": 1000}, 1059),
        ({"exp": 1000.5}, 1060),
        ({"exp": 10**400}, 1000),
        ({"exp": 9000, "nbf": 1000}, 940),
        ({"exp": 9000, "iat": 1000}, 940),
    ],
)
async def test_clocks_may_differ_by_less_than_a_minute(claims: dict[str, Any], seconds: int) -> None:
    forge = TokenForge(clock=MovingClock(datetime.fromtimestamp(seconds, UTC)))
    assert await forge.verifier().verify(forge.token(**{"iat": ABSENT, **claims}))


@pytest.mark.parametrize(
    ("claims", "seconds", "reason"),
    [
        ({"exp": 1000}, 1060, Refusal.EXPIRED),
        ({"exp": -(10**400)}, 1000, Refusal.EXPIRED),
        ({"exp": 9000, "nbf": 1000}, 939, Refusal.NOT_YET_VALID),
        ({"exp": 9000, "iat": 1000}, 939, Refusal.NOT_YET_VALID),
    ],
)
async def test_clocks_may_not_differ_by_a_minute_or_more(claims: dict[str, Any], seconds: int, reason: Refusal) -> None:
    forge = TokenForge(clock=MovingClock(datetime.fromtimestamp(seconds, UTC)))
    assert await reason_for(forge.verifier(), forge.token(**{"iat": ABSENT, **claims})) == reason


@pytest.mark.parametrize("name", ["exp", "nbf", "iat"])
@pytest.mark.parametrize("value", [None, True, "tomorrow", "9999999999", [], {}, float("nan"), float("inf")])
async def test_a_time_that_is_no_number_of_seconds_is_malformed(name: str, value: Any) -> None:
    forge = TokenForge()
    assert await reason_for(forge.verifier(), forge.token(**{name: value})) == Refusal.MALFORMED


async def test_a_token_that_never_expires_is_malformed() -> None:
    forge = TokenForge()
    assert await reason_for(forge.verifier(), forge.token(exp=ABSENT)) == Refusal.MALFORMED


@pytest.mark.parametrize("audience", [ABSENT, None, "", [], ["other"], {"accord": 1}, "accord ", "Accord"])
async def test_a_token_for_somebody_else_is_refused(audience: object) -> None:
    forge = TokenForge()
    assert await reason_for(forge.verifier(), forge.token(aud=audience)) == Refusal.WRONG_AUDIENCE


async def test_a_token_may_name_several_audiences() -> None:
    forge = TokenForge()
    assert await forge.verifier().verify(forge.token(aud=["account", "accord"]))


@pytest.mark.parametrize("issuer", [ABSENT, None, "", "https://identity.test/", ["https://identity.test"]])
async def test_the_issuer_is_compared_letter_by_letter(issuer: object) -> None:
    forge = TokenForge()
    assert await reason_for(forge.verifier(), forge.token(iss=issuer)) == Refusal.WRONG_ISSUER


@pytest.mark.parametrize("kind", ["JWT", "jwt", "at+jwt", "application/at+jwt", ABSENT])
async def test_the_types_that_access_tokens_carry_are_accepted(kind: object) -> None:
    forge = TokenForge()
    assert await forge.verifier().verify(forge.token(header={"typ": kind}))


async def test_an_id_token_is_not_an_access_token() -> None:
    forge = TokenForge()
    assert await reason_for(forge.verifier(), forge.token(typ="ID")) == Refusal.WRONG_TYPE


@pytest.mark.parametrize(
    "header", [{"crit": ["exp"], "exp": 1}, {"b64": False, "crit": ["b64"]}, {"b64": True}, {"kid": 7}]
)
async def test_a_header_that_changes_how_the_token_is_read_is_malformed(header: dict[str, object]) -> None:
    forge = TokenForge()
    assert await reason_for(forge.verifier(), forge.token(header=header)) == Refusal.MALFORMED


@pytest.mark.parametrize(
    "token",
    [
        "x",
        "..",
        "...",
        "a.b",
        "a.b.c.d",
        "é.b.c",
        f"{segment(b'[]')}.e30.x",
        segment(b'"alg"') + ".e30.x",
        f"{segment(b'null')}.e30.x",
        f"{segment(b'[' * 4000)}.e30.x",
        f"{segment(b'{' * 10)}.e30.x",
        f"{segment(bytes(range(256)))}.e30.x",
        segment(b'{"alg":"ES256"}') + ".*.x",
    ],
)
async def test_garbage_is_malformed(token: str) -> None:
    assert await reason_for(TokenForge().verifier(), token) == Refusal.MALFORMED


@pytest.mark.parametrize("payload", [b"", b"[]", b'"sub"', b"null", b"{", b"\xff\xfe", b"[" * 5000])
async def test_a_signed_payload_that_is_no_object_is_malformed(payload: bytes) -> None:
    forge = TokenForge()
    token = signed({"alg": forge.algorithm, "kid": forge.key.kid}, payload, forge.key)
    assert await reason_for(forge.verifier(), token) == Refusal.MALFORMED


async def test_a_token_of_eight_kibibytes_is_read_and_one_byte_more_is_not() -> None:
    verifier = TokenForge().verifier()
    assert await reason_for(verifier, "x" * 8192) == Refusal.MALFORMED
    assert await reason_for(verifier, "x" * 8193) == Refusal.TOO_LARGE


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ([], Refusal.MISSING),
        ([""], Refusal.MISSING),
        (["Bearer"], Refusal.MISSING),
        (["Bearer   "], Refusal.MISSING),
        (["Basic dXNlcjpwYXNz"], Refusal.MALFORMED),
        (["Bearer a b"], Refusal.MALFORMED),
        (["token a.b.c"], Refusal.MALFORMED),
    ],
)
async def test_an_authorization_header_without_one_bearer_token_is_refused(headers: list[str], reason: Refusal) -> None:
    with pytest.raises(Unauthenticated) as refusal:
        await TokenForge().verifier().authenticate(headers)
    assert refusal.value.extra["reason"] == reason


async def test_two_authorization_headers_are_refused_even_when_each_is_good() -> None:
    forge = TokenForge()
    header = forge.as_observer()["Authorization"]
    with pytest.raises(Unauthenticated) as refusal:
        await forge.verifier().authenticate([header, header])
    assert refusal.value.extra["reason"] == Refusal.MALFORMED
