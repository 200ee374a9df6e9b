"""Who may post, change and see a need, and its sensitive fields and contact: decided here and nowhere else.

Whoever speaks for the need is the lead State's authority or, for a need posted by a group, a coordinator of that group.
"""

from needs.domain.need import Need
from needs.domain.visibility import Visibility
from shared.errors import Forbidden
from shared.identity.actor import Actor, Role


def must_be_able_to_post(lead: str | None, group: str | None, actor: Actor) -> None:
    """Raise Forbidden, naming the States, unless the actor may post for this lead.

    A statement that names neither a State nor a group passes for recipients and coordinators: it is refused as
    invalid, with a better answer, by the rules of registration.
    """
    actor.must_be(Role.RECIPIENT, Role.COORDINATOR)
    if lead is not None and not _speaks_for(lead, group, actor):
        raise _not_yours(lead, group, actor)


def must_be_able_to_change(need: Need, actor: Actor) -> None:
    """Raise Forbidden, naming the States, unless the actor speaks for the need."""
    if not may_change(need, actor):
        raise _not_yours(need.lead, need.group, actor)


def may_change(need: Need, actor: Actor) -> bool:
    """Answer whether the actor speaks for the need."""
    return _speaks_for(need.lead, need.group, actor)


def may_see(need: Need, actor: Actor) -> bool:
    """Answer whether the actor may know of the need at all.

    Until its State has agreed to circulation (also if it was withdrawn before that) only those who speak for it do;
    afterwards also the other States it names, coordinators, donors as far as its visibility allows, and everyone if
    it is public.
    """
    if may_change(need, actor):
        return True
    if need.opened_at is None:
        return False
    return _is_named(need, actor) or _is_in_audience(actor, need.visibility)


def may_see_sensitive(need: Need, actor: Actor) -> bool:
    """Answer whether the actor may read sites and stock figures: as the need, but within their own visibility.

    Other States that the need names are no closer to them than anyone else.
    """
    if may_change(need, actor):
        return True
    return may_see(need, actor) and _is_in_audience(actor, need.sensitive.visibility)


def may_see_contact(need: Need, actor: Actor) -> bool:
    """Answer whether the actor may read the contact: those who speak for the need, and coordinators.

    Donors never see it here, however visible the need is: a person's details are given to them with a match.
    """
    return may_change(need, actor) or (actor.is_coordinator and may_see(need, actor))


def shows_its_contact_to_another(need: Need, actor: Actor) -> bool:
    """Answer whether reading the need shows this actor the contact of somebody for whom it does not speak."""
    return need.contact is not None and may_see_contact(need, actor) and not may_change(need, actor)


def must_be_able_to_see_coverage(need: Need, actor: Actor) -> None:
    """Raise Forbidden unless the actor, who may see the need, speaks for it or coordinates."""
    if not (may_change(need, actor) or actor.is_coordinator):
        detail = "Which matches cover the need is shown to those who speak for it, and to coordinators."
        raise Forbidden(detail, lead=need.lead)


def _speaks_for(lead: str, group: str | None, actor: Actor) -> bool:
    if group is None:
        return actor.speaks_for_state(lead)
    return actor.is_coordinator and (not actor.regions or group in actor.regions)


def _is_named(need: Need, actor: Actor) -> bool:
    return any(actor.speaks_for_state(state) for state in need.states)


def _is_in_audience(actor: Actor, visibility: Visibility) -> bool:
    if visibility == "public" or actor.is_coordinator:
        return True
    return visibility == "donors" and actor.role is Role.DONOR


def _not_yours(lead: str, group: str | None, actor: Actor) -> Forbidden:
    who = actor.state or actor.organisation or ", ".join(sorted(actor.regions)) or actor.role
    if group is None:
        detail = f"Only the national authority of {lead}, the lead State, may do this; the token speaks for {who}."
    else:
        detail = f"Only a coordinator for {group} may do this; the token speaks for {who}."
    return Forbidden(detail, lead=lead, speaks_for=who)
