"""How the saga's world stands when an example begins; each beginning is played once and then recalled."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from tests.support.saga.world import Memory, World

Rivals = tuple[tuple[int, int], ...]
"""Needs and offers, by their places, between which matches are proposed."""

ALL_RIVALS: Final[Rivals] = ((0, 0), (1, 0), (2, 0), (2, 1), (2, 2), (0, 2))
"""Rivals for more than either side can give."""


@dataclass(frozen=True)
class Setting:
    """What a beginning is made of; `agreed` = as many matches are confirmed as there is room for.

    `blind` = whoever judges sees neither the ledgers nor the other matches, as of late or wrong copies.
    """

    pledged: int
    ceiling: int | None
    amount: int | None
    blind: bool
    rivals: Rivals = ALL_RIVALS
    agreed: bool = False


@cache
def beginning(setting: Setting) -> Memory:
    """Return a world with needs, offers and rival matches of which everyone has heard."""
    world = World(blind=setting.blind)
    world.people.begin(setting.pledged, setting.ceiling)
    world.must_agree()
    for need, offer in setting.rivals:
        world.people.propose(0, need, offer, setting.amount, also_advice=True)
    for _ in range(3 if setting.agreed else 0):
        for which in range(len(world.matches.all())):
            world.people.carry_on(1, which, None, 0, world.now.date())
        world.must_agree()
    return world.remember()
