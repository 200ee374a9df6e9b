"""Every forged request there is."""

from collections.abc import Sequence

from tests.support.forging.attempt import Attempt
from tests.support.forging.claims import meant_otherwise
from tests.support.forging.shapes import out_of_shape
from tests.support.forging.signatures import badly_signed
from tests.support.tokens import TokenForge


def every_attempt(forge: TokenForge, attacker: TokenForge, address: str) -> Sequence[Attempt]:
    """Return them against one provider; `address` is where the attacker waits for somebody to fetch its keys."""
    return [*badly_signed(forge, attacker, address), *meant_otherwise(forge), *out_of_shape(forge)]
