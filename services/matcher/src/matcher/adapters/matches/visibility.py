"""Who may know of a match: the one rule that lists, views, tasks, statistics and the stream follow.

Coordinators know of all. A State knows of those on its account, a donor of those with a line of its own: before a
coordinator has endorsed a match, only where it may know of all its records anyway, a funder's too; from then on the
endorsement has shown it the other side. Observers know of what was agreed between public records; nobody else knows of
anything.
"""

from collections.abc import Callable
from typing import Final

from sqlalchemy import ColumnElement, FromClause, Join, and_, false, not_, or_, select, true

from matcher.adapters.matches.tables import matches
from matcher.adapters.tables import needs, offers
from matcher.adapters.visibility import may_see_need, may_see_offer
from matcher.domain.matches.life_cycle import Status
from shared.identity.actor import Actor, Role

TOLD_TO_EVERYBODY: Final[tuple[Status, ...]] = ("confirmed", "in_delivery", "delivered", "evaluated")
"""Where a match stands that was agreed and not given up."""


def matches_with_sides() -> Join:
    """Return matches beside their need and their offer, as `may_see` asks for; both have to be known here."""
    sided = matches.join(needs, needs.c.need_id == matches.c.need_id)
    return sided.join(offers, offers.c.offer_id == matches.c.offer_id)


def may_see(actor: Actor) -> ColumnElement[bool]:
    """Return the condition, over `matches_with_sides`, that the actor may know of the match."""
    if actor.is_coordinator:
        return true()
    if actor.role is Role.OBSERVER:
        return _is_public()
    anyway = and_(may_see_need(actor), may_see_offer(actor), ~_has_a_funder_hidden_from(actor))
    return and_(is_party(actor), or_(matches.c.endorsed_by.is_not(None), anyway))


def is_party(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that the match is on the account of the actor's State, or has a line of its organisation."""
    if actor.role is Role.RECIPIENT and actor.state is not None:
        return matches.c.states.contains([actor.state])
    if actor.role is Role.DONOR and actor.organisation is not None:
        return matches.c.donors.contains([actor.organisation])
    return false()


def _is_public() -> ColumnElement[bool]:
    return and_(
        matches.c.status.in_(TOLD_TO_EVERYBODY),
        needs.c.visibility == "public",
        offers.c.visibility == "public",
        ~_is_funded_by(lambda funders: funders.c.visibility != "public"),
    )


def _has_a_funder_hidden_from(actor: Actor) -> ColumnElement[bool]:
    return _is_funded_by(lambda funders: not_(may_see_offer(actor, funders)))


def _is_funded_by(such: Callable[[FromClause], ColumnElement[bool]]) -> ColumnElement[bool]:
    funders = offers.alias()
    return select(funders.c.offer_id).where(funders.c.offer_id == matches.c.funder_offer_id, such(funders)).exists()
