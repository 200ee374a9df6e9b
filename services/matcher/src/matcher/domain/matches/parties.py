"""Whose match it is: the need's State or group, and each donor with a line; and who of them an actor speaks for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from shared.identity.actor import Actor, Role


@dataclass(frozen=True, order=True)
class Party:
    """`key` is the lead State's alpha-3 code or the group's key, for a donor the organisation's."""

    kind: Literal["recipient", "donor"]
    key: str


@dataclass(frozen=True)
class Acceptance:
    """A party's consent (gate 2) to the match as the need and the offers stood at these statements."""

    party: Party
    at: datetime
    by: str
    need_statement: int
    offer_statement: int
    funder_statement: int = 0

    @property
    def statements(self) -> dict[str, int]:
        """The statements that were consented to, by name."""
        return {
            "need_statement": self.need_statement,
            "offer_statement": self.offer_statement,
            "funder_statement": self.funder_statement,
        }


@dataclass(frozen=True)
class DeclaredInterest:
    """A coordinator's word that it is not impartial here; whoever declared it decides nothing about the match."""

    by: str
    at: datetime
    text: str
    organisation: str | None = None


class BetweenParties(Protocol):
    """What of a match says whose it is."""

    @property
    def states(self) -> tuple[str, ...]:
        """The States on whose account it is, the lead first."""
        ...

    @property
    def group(self) -> str | None:
        """The group that posted the need, if one did."""
        ...

    @property
    def donors(self) -> tuple[str, ...]:
        """The organisations with a line."""
        ...

    @property
    def interests(self) -> tuple[DeclaredInterest, ...]:
        """What coordinators declared."""
        ...


class OnStatements(Protocol):
    """On which statements of its records a match rests."""

    need_statement: int
    offer_statement: int
    funder_statement: int


def consent_of(party: Party, by: str, at: datetime, match: OnStatements) -> Acceptance:
    """Return the party's consent to the match as its records stand."""
    return Acceptance(party, at, by, match.need_statement, match.offer_statement, match.funder_statement)


def parties_of(match: BetweenParties) -> tuple[Party, ...]:
    """Return everyone whose consent the match needs: the recipient, then the donors."""
    recipient = Party("recipient", match.group or match.states[0])
    return (recipient, *(Party("donor", each) for each in match.donors))


def party_of(match: BetweenParties, actor: Actor) -> Party | None:
    """Return the party that the actor speaks for; None for everybody else."""
    if actor.role is Role.RECIPIENT and match.group is None and actor.state == match.states[0]:
        return Party("recipient", match.states[0])
    if actor.role is Role.DONOR and actor.organisation in match.donors:
        return Party("donor", actor.organisation)
    if actor.is_coordinator and match.group is not None and match.group in actor.regions:
        return Party("recipient", match.group)
    return None


def may_know(match: BetweenParties, actor: Actor) -> bool:
    """Say whether the actor may know of the match at any stage: coordinators, its parties, the States of the need."""
    if actor.is_coordinator or party_of(match, actor) is not None:
        return True
    return actor.role is Role.RECIPIENT and actor.state in match.states


def interests_of(match: BetweenParties, actor: Actor) -> Sequence[str]:
    """Return why the actor is not impartial, as codes: own_organisation, own_group, declared; empty where it is."""
    return tuple(_interests(match, actor))


def _interests(match: BetweenParties, actor: Actor) -> Iterator[str]:
    if actor.organisation is not None and actor.organisation in match.donors:
        yield "own_organisation"
    if match.group is not None and match.group in actor.regions:
        yield "own_group"
    if any(each.by == actor.subject for each in match.interests):
        yield "declared"
