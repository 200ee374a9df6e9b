"""The offers' ledger follows a match from its endorsement to its end, whole or not at all."""

from decimal import Decimal
from itertools import pairwise

import pytest

from offers.domain.events import OfferLedgerChanged
from offers.domain.offer import Offer
from offers.domain.reservation_events import ReservationHeld, ReservationRefused, ReservationReleased
from shared.events.reservations import reservation_id
from shared.identity.actor import accord_itself
from shared.statements.standings import Figures
from tests.support.matches_on_offers import OfferBook, later, match_state, takes
from tests.support.offer_examples import NOW, budget, machines, one_line, opened, terms

OFF_RAMPS = ["proposed", "refused", "rejected", "declined", "expired", "dissolved"]


def ten_machines() -> Offer:
    """Return an offer of ten machines of which one match takes at most eight."""
    return opened(one_line(machines(largest_share=Decimal(8))))


def numbers(*wanted: int) -> tuple[Decimal, ...]:
    return tuple(Decimal(number) for number in wanted)


async def test_an_endorsed_match_is_held_and_answered() -> None:
    offer = ten_machines()
    book, match = OfferBook.of(offer), match_state(takes(offer))

    answer = await book.hear(match)

    assert answer is not None
    assert (answer.id, answer.version, answer.match_version) == (reservation_id(match.match_id, "offers"), 1, 2)
    assert (answer.status, answer.shortfalls) == ("held", ())
    assert book.figures(offer) == numbers(3, 0, 0)
    assert [type(each) for each in book.uow.answers] == [ReservationHeld]


async def test_a_movement_is_told_of_the_offer_too_by_accord_itself() -> None:
    offer = ten_machines()
    book = OfferBook.of(offer)

    await book.hear(match_state(takes(offer)))

    assert book.uow.committed == [OfferLedgerChanged(offer.id, NOW)]
    assert book.uow.committed_by == [accord_itself("offers")]
    assert book.offer(offer).version == 2


async def test_the_ledger_follows_a_match_to_its_evaluation() -> None:
    offer = ten_machines()
    book, match = OfferBook.of(offer), match_state(takes(offer))
    seen = []
    for status, delivered in [
        ("endorsed", 0),
        ("reserved", 0),
        ("confirmed", 0),
        ("in_delivery", 1),
        ("delivered", 2),
        ("evaluated", 2),
    ]:
        match = later(match, status, delivered=delivered)
        await book.hear(match)
        seen.append((book.figures(offer), book.of_match(match).status))
    assert seen == [
        (numbers(3, 0, 0), "held"),
        (numbers(3, 0, 0), "held"),
        (numbers(0, 3, 0), "confirmed"),
        (numbers(0, 2, 1), "confirmed"),
        (numbers(0, 0, 2), "settled"),
        (numbers(0, 0, 2), "settled"),
    ]
    assert book.of_match(match).version == 4


async def test_a_version_that_changes_nothing_answers_nothing() -> None:
    offer = ten_machines()
    book, match = OfferBook.of(offer), match_state(takes(offer))
    await book.hear(match, reserved := later(match, "reserved"))
    assert len(book.uow.answers) == 1
    assert book.of_match(match).match_version == reserved.version


async def test_an_endorsement_is_answered_each_time() -> None:
    offer = ten_machines()
    book, match = OfferBook.of(offer), match_state(takes(offer))

    answer = await book.hear(match, later(match, "endorsed"))

    assert answer is not None
    assert (answer.version, answer.match_version) == (2, 3)
    assert book.figures(offer) == numbers(3, 0, 0)


async def test_what_was_applied_already_or_is_older_changes_nothing_and_is_not_answered() -> None:
    offer = ten_machines()
    book, match = OfferBook.of(offer), match_state(takes(offer))
    await book.hear(match, later(match, "declined"))

    assert await book.hear(match, later(match, "declined"), match) is None
    assert book.figures(offer) == numbers(0, 0, 0)
    assert len(book.uow.answers) == 2


@pytest.mark.parametrize("status", OFF_RAMPS)
async def test_an_off_ramp_frees_what_was_held(status: str) -> None:
    offer = ten_machines()
    book, match = OfferBook.of(offer), match_state(takes(offer))

    answer = await book.hear(match, later(match, status))

    assert answer is not None
    assert (answer.status, answer.holdings) == ("released", [])
    assert book.figures(offer) == numbers(0, 0, 0)
    assert [type(each) for each in book.uow.answers] == [ReservationHeld, ReservationReleased]


@pytest.mark.parametrize("status", OFF_RAMPS)
async def test_what_was_delivered_stays_delivered(status: str) -> None:
    offer = ten_machines()
    book, match = OfferBook.of(offer), match_state(takes(offer))
    delivering = later(later(match, "confirmed"), "in_delivery", delivered=2)

    await book.hear(match, delivering, later(delivering, status))

    assert book.figures(offer) == numbers(0, 0, 2)
    assert [each.delivered for each in book.of_match(match).holdings] == [Decimal(2)]


@pytest.mark.parametrize("status", OFF_RAMPS)
async def test_a_match_that_never_asked_is_not_answered_and_cannot_take_hold_late(status: str) -> None:
    offer = ten_machines()
    book, match = OfferBook.of(offer), match_state(takes(offer))

    assert await book.hear(later(match, status), match) is None
    assert book.figures(offer) == numbers(0, 0, 0)
    assert book.uow.answers == []


async def test_a_refused_match_is_answered_as_released_when_it_ends() -> None:
    offer = ten_machines()
    book, match = OfferBook.of(offer), match_state(takes(offer, quantity=Decimal(9)))

    await book.hear(match, later(match, "refused"))

    assert [type(each) for each in book.uow.answers] == [ReservationRefused, ReservationReleased]


@pytest.mark.parametrize(
    ("status", "delivered", "left"),
    [
        ("reserved", 0, (3, 0, 0)),
        ("confirmed", 0, (0, 3, 0)),
        ("in_delivery", 1, (0, 2, 1)),
        ("delivered", 2, (0, 0, 2)),
    ],
)
async def test_after_a_gap_the_ledger_is_where_the_newest_state_says(
    status: str, delivered: int, left: tuple[int, int, int]
) -> None:
    offer = ten_machines()
    book = OfferBook.of(offer)

    await book.hear(later(match_state(takes(offer)), status, delivered=delivered))

    assert book.figures(offer) == numbers(*left)


async def test_one_line_without_room_frees_the_whole_match() -> None:
    offer = opened(terms(lines=(machines(), budget()), per_state_ceiling=None))
    book = OfferBook.of(offer)
    match = match_state(takes(offer, 0), takes(offer, 1, quantity=Decimal(500_001)))

    answer = await book.hear(match)

    assert answer is not None
    assert (answer.status, answer.holdings) == ("refused", [])
    assert book.figures(offer, 0) == book.figures(offer, 1) == numbers(0, 0, 0)


async def test_a_larger_quantity_that_lacks_room_frees_what_was_held() -> None:
    offer = ten_machines()
    book, match = OfferBook.of(offer), match_state(takes(offer))
    await book.hear(match)
    larger = match.lines[0].model_copy(update={"quantity": Decimal(8)})
    await book.hear(match_state(takes(offer, quantity=Decimal(5))))

    answer = await book.hear(later(match, "endorsed", lines=(larger,)))

    assert answer is not None
    assert answer.status == "refused"
    assert [(each.code, each.asked, each.remaining) for each in answer.shortfalls] == [("line_exhausted", 8, 5)]
    assert book.figures(offer) == numbers(5, 0, 0)


async def test_a_revised_quantity_replaces_the_former_one() -> None:
    offer = ten_machines()
    book, match = OfferBook.of(offer), match_state(takes(offer))
    for version, quantity in enumerate((8, 2), start=match.version + 1):
        line = match.lines[0].model_copy(update={"quantity": Decimal(quantity)})
        await book.hear(match.model_copy(update={"version": version, "lines": (line,)}))
        assert book.figures(offer) == numbers(quantity, 0, 0)


async def test_a_line_that_the_match_no_longer_names_is_free() -> None:
    offer = opened(terms(lines=(machines(), budget()), per_state_ceiling=None))
    book = OfferBook.of(offer)
    match = match_state(takes(offer, 0), takes(offer, 1))

    await book.hear(match, later(match, "endorsed", lines=match.lines[:1]))

    assert (book.figures(offer, 0), book.figures(offer, 1)) == (numbers(3, 0, 0), numbers(0, 0, 0))


async def test_a_match_may_hold_lines_of_two_donors_offers() -> None:
    provider, funder = ten_machines(), opened(one_line(budget(), external_id=None))
    book = OfferBook.of(provider, funder)

    await book.hear(match_state(takes(provider), takes(funder, role="funds", quantity=Decimal(90_000))))

    assert (book.figures(provider), book.figures(funder)) == (numbers(3, 0, 0), numbers(90_000, 0, 0))


async def test_an_offer_whose_last_line_is_held_is_exhausted_until_something_is_freed() -> None:
    offer = opened(one_line(machines(largest_share=None)))
    book, match = OfferBook.of(offer), match_state(takes(offer, quantity=Decimal(10)))
    await book.hear(match)
    assert book.offer(offer).status == "exhausted"
    await book.hear(later(match, "expired"))
    assert book.offer(offer).status == "open"


async def test_a_closed_offer_still_follows_what_was_agreed_before() -> None:
    offer = ten_machines()
    book, match = OfferBook.of(offer), match_state(takes(offer))
    await book.hear(match)
    book.offer(offer).close("The fund has ended.", NOW)

    await book.hear(later(match, "confirmed"))

    assert book.figures(offer) == numbers(0, 3, 0)
    assert book.offer(offer).status == "closed"


async def test_movements_add_up_to_the_ledger_at_every_step() -> None:
    offer = ten_machines()
    book = OfferBook.of(offer)
    first, second = match_state(takes(offer)), match_state(takes(offer, quantity=Decimal(6)))
    confirmed = later(first, "confirmed")
    delivering = later(confirmed, "in_delivery", delivered=2)
    for state in (first, second, confirmed, delivering, later(second, "declined"), later(delivering, "dissolved")):
        await book.hear(state)
        assert book.journalled(offer.lines[0].id) == Figures(*book.figures(offer))
    for before, after in pairwise(
        [each for each in book.uow.journal if each.component_id == first.lines[0].component_id]
    ):
        assert before.after == after.before
