"""Who may know of a need or an offer through the matcher: the same rules as at their owners, over the projections."""

from sqlalchemy import ColumnElement, FromClause, and_, false, or_, true

from matcher.adapters.tables import needs, offers
from shared.identity.actor import Actor, Role


def speaks_for_need(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that the actor is one of the need's States, or coordinates its group."""
    if actor.role is Role.RECIPIENT:
        return needs.c.states.contains([actor.state])
    if actor.is_coordinator:
        return true()
    return false()


def may_see_need(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that the actor may know of the need; drafts never reach the matcher."""
    audience = ("public", "donors") if actor.role is Role.DONOR else ("public",)
    return or_(speaks_for_need(actor), needs.c.visibility.in_(audience))


def owns_offer(actor: Actor, shown: FromClause = offers) -> ColumnElement[bool]:
    """Return the condition that the actor is the offer's donor; `shown` is an alias of the offers, if need be."""
    if actor.role is not Role.DONOR:
        return false()
    return shown.c.organisation == actor.organisation


def may_see_offer(actor: Actor, shown: FromClause = offers) -> ColumnElement[bool]:
    """Return the condition that the actor may know of the offer; drafts never reach the matcher."""
    audience: tuple[str, ...] = ("public",)
    if actor.role is Role.RECIPIENT:
        audience = ("public", "recipients")
    if actor.is_coordinator:
        audience = ("public", "recipients", "coordinators")
    return or_(owns_offer(actor, shown), shown.c.visibility.in_(audience))


def may_see_match(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that the actor may know of a need and an offer being candidates for each other.

    That is a matter of the need's States, the offer's donor and the coordinators; an audience of one side alone,
    however public that side is, does not learn of the other.
    """
    is_party = or_(speaks_for_need(actor), owns_offer(actor))
    return and_(is_party, may_see_need(actor), may_see_offer(actor))
