"""Who may post, change and see an offer: decided here and nowhere else."""

from collections.abc import Mapping

from offers.domain.offer import Offer
from offers.domain.visibility import Visibility
from shared.errors import Forbidden
from shared.identity.actor import Actor, Role

READABLE: Mapping[Role, frozenset[Visibility]] = {
    Role.COORDINATOR: frozenset({"public", "recipients", "coordinators"}),
    Role.RECIPIENT: frozenset({"public", "recipients"}),
    Role.DONOR: frozenset({"public"}),
    Role.OBSERVER: frozenset({"public"}),
}
"""Which visibilities each role may read of other organisations' offers, once these were opened."""


def must_be_able_to_post(organisation: str, actor: Actor) -> None:
    """Raise Forbidden, naming both organisations, unless the actor is this donor."""
    if not actor.speaks_for_organisation(organisation):
        raise _not_yours(organisation, actor)


def must_be_able_to_change(offer: Offer, actor: Actor) -> None:
    """Raise Forbidden, naming both organisations, unless the actor is the offer's donor."""
    if not may_change(offer, actor):
        raise _not_yours(offer.donor.organisation, actor)


def may_change(offer: Offer, actor: Actor) -> bool:
    """Answer whether the actor is the offer's donor."""
    return actor.speaks_for_organisation(offer.donor.organisation)


def may_see(offer: Offer, actor: Actor) -> bool:
    """Answer whether the actor may know of the offer at all.

    Its donor always; the others only once it was opened (so never a draft, also one closed unopened), as far as its
    visibility allows their role.
    """
    if may_change(offer, actor):
        return True
    return offer.opened_at is not None and offer.visibility in READABLE[actor.role]


def may_see_contact(offer: Offer, actor: Actor) -> bool:
    """Answer whether the actor may read whom to ask: the donor, and coordinators; others learn it with a match."""
    return may_change(offer, actor) or (actor.is_coordinator and may_see(offer, actor))


def shows_its_contact_to_another(offer: Offer, actor: Actor) -> bool:
    """Answer whether reading the offer shows this actor the contact of somebody for whom it does not speak."""
    return offer.contact is not None and may_see_contact(offer, actor) and not may_change(offer, actor)


def must_be_able_to_see_ledger(offer: Offer, actor: Actor) -> None:
    """Raise Forbidden unless the actor, who may see the offer, is its donor or coordinates."""
    if not (may_change(offer, actor) or actor.is_coordinator):
        detail = "Which matches engage the offer is shown to its donor, and to coordinators."
        raise Forbidden(detail, organisation=offer.donor.organisation)


def _not_yours(organisation: str, actor: Actor) -> Forbidden:
    who = actor.organisation or actor.state or ", ".join(sorted(actor.regions)) or actor.role
    detail = f"Only the donor {organisation} may do this; the token speaks for {who}."
    return Forbidden(detail, organisation=organisation, speaks_for=who)
