"""The signing keys survive a restart, rotate without breaking tokens, and are the owner's alone."""

import json
from pathlib import Path

import pytest

from accord.identity_provider.signing_keys import FILE_NAME, SigningKeys, UnreadableKeys
from shared.identity.keys import StaticKeys
from shared.identity.tokens import TokenVerifier
from tests.support.moving_clock import MovingClock
from tests.support.tokens import ISSUER, TokenForge

CLOCK = MovingClock()


def token_of(keys: SigningKeys) -> str:
    return keys.sign(TokenForge(clock=CLOCK).claims(), kind="at+jwt")


async def accepts(keys: SigningKeys, token: str) -> bool:
    verifier = TokenVerifier(StaticKeys(keys.public_set()), issuer=ISSUER, clock=CLOCK)
    return bool(await verifier.verify(token))


async def test_tokens_stay_valid_over_a_restart(tmp_path: Path) -> None:
    token = token_of(SigningKeys.kept_in(tmp_path))
    assert await accepts(SigningKeys.kept_in(tmp_path), token)


async def test_tokens_stay_valid_over_a_rotation(tmp_path: Path) -> None:
    keys = SigningKeys.kept_in(tmp_path)
    former = token_of(keys)
    keys.rotate()
    assert await accepts(keys, former)
    assert await accepts(keys, token_of(keys))


async def test_a_rotation_outlives_the_process(tmp_path: Path) -> None:
    keys = SigningKeys.kept_in(tmp_path)
    former = token_of(keys)
    keys.rotate()
    restarted = SigningKeys.kept_in(tmp_path)
    assert await accepts(restarted, former)
    assert restarted.public_set() == keys.public_set()


def test_a_rotation_signs_with_a_new_key(tmp_path: Path) -> None:
    keys = SigningKeys.kept_in(tmp_path)
    before = {key["kid"] for key in keys.public_set()["keys"]}
    keys.rotate()
    after = [key["kid"] for key in keys.public_set()["keys"]]
    assert after[0] not in before
    assert set(after[1:]) == before


def test_keys_are_published_for_two_rotations(tmp_path: Path) -> None:
    keys = SigningKeys.kept_in(tmp_path)
    for _ in range(5):
        keys.rotate()
    assert len(keys.public_set()["keys"]) == 3


def test_no_private_half_is_kept_of_a_former_key(tmp_path: Path) -> None:
    keys = SigningKeys.kept_in(tmp_path)
    keys.rotate()
    stored = json.loads((tmp_path / FILE_NAME).read_text())["keys"]
    assert ["d" in key for key in stored] == [True, False]


def test_the_key_file_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    keys = SigningKeys.kept_in(tmp_path / "made" / "on demand")
    path = tmp_path / "made" / "on demand" / FILE_NAME
    assert path.stat().st_mode & 0o777 == 0o600
    keys.rotate()
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_key_file_opened_to_others_is_closed_again(tmp_path: Path) -> None:
    SigningKeys.kept_in(tmp_path)
    (tmp_path / FILE_NAME).chmod(0o644)
    SigningKeys.kept_in(tmp_path)
    assert (tmp_path / FILE_NAME).stat().st_mode & 0o777 == 0o600


def test_a_rotation_that_was_interrupted_leaves_the_keys_as_they_were(tmp_path: Path) -> None:
    keys = SigningKeys.kept_in(tmp_path)
    (tmp_path / FILE_NAME).with_suffix(".draft").write_text("half wri")
    assert SigningKeys.kept_in(tmp_path).public_set() == keys.public_set()
    keys.rotate()
    assert SigningKeys.kept_in(tmp_path).public_set() == keys.public_set()


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"keys": []}', '{"keys": [{"kty": "EC"}]}', '{"keys": 5}'])
def test_a_damaged_key_file_is_named_and_not_replaced(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE_NAME).write_text(content)
    with pytest.raises(UnreadableKeys, match=FILE_NAME):
        SigningKeys.kept_in(tmp_path)
    assert (tmp_path / FILE_NAME).read_text() == content
