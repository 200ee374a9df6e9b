"""Who may know of an offer, and who may change it."""

from collections.abc import Callable

import pytest

from offers.domain.offer import Offer
from offers.domain.rights import may_change, may_see
from offers.domain.visibility import Visibility
from shared.identity.actor import Actor, Role
from tests.support.offer_examples import (
    COORDINATOR,
    KENYA,
    MARKING_FUND,
    NOW,
    OBSERVER,
    OTHER_DONOR,
    closed,
    draft,
    opened,
    paused,
    terms,
)

OTHERS = {"coordinator": COORDINATOR, "recipient": KENYA, "other donor": OTHER_DONOR, "observer": OBSERVER}


def readers(offer: Offer) -> set[str]:
    """Return who may see the offer, apart from its donor."""
    return {name for name, actor in OTHERS.items() if may_see(offer, actor)}


@pytest.mark.parametrize("visibility", ["public", "recipients", "coordinators"])
def test_a_draft_is_known_to_its_donor_alone(visibility: Visibility) -> None:
    offer = draft(terms(visibility=visibility))

    assert may_see(offer, MARKING_FUND)
    assert readers(offer) == set()


@pytest.mark.parametrize("circulated", [opened, paused, closed])
@pytest.mark.parametrize(
    ("visibility", "audience"),
    [
        ("public", {"coordinator", "recipient", "other donor", "observer"}),
        ("recipients", {"coordinator", "recipient"}),
        ("coordinators", {"coordinator"}),
    ],
)
def test_an_opened_offer_is_read_as_far_as_its_donor_allows(
    circulated: Callable[..., Offer], visibility: Visibility, audience: set[str]
) -> None:
    offer = circulated(terms(visibility=visibility))

    assert may_see(offer, MARKING_FUND)
    assert readers(offer) == audience


def test_a_draft_that_was_closed_unopened_stays_hidden() -> None:
    offer = draft(terms(visibility="public"))
    offer.close("posted by mistake", NOW)

    assert may_see(offer, MARKING_FUND)
    assert readers(offer) == set()


def test_nobody_but_its_donor_may_change_an_offer() -> None:
    offer = opened(terms(visibility="public"))

    assert may_change(offer, MARKING_FUND)
    assert not any(may_change(offer, actor) for actor in OTHERS.values())


@pytest.mark.parametrize("role", [Role.RECIPIENT, Role.COORDINATOR, Role.OBSERVER])
def test_naming_the_organisation_does_not_make_another_role_its_donor(role: Role) -> None:
    impostor = Actor(subject="impostor", role=role, organisation="marking_fund")

    assert not may_change(opened(), impostor)
    assert not may_see(draft(), impostor)
