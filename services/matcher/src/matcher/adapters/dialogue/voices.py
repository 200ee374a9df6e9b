"""Who takes part in the dialogue on a match, as a condition over matches: the counterpart of `voice_of`."""

from sqlalchemy import ColumnElement, and_, false, true

from matcher.adapters.matches.tables import matches
from shared.identity.actor import Actor, Role


def may_talk(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that the actor is a party of the match, or coordinates."""
    if actor.is_coordinator:
        return true()
    return speaks_for_party(actor)


def speaks_for_party(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that the match needs the actor's consent."""
    if actor.role is Role.RECIPIENT and actor.state is not None:
        return and_(matches.c.group.is_(None), matches.c.states[1] == actor.state)
    if actor.role is Role.DONOR and actor.organisation is not None:
        return matches.c.donors.contains([actor.organisation])
    if actor.is_coordinator and actor.regions:
        return matches.c.group.in_(sorted(actor.regions))
    return false()
