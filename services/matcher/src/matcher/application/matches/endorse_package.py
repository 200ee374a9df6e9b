"""A coordinator endorses all matches of a package in one: either all are asked for, or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from matcher.application.matches.endorsing import Acknowledging, endorse_together
from matcher.application.matches.finding import must_be_impartial, must_coordinate, unknown_package
from matcher.application.matches.ports import UnitOfWork
from matcher.domain.matches.clocks import Moment
from matcher.domain.matches.life_cycle import UNCONFIRMED
from matcher.domain.matches.match import Match
from shared.clock import Clock
from shared.errors import Conflict, VersionMismatch
from shared.identity.actor import Actor


@dataclass(frozen=True)
class EndorsePackage:
    """The package, with the codes of the flags that the coordinator has read on any of its matches."""

    package_id: UUID
    acknowledged: tuple[str, ...] = ()
    note: str | None = None
    expected_version: int | None = None


async def endorse_package(command: EndorsePackage, *, actor: Actor, uow: UnitOfWork, clock: Clock) -> Sequence[Match]:
    """Endorse every unconfirmed match of the package, judged together by today's records.

    Raises NotFound, Forbidden (also `conflict-of-interest`), VersionMismatch where any member has changed since it was
    read, Conflict: `match-status` unless all of them are proposed, `match-stale`, `pairs-no-longer-hold`,
    `flags-not-acknowledged`.
    """
    at = Moment(clock(), uow.periods)
    if not actor.is_coordinator:
        raise unknown_package(command.package_id)
    async with uow:
        members = [each for each in await uow.matches.of_package(command.package_id) if each.status in UNCONFIRMED]
        if not members:
            raise unknown_package(command.package_id)
        for match in members:
            must_coordinate(match, actor, at.now.date())
            must_be_impartial(match, actor)
        await _must_be_as_read(command, uow)
        _must_all_be_proposed(members)
        await endorse_together(members, Acknowledging(actor, command.acknowledged, command.note), uow, at)
        await uow.commit(by=actor)
    return members


async def _must_be_as_read(command: EndorsePackage, uow: UnitOfWork) -> None:
    current, expected = await uow.matches.version_of_package(command.package_id), command.expected_version
    if expected is not None and expected != current:
        detail = f"Package {command.package_id} is now version {current}; the request is for version {expected}."
        raise VersionMismatch(detail, current_version=current)


def _must_all_be_proposed(members: Sequence[Match]) -> None:
    waiting = [match for match in members if match.status != "proposed"]
    if waiting:
        named = ", ".join(f"{match.id} is {match.status}" for match in waiting)
        raise Conflict(f"All matches of the package have to be proposed; {named}.", code="match-status")
