"""The rule of who may see an offer (offers.domain.rights.may_see), as a condition of a query."""

from sqlalchemy import ColumnElement, and_, false, or_

from offers.adapters.tables import offers
from offers.domain.rights import READABLE
from shared.identity.actor import Actor, Role


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that holds for exactly the offers this actor may know of."""
    readable = offers.c.visibility.in_(sorted(READABLE[actor.role]))
    return or_(_own(actor), and_(offers.c.opened_at.is_not(None), readable))


def _own(actor: Actor) -> ColumnElement[bool]:
    if actor.role is not Role.DONOR:
        return false()
    return offers.c.organisation == actor.organisation
