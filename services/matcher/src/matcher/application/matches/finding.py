"""How every change of a match begins: it is found, or as if it were not there; then whose it is, then its version."""

from datetime import date
from typing import Protocol
from uuid import UUID

from matcher.application.matches.ports import UnitOfWork
from matcher.application.rounds.rights import states_coordinated
from matcher.domain.matches.match import Match
from matcher.domain.matches.parties import Party, interests_of, may_know, party_of
from shared.errors import Forbidden, NotFound, VersionMismatch
from shared.identity.actor import Actor, Role


def unknown_match(match_id: UUID) -> NotFound:
    """Return the answer for a match that does not exist, or that the actor may not know of."""
    return NotFound(f"There is no match {match_id}.", match_id=str(match_id))


def unknown_package(package_id: UUID) -> NotFound:
    """Return the answer for a package of which nothing is left to decide, or that the actor may not know of."""
    return NotFound(f"There is no unfinished package {package_id}.", package_id=str(package_id))


class OnOneMatch(Protocol):
    """A command about one match, at the version that was read if it says so."""

    @property
    def match_id(self) -> UUID:
        """Name the match."""
        ...

    @property
    def expected_version(self) -> int | None:
        """Name the version that was read; None = any will do."""
        ...


async def match_to_coordinate(
    uow: UnitOfWork, command: OnOneMatch, *, actor: Actor, today: date, impartially: bool = True
) -> Match:
    """Return a match that this coordinator may decide about; `impartially` = only where it has no interest in it."""
    found = await known_match(uow, command.match_id, actor=actor)
    must_coordinate(found, actor, today)
    if impartially:
        must_be_impartial(found, actor)
    must_be_version(found, command.expected_version)
    return found


async def match_of_party(uow: UnitOfWork, command: OnOneMatch, *, actor: Actor) -> tuple[Match, Party]:
    """Return a match and the party of it that the actor speaks for; Forbidden for everybody else who may see it."""
    found = await known_match(uow, command.match_id, actor=actor)
    party = must_be_party(found, actor)
    must_be_version(found, command.expected_version)
    return found, party


async def known_match(uow: UnitOfWork, match_id: UUID, *, actor: Actor) -> Match:
    """Return the match; NotFound where the actor may not know of it."""
    if actor.role in {Role.OBSERVER, Role.SERVICE}:
        raise unknown_match(match_id)
    found = await uow.matches.get(match_id)
    if not may_know(found, actor):
        raise unknown_match(match_id)
    return found


def must_be_party(match: Match, actor: Actor) -> Party:
    """Return the party that the actor speaks for; Forbidden where it speaks for none."""
    party = party_of(match, actor)
    if party is None:
        raise Forbidden("This is up to the parties of the match: the State that leads the need, and the donors.")
    return party


def must_coordinate(match: Match, actor: Actor, today: date) -> None:
    """Raise Forbidden unless the actor is a coordinator for every State of the match."""
    must_coordinate_states(match.states, actor, today)


def must_coordinate_states(states: tuple[str, ...], actor: Actor, today: date) -> None:
    """Raise Forbidden, naming the States, unless the actor is a coordinator and all of them are in its regions."""
    mine = states_coordinated(actor, today)
    beyond = [] if mine is None else sorted(set(states) - mine)
    if beyond or (mine is not None and not states):
        regions, named = ", ".join(sorted(actor.regions)), ", ".join(beyond) or "every State"
        raise Forbidden(f"The match concerns {named}; your regions are {regions}.", code="beyond-your-regions")


def must_be_impartial(match: Match, actor: Actor) -> None:
    """Raise Forbidden `conflict-of-interest`, naming why, where the actor has an interest in the match (four eyes)."""
    interests = interests_of(match, actor)
    if interests:
        listed = ", ".join(interests)
        detail = f"Somebody else has to decide here; your interest in this match: {listed}."
        raise Forbidden(detail, code="conflict-of-interest", interests=list(interests))


def must_be_version(match: Match, expected: int | None) -> None:
    """Raise VersionMismatch where the match is not at the version that was read; None = any will do."""
    if expected is not None and expected != match.version:
        detail = f"Match {match.id} is now version {match.version}; the request is for version {expected}."
        raise VersionMismatch(detail, current_version=match.version)
