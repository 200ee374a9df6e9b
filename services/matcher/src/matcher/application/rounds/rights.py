"""Whose rounds a coordinator sees and runs: a regional one's stay within its regions."""

from collections.abc import Iterable, Iterator
from datetime import date

from matcher.domain.rounds.settings import Scope
from shared.errors import Forbidden
from shared.geography import load_geography
from shared.identity.actor import Actor, Role


def states_coordinated(actor: Actor, today: date) -> frozenset[str] | None:
    """Return the States of the coordinator's regions today; None = all of them."""
    actor.must_be(Role.COORDINATOR)
    return members_of(actor.regions, today) if actor.regions else None


def members_of(areas: Iterable[str], today: date) -> frozenset[str]:
    """Return the States that belong to any of the areas today; none where an area is not known."""
    geography = load_geography()
    known = (geography.members(area, today) for area in areas if area in geography.areas)
    return frozenset[str]().union(*known)


def states_within(scope: Scope, today: date) -> tuple[str, ...] | None:
    """Return the States that a scope is confined to, sorted; None where it names neither States nor areas."""
    if not scope.states and not scope.areas:
        return None
    return tuple(sorted(members_of(scope.areas, today) | set(scope.states)))


def must_stay_within_regions(scope: Scope, actor: Actor, today: date) -> None:
    """Raise Forbidden, naming each field, where a regional coordinator's scope reaches beyond its regions."""
    mine = states_coordinated(actor, today)
    if mine is None:
        return
    beyond = list(_beyond(scope, mine, today))
    if beyond:
        regions = ", ".join(sorted(actor.regions))
        errors = [{"pointer": pointer, "detail": detail, "code": "beyond-your-regions"} for pointer, detail in beyond]
        raise Forbidden(f"Your rounds stay within {regions}.", errors=errors)


def _beyond(scope: Scope, mine: frozenset[str], today: date) -> Iterator[tuple[str, str]]:
    if not scope.states and not scope.areas:
        yield "/scope/areas", "name the regions or States of yours that the round is for"
    for place, state in enumerate(scope.states):
        if state not in mine:
            yield f"/scope/states/{place}", f"{state} is in none of your regions"
    for place, area in enumerate(scope.areas):
        if not members_of([area], today) <= mine:
            yield f"/scope/areas/{place}", f"{area} reaches beyond your regions"
