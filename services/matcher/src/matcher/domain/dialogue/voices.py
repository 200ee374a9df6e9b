"""For whom somebody speaks in the dialogue on a match: a party, or the coordinators."""

from dataclasses import dataclass
from typing import Final, Literal

from matcher.domain.matches.parties import BetweenParties, party_of
from shared.identity.actor import Actor

Side = Literal["recipient", "donor", "coordinator"]


@dataclass(frozen=True, order=True)
class Voice:
    """`speaker` is the State's alpha-3 code, the group's or the organisation's key; empty for the coordinators.

    Several people of one authority have one voice, and one read mark.
    """

    side: Side
    speaker: str


COORDINATORS: Final = Voice("coordinator", "")


def voice_of(match: BetweenParties, actor: Actor) -> Voice | None:
    """Return the voice of the actor; None for whoever may at most look on."""
    party = party_of(match, actor)
    if party is not None:
        return Voice(party.kind, party.key)
    return COORDINATORS if actor.is_coordinator else None
