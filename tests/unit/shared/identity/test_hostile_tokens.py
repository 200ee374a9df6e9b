"""Whatever bytes stand where a token should, the answer is a refusal and never a crash."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import Unauthenticated
from shared.identity.token_header import TokenHeader, read_header
from tests.support.compact_token import segment
from tests.support.tokens import TokenForge

FORGE = TokenForge()
HEAD = segment(json.dumps({"alg": FORGE.algorithm, "kid": FORGE.key.kid}).encode())

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)
header_names = st.sampled_from(["alg", "kid", "typ", "crit", "b64", "jwk", "cty"])


@given(st.text(max_size=400) | st.text(alphabet=".eyJ0_-=", max_size=60))
async def test_any_text_is_refused(token: str) -> None:
    with pytest.raises(Unauthenticated):
        await FORGE.verifier().verify(token)


@given(json_values | st.dictionaries(header_names, json_values))
def test_any_json_in_the_header_is_read_or_refused(header: Any) -> None:
    try:
        read = read_header(f"{segment(json.dumps(header).encode())}.e30.x")
    except Unauthenticated:
        return
    assert isinstance(read, TokenHeader)


@given(st.binary(max_size=200), st.binary(max_size=200))
async def test_no_payload_passes_under_a_made_up_signature(payload: bytes, signature: bytes) -> None:
    with pytest.raises(Unauthenticated):
        await FORGE.verifier().verify(f"{HEAD}.{segment(payload)}.{segment(signature)}")


@given(st.text(max_size=60), st.text(max_size=60))
async def test_no_text_passes_behind_a_good_header(payload: str, signature: str) -> None:
    with pytest.raises(Unauthenticated):
        await FORGE.verifier().verify(f"{HEAD}.{payload}.{signature}")
