"""A match that comes back with other terms is held by these, within what the offer has left."""

from dataclasses import replace
from decimal import Decimal

import pytest

from offers.domain.ceiling import Ceiling
from offers.domain.offer import Offer
from tests.support.matches_on_offers import OfferBook, later, match_state, takes
from tests.support.offer_examples import NOW, budget, machines, one_line, opened, terms

TEN = machines(largest_share=None)


def numbers(*wanted: int) -> tuple[Decimal, ...]:
    return tuple(Decimal(number) for number in wanted)


def money_under_a_ceiling() -> Offer:
    """Return an offer of two budgets of which one State may have a hundred euros together."""
    budgets = (budget(), budget())
    return opened(terms(lines=budgets, per_state_ceiling=Ceiling(Decimal(100), "money", "EUR")))


async def test_two_lines_of_a_match_share_a_states_room() -> None:
    offer = money_under_a_ceiling()
    match = match_state(takes(offer, 0, quantity=Decimal(60)), takes(offer, 1, quantity=Decimal(41)))
    answer = await OfferBook.of(offer).hear(match)
    assert answer is not None
    assert [(each.code, each.remaining) for each in answer.shortfalls] == [("state_ceiling_reached", 40)]


async def test_a_line_that_is_kept_leaves_its_states_less_room_for_a_new_one() -> None:
    offer = money_under_a_ceiling()
    book, first = OfferBook.of(offer), takes(offer, 0, quantity=Decimal(60))
    match = match_state(first)
    await book.hear(match)
    answer = await book.hear(later(match, "endorsed", lines=(first, takes(offer, 1, quantity=Decimal(41)))))
    assert answer is not None
    assert (answer.status, book.engaged(offer)) == ("refused", {"KEN": Decimal(0)})


async def test_what_was_delivered_for_a_part_that_is_gone_makes_no_room() -> None:
    offer = opened(one_line(TEN))
    book, match = OfferBook.of(offer), match_state(takes(offer))
    delivering = later(match, "in_delivery", delivered=2)
    await book.hear(match, delivering)
    answer = await book.hear(later(delivering, "endorsed", lines=(takes(offer, quantity=Decimal(9)),)))
    assert answer is not None
    assert [(each.code, each.remaining) for each in answer.shortfalls] == [("line_exhausted", 8)]
    assert book.figures(offer) == numbers(0, 0, 2)


async def test_a_match_that_ended_and_wants_more_finds_only_what_is_left() -> None:
    offer = opened(one_line(TEN))
    book, match = OfferBook.of(offer), match_state(takes(offer, quantity=Decimal(5)))
    delivered = later(match, "delivered", delivered=2)
    await book.hear(match, delivered, match_state(takes(offer, quantity=Decimal(8))))
    answer = await book.hear(later(delivered, "confirmed"))
    assert answer is not None
    assert (answer.status, book.figures(offer)) == ("refused", numbers(8, 0, 2))


async def test_another_state_is_charged_when_the_match_is_for_another() -> None:
    offer = money_under_a_ceiling()
    book, match = OfferBook.of(offer), match_state(takes(offer, quantity=Decimal(60)))
    await book.hear(match, later(match, "endorsed", states=("UGA",)))
    assert book.engaged(offer) == {"KEN": Decimal(0), "UGA": Decimal(60)}


async def test_letting_go_counts_no_delivery_for_which_nothing_was_held() -> None:
    offer = opened(one_line(TEN))
    book, match = OfferBook.of(offer), match_state(takes(offer, quantity=Decimal(6)))
    delivering = later(match, "in_delivery", delivered=2)
    too_much = later(delivering, "endorsed", lines=(takes(offer, quantity=Decimal(99)),))
    await book.hear(match, delivering, too_much)
    await book.hear(later(delivering, "dissolved", delivered=6, version=too_much.version + 1))
    assert book.figures(offer) == numbers(0, 0, 2)


@pytest.mark.parametrize(("quantity", "states"), [(3, ("KEN",)), (4, ("KEN", "UGA"))])
async def test_a_largest_share_that_was_lowered_does_not_bind_what_is_held_already(
    quantity: int, states: tuple[str, ...]
) -> None:
    offer = opened(one_line(machines(largest_share=Decimal(5))))
    book, claim = OfferBook.of(offer), takes(offer, quantity=Decimal(4))
    match = match_state(claim)
    await book.hear(match)
    kept = book.offer(offer)
    kept.amend(replace(kept.details(), lines=(replace(kept.details().lines[0], largest_share=Decimal(2)),)), NOW)
    lines = (claim.model_copy(update={"quantity": Decimal(quantity)}),)
    answer = await book.hear(later(match, "endorsed", lines=lines, states=states))
    assert answer is not None
    assert [(each.held, each.largest_share) for each in answer.holdings] == [(quantity, 5)]


@pytest.mark.parametrize("end", ["dissolved", "delivered"])
async def test_what_an_ended_match_delivered_is_counted_although_nothing_was_known_of_it(end: str) -> None:
    offer = opened(one_line(machines(largest_share=None, smallest_share=Decimal(4))))
    book = OfferBook.of(offer)
    answer = await book.hear(
        match_state(takes(offer, quantity=Decimal(5), delivered=Decimal(3)), status=end, version=9)
    )
    assert answer is not None
    assert (answer.shortfalls, book.figures(offer)) == ((), numbers(0, 0, 3))
    assert book.journalled(offer.lines[0].id).delivered == 3
