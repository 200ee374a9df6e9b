"""The rule of who may see a need (needs.domain.rights.may_see), as a condition of a query."""

from sqlalchemy import ColumnElement, and_, false, or_, true

from needs.adapters.tables import needs
from shared.identity.actor import Actor, Role


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that holds for exactly the needs this actor may know of."""
    circulated = and_(needs.c.opened_at.is_not(None), or_(_in_audience(actor), _named(actor)))
    return or_(_own(actor), circulated)


def _own(actor: Actor) -> ColumnElement[bool]:
    if actor.role is Role.RECIPIENT:
        return and_(needs.c.group.is_(None), needs.c.lead == actor.state)
    if actor.is_coordinator:
        within = needs.c.group.in_(actor.regions) if actor.regions else true()
        return and_(needs.c.group.is_not(None), within)
    return false()


def _named(actor: Actor) -> ColumnElement[bool]:
    if actor.role is not Role.RECIPIENT:
        return false()
    return needs.c.states.contains([actor.state])


def _in_audience(actor: Actor) -> ColumnElement[bool]:
    if actor.is_coordinator:
        return true()
    audience = ("public", "donors") if actor.role is Role.DONOR else ("public",)
    return needs.c.visibility.in_(audience)
