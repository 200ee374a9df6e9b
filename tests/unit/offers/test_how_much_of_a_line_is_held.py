"""How much of a line a match takes where it names no quantity, or the line is not to be divided or measured."""

from decimal import Decimal

from offers.domain.reservation_events import ReservationHeld, ReservationReleased
from tests.support.matches_on_offers import OfferBook, later, match_state, takes
from tests.support.offer_examples import advice, machines, one_line, opened


def numbers(*wanted: int) -> tuple[Decimal, ...]:
    return tuple(Decimal(number) for number in wanted)


async def test_null_takes_all_that_remains_and_keeps_that_figure() -> None:
    offer = opened(one_line(machines(largest_share=None)))
    book = OfferBook.of(offer)
    first, all_of_it = match_state(takes(offer)), match_state(takes(offer, quantity=None))
    await book.hear(first, all_of_it, later(first, "declined"))
    assert book.figures(offer) == numbers(7, 0, 0)

    confirmed = later(all_of_it, "confirmed")
    delivering = later(confirmed, "in_delivery")
    await book.hear(confirmed, delivering)
    assert book.figures(offer) == numbers(0, 7, 0)
    await book.hear(later(delivering, "delivered"))
    assert book.figures(offer) == numbers(0, 0, 7)


async def test_null_takes_no_more_than_the_largest_share() -> None:
    offer = opened(one_line(machines()))
    book = OfferBook.of(offer)

    await book.hear(match_state(takes(offer, quantity=None)))

    assert book.figures(offer) == numbers(4, 0, 0)


async def test_an_indivisible_line_is_held_whole() -> None:
    offer = opened(one_line(machines(divisible=False, smallest_share=None, largest_share=None)))
    book = OfferBook.of(offer)

    await book.hear(match_state(takes(offer)))

    assert book.figures(offer) == numbers(10, 0, 0)


async def test_two_components_share_an_indivisible_line_of_one_match() -> None:
    offer = opened(one_line(machines(divisible=False, smallest_share=None, largest_share=None)))
    book = OfferBook.of(offer)
    match = match_state(takes(offer), takes(offer, quantity=Decimal(2)))

    await book.hear(match)

    assert [each.held for each in book.of_match(match).holdings] == [Decimal(8), Decimal(2)]


async def test_a_line_without_a_pledge_never_runs_out() -> None:
    offer = opened(one_line(machines(pledged=None, largest_share=None)))
    book = OfferBook.of(offer)

    for _ in range(3):
        await book.hear(match_state(takes(offer, quantity=Decimal(4_000))))

    assert book.figures(offer) == numbers(12_000, 0, 0)


async def test_what_nobody_measures_is_held_without_figures_and_journalled() -> None:
    offer = opened(one_line(advice()))
    book, match = OfferBook.of(offer), match_state(takes(offer, quantity=None))

    await book.hear(match, later(match, "declined"))

    assert [type(each) for each in book.uow.answers] == [ReservationHeld, ReservationReleased]
    assert len(book.uow.journal) == 2
    assert book.uow.committed == []
