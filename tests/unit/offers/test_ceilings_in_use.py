"""A per-State ceiling cannot be amended below what a State has already, nor be counted otherwise meanwhile."""

from dataclasses import replace
from decimal import Decimal

import pytest

from offers.domain.ceiling import Ceiling
from offers.domain.offer import Offer
from shared.errors import Conflict
from tests.support.matches_on_offers import OfferBook, match_state, takes
from tests.support.offer_examples import NOW, budget, draft, opened, terms


def in_euros(amount: int) -> Ceiling:
    return Ceiling(Decimal(amount), "money", "EUR")


async def engaged_by_kenya(ceiling: Ceiling | None) -> Offer:
    """Return an offer of which Kenya has 60 euros."""
    offer = opened(terms(lines=(budget(),), per_state_ceiling=ceiling))
    book = OfferBook.of(offer)
    await book.hear(match_state(takes(offer, quantity=Decimal(60))))
    return book.offer(offer)


def amended(offer: Offer, ceiling: Ceiling | None) -> None:
    offer.amend(replace(offer.details(), per_state_ceiling=ceiling), NOW)


async def test_a_ceiling_cannot_fall_below_what_a_state_has() -> None:
    offer = await engaged_by_kenya(in_euros(100))

    with pytest.raises(Conflict) as refusal:
        amended(offer, in_euros(59))

    assert refusal.value.code == "ceiling-below-commitments"
    assert (refusal.value.extra["state"], refusal.value.extra["engaged"]) == ("KEN", "60.000")
    assert (offer.per_state_ceiling, offer.accounts[0].ceiling) == (in_euros(100), Decimal(100))


async def test_every_states_account_keeps_to_an_amended_ceiling() -> None:
    offer = await engaged_by_kenya(in_euros(100))
    amended(offer, in_euros(60))
    assert [account.ceiling for account in offer.accounts] == [Decimal(60)]


async def test_a_ceiling_that_is_taken_away_binds_nobody() -> None:
    offer = await engaged_by_kenya(in_euros(100))
    amended(offer, None)
    assert [account.ceiling for account in offer.accounts] == [None]


async def test_a_ceiling_is_not_set_on_what_was_never_counted_for_it() -> None:
    offer = await engaged_by_kenya(None)
    with pytest.raises(Conflict) as refusal:
        amended(offer, in_euros(100))
    assert refusal.value.code == "ceiling-measure-in-use"


def test_a_ceiling_nobody_uses_may_become_any_other() -> None:
    offer = draft(terms(lines=(budget(),), per_state_ceiling=None))
    amended(offer, in_euros(100))
    assert offer.per_state_ceiling == in_euros(100)
