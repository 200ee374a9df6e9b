"""Matches that belong together: held together, and given up together until they are confirmed."""

from matcher.application.matches.ports import UnitOfWork
from matcher.domain.matches.clocks import Moment
from matcher.domain.matches.ending import PACKAGE_INCOMPLETE
from matcher.domain.matches.life_cycle import UNCONFIRMED
from matcher.domain.matches.match import Match
from shared.errors import Conflict


async def rest_of_package(uow: UnitOfWork, match: Match) -> list[Match]:
    """Return the other members of the match's package that are not confirmed yet, locked; none without a package."""
    if match.package_id is None:
        return []
    members = await uow.matches.of_package(match.package_id)
    return [each for each in members if each.id != match.id and each.status in UNCONFIRMED]


async def let_go_of_the_rest(uow: UnitOfWork, match: Match, at: Moment) -> None:
    """Dissolve the unconfirmed matches of a package that has lost this one; what is confirmed stands for itself."""
    for other in await rest_of_package(uow, match):
        other.dissolve("accord", PACKAGE_INCOMPLETE, at)


async def refuse_the_rest(uow: UnitOfWork, match: Match, at: Moment) -> None:
    """Give back what is held for the package of a refused match, so that a coordinator can revise the whole of it."""
    for other in await rest_of_package(uow, match):
        if other.status in {"endorsed", "reserved"}:
            other.refuse({"package_of": str(match.id)}, at)


async def must_not_be_of_a_package(uow: UnitOfWork, match: Match) -> None:
    """Raise Conflict `endorse-the-package` where other matches of its package wait to be endorsed with it."""
    rest = await rest_of_package(uow, match)
    if rest:
        detail = f"The match belongs to a package of {len(rest) + 1} that are endorsed together."
        raise Conflict(detail, code="endorse-the-package", package_id=str(match.package_id))
