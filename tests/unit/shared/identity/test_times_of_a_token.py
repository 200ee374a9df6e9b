"""Where a token's time begins and ends, to the second, when our clock and the provider's differ."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.errors import Unauthenticated
from shared.identity.keys import StaticKeys
from shared.identity.refusals import Refusal
from shared.identity.tokens import TokenVerifier
from tests.support.moving_clock import MovingClock
from tests.support.tokens import ABSENT, TokenForge

MOMENT = 1_800_000_000
AN_HOUR = timedelta(hours=1)


def at(seconds: float) -> MovingClock:
    return MovingClock(datetime.fromtimestamp(MOMENT + seconds, UTC))


async def outcome(clock: MovingClock, *, longest_life: timedelta | None = None, **claims: Any) -> str:
    """Return `trusted`, or the reason of the refusal."""
    forge = TokenForge()
    verifier = TokenVerifier(StaticKeys(forge.key_set()), issuer=forge.issuer, clock=clock, longest_life=longest_life)
    try:
        await verifier.verify(forge.token(**claims))
    except Unauthenticated as refusal:
        return str(refusal.extra["reason"])
    return "trusted"


@pytest.mark.parametrize(("late", "expected"), [(59, "trusted"), (60, Refusal.EXPIRED), (61, Refusal.EXPIRED)], ids=str)
async def test_a_token_ends_a_minute_after_its_end(late: int, expected: str) -> None:
    assert await outcome(at(late), exp=MOMENT, iat=MOMENT - 300) == expected


@pytest.mark.parametrize("name", ["nbf", "iat"])
@pytest.mark.parametrize(
    ("early", "expected"), [(59, "trusted"), (60, "trusted"), (61, Refusal.NOT_YET_VALID)], ids=str
)
async def test_a_token_begins_a_minute_before_its_beginning(name: str, early: int, expected: str) -> None:
    given: dict[str, Any] = {"iat": ABSENT, "exp": MOMENT + 300, name: MOMENT}
    assert await outcome(at(-early), **given) == expected


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ({"iat": MOMENT, "exp": MOMENT + 3600}, "trusted"),
        ({"iat": MOMENT, "exp": MOMENT + 3601}, Refusal.TOO_LONG_LIVED),
        ({"iat": MOMENT - 3600, "exp": MOMENT + 1}, Refusal.TOO_LONG_LIVED),
        ({"iat": ABSENT, "exp": MOMENT + 3600}, "trusted"),
        ({"iat": ABSENT, "exp": MOMENT + 3601}, Refusal.TOO_LONG_LIVED),
        ({"iat": MOMENT, "exp": 10**400}, Refusal.TOO_LONG_LIVED),
        ({"iat": -(10**400), "exp": MOMENT + 1}, Refusal.TOO_LONG_LIVED),
    ],
)
async def test_where_sessions_are_not_asked_about_a_token_lives_for_an_hour_at_most(
    claims: dict[str, Any], expected: str
) -> None:
    assert await outcome(at(0), longest_life=AN_HOUR, **claims) == expected
