"""What cannot be held is refused with the reason, and with what remains."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from offers.domain.ceiling import Ceiling
from offers.domain.offer import Offer
from offers.domain.shortfall import Shortfall
from shared.events.matches import MatchState
from shared.identifiers import new_id
from tests.support.matches_on_offers import OfferBook, later, match_state, takes
from tests.support.offer_examples import NOW, budget, closed, machines, one_line, opened, paused, terms

MONEY = budget(pledged=Decimal(500))


def with_ceiling(amount: int, **changes: Any) -> Offer:
    """Return an offer of money of which one State may have this much."""
    return opened(terms(lines=(MONEY,), per_state_ceiling=Ceiling(Decimal(amount), "money", "EUR"), **changes))


async def shortfalls(book: OfferBook, match: MatchState) -> tuple[Shortfall, ...]:
    """Return why a match is refused, having seen that nothing is held for it."""
    answer = await book.hear(match)
    assert answer is not None
    assert (answer.status, answer.holdings) == ("refused", [])
    return answer.shortfalls


async def refused(offer: Offer, **changes: Any) -> str:
    """Return the one reason for which a match on the offer's first line is refused."""
    [shortfall] = await shortfalls(OfferBook.of(offer), match_state(takes(offer, **changes)))
    assert shortfall.offer_id == changes.get("offer_id", offer.id)
    return shortfall.code


async def test_more_than_remains_is_refused_with_what_remains() -> None:
    offer = opened(one_line(machines(largest_share=None)))
    book = OfferBook.of(offer)
    await book.hear(match_state(takes(offer, quantity=Decimal(8))))

    [shortfall] = await shortfalls(book, match_state(takes(offer)))

    assert (shortfall.code, shortfall.asked, shortfall.remaining) == ("line_exhausted", Decimal(3), Decimal(2))
    assert (shortfall.line_id, shortfall.unit, shortfall.currency) == (offer.lines[0].id, "machine", None)


async def test_all_that_remains_of_nothing_is_refused() -> None:
    offer = opened(one_line(machines(largest_share=None)))
    book = OfferBook.of(offer)
    await book.hear(match_state(takes(offer, quantity=Decimal(10))))

    [shortfall] = await shortfalls(book, match_state(takes(offer, quantity=None)))

    assert (shortfall.code, shortfall.asked, shortfall.remaining) == ("line_exhausted", None, Decimal(0))


async def test_two_components_together_may_not_exceed_what_remains() -> None:
    offer = opened(one_line(machines(largest_share=None)))
    match = match_state(takes(offer, quantity=Decimal(6)), takes(offer, quantity=Decimal(5)))

    [shortfall] = await shortfalls(OfferBook.of(offer), match)

    assert (shortfall.code, shortfall.asked) == ("line_exhausted", Decimal(11))


async def test_a_share_is_neither_smaller_nor_larger_than_the_donor_gives() -> None:
    offer = opened(one_line(machines(smallest_share=Decimal(2))))
    assert await refused(offer, quantity=Decimal(1)) == "below_smallest_share"
    assert await refused(offer, quantity=Decimal(5)) == "above_largest_share"


async def test_the_largest_share_is_of_all_components_of_a_match_together() -> None:
    offer = opened(one_line(machines()))
    [shortfall] = await shortfalls(OfferBook.of(offer), match_state(takes(offer), takes(offer)))
    assert (shortfall.code, shortfall.asked) == ("above_largest_share", Decimal(6))


async def test_an_indivisible_line_in_use_is_refused() -> None:
    offer = opened(one_line(machines(divisible=False, smallest_share=None, largest_share=None)))
    book = OfferBook.of(offer)
    await book.hear(match_state(takes(offer)))
    [shortfall] = await shortfalls(book, match_state(takes(offer)))
    assert shortfall.code == "line_indivisible_in_use"


async def test_an_unknown_offer_or_line_is_named() -> None:
    offer = opened(one_line(machines()))
    assert await refused(offer, offer_id=new_id()) == "offer_unknown"
    assert await refused(offer, line_id=new_id()) == "line_unknown"


@pytest.mark.parametrize("standing", [paused, closed])
async def test_an_offer_that_takes_no_matches_refuses_new_ones(standing: Callable[..., Offer]) -> None:
    assert await refused(standing(one_line(machines()))) == "offer_not_open"


async def test_a_paused_offer_takes_back_what_was_agreed_and_lost() -> None:
    offer = paused(one_line(machines()))
    book = OfferBook.of(offer)
    await book.hear(later(match_state(takes(offer)), "confirmed"))
    assert book.line(offer).committed == Decimal(3)


async def test_a_quantity_in_another_unit_or_currency_is_refused() -> None:
    assert await refused(opened(one_line(machines())), unit="vehicle") == "measured_otherwise"
    assert await refused(opened(one_line(MONEY)), currency="USD") == "measured_otherwise"


async def test_every_problem_of_a_match_is_named() -> None:
    offer = opened(terms(lines=(machines(), MONEY), per_state_ceiling=None))
    match = match_state(takes(offer, 0, quantity=Decimal(11)), takes(offer, 1, quantity=Decimal(501)))
    found = await shortfalls(OfferBook.of(offer), match)
    assert [each.code for each in found] == ["line_exhausted", "line_exhausted"]


async def test_one_state_never_has_more_than_its_ceiling() -> None:
    offer = with_ceiling(100)
    book, match = OfferBook.of(offer), match_state(takes(offer, quantity=Decimal(60)))
    await book.hear(match)
    assert book.engaged(offer) == {"KEN": Decimal(60)}

    [shortfall] = await shortfalls(book, match_state(takes(offer, quantity=Decimal(41))))

    said = (shortfall.code, shortfall.state, shortfall.asked, shortfall.remaining, shortfall.currency)
    assert said == ("state_ceiling_reached", "KEN", Decimal(41), Decimal(40), "EUR")
    await book.hear(match_state(takes(offer, quantity=Decimal(41)), states=("UGA",)))
    assert book.engaged(offer) == {"KEN": Decimal(60), "UGA": Decimal(41)}


async def test_several_states_count_in_equal_parts_where_they_have_room() -> None:
    offer = with_ceiling(100)
    book = OfferBook.of(offer)
    await book.hear(match_state(takes(offer, quantity=Decimal(90))))
    await book.hear(match_state(takes(offer, quantity=Decimal(80)), states=("KEN", "UGA", "TZA")))
    assert book.engaged(offer) == {"KEN": Decimal(100), "UGA": Decimal(35), "TZA": Decimal(35)}


async def test_what_a_state_has_follows_the_match_to_its_end() -> None:
    offer = with_ceiling(100)
    book, match = OfferBook.of(offer), match_state(takes(offer, quantity=Decimal(90)))
    confirmed = later(match, "confirmed")
    await book.hear(match, confirmed, later(confirmed, "delivered", delivered=30))
    assert book.engaged(offer) == {"KEN": Decimal(30)}


async def test_what_is_charged_counts_where_the_line_counts_otherwise() -> None:
    ceiling = Ceiling(Decimal(100_000), "money", "EUR")
    offer = opened(terms(lines=(machines(), MONEY), per_state_ceiling=ceiling))
    assert await refused(offer) == "ceiling_not_comparable"
    book = OfferBook.of(offer)
    await book.hear(match_state(takes(offer, charged=Decimal(99_000))))
    assert book.engaged(offer) == {"KEN": Decimal(99_000)}
    assert (await shortfalls(book, match_state(takes(offer, charged=Decimal(1_001)))))[0].remaining == Decimal(1_000)


async def test_a_freed_ceiling_can_be_used_again() -> None:
    offer = with_ceiling(100)
    book, match = OfferBook.of(offer), match_state(takes(offer, quantity=Decimal(100)))
    await book.hear(match, later(match, "declined"))
    assert book.engaged(offer) == {"KEN": Decimal(0)}
    await book.hear(match_state(takes(offer, quantity=Decimal(100))))
    assert book.engaged(offer) == {"KEN": Decimal(100)}


async def test_a_match_that_is_refused_can_be_held_once_there_is_room() -> None:
    offer = opened(one_line(machines(largest_share=None)))
    book, first = OfferBook.of(offer), match_state(takes(offer, quantity=Decimal(10)))
    second = match_state(takes(offer))
    await book.hear(first, second, later(first, "declined"))

    answer = await book.hear(later(second, "endorsed"))

    assert answer is not None
    assert (answer.status, answer.shortfalls) == ("held", ())
    assert answer.updated_at == NOW
