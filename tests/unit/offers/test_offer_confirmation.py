"""An offer has to be confirmed in its period: its donor is reminded once, and then it is closed."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from offers.application.reconfirm_offer import ReconfirmOffer, reconfirm_offer
from offers.application.review_confirmations import ReviewConfirmations, review_confirmations
from offers.domain.events import OfferClosed, OfferReconfirmed, OfferReminded
from offers.domain.offer import Offer
from shared.errors import Conflict, Forbidden
from shared.identity.actor import accord_itself
from shared.statements.windows import Window
from tests.support.fake_offers import FakeOffersUnitOfWork
from tests.support.matches_on_offers import OfferBook, match_state, takes
from tests.support.moving_clock import MovingClock
from tests.support.offer_examples import (
    COORDINATOR,
    MARKING_FUND,
    NOW,
    closed,
    draft,
    exhausted,
    machines,
    one_line,
    opened,
    paused,
    terms,
)

YEAR = timedelta(days=365)


async def review(uow: FakeOffersUnitOfWork, *, days: int) -> int:
    """Look at the offers this many days after the examples' day, reminding thirty days before."""
    clock = MovingClock(NOW + timedelta(days=days))
    return await review_confirmations(ReviewConfirmations(timedelta(days=30)), uow=uow, clock=clock)


def test_an_opened_offer_stands_for_the_period() -> None:
    offer = draft()
    offer.open(NOW, timedelta(days=10))
    assert (offer.confirmed_at, offer.confirm_by) == (NOW, date(2026, 3, 12))


def test_a_draft_needs_no_confirmation() -> None:
    assert draft().confirm_by is None


@pytest.mark.parametrize("standing", [opened, paused, exhausted])
async def test_its_donor_confirms_what_stands_or_is_paused(standing: Callable[[], Offer]) -> None:
    offer = standing()
    uow = FakeOffersUnitOfWork(offer)
    clock = MovingClock(NOW + timedelta(days=100))

    confirmed = await reconfirm_offer(ReconfirmOffer(offer.id, 1), actor=MARKING_FUND, uow=uow, clock=clock)

    assert (confirmed.status, confirmed.confirm_by) == (offer.status, (clock() + YEAR).date())
    assert uow.committed == [OfferReconfirmed(offer.id, clock())]


@pytest.mark.parametrize(("other", "code"), [(draft, "offer-not-open"), (closed, "offer-closed")])
async def test_only_what_stands_or_is_paused_is_confirmed(other: Callable[[], Offer], code: str) -> None:
    offer = other()
    with pytest.raises(Conflict) as refusal:
        await reconfirm_offer(
            ReconfirmOffer(offer.id, 1), actor=MARKING_FUND, uow=FakeOffersUnitOfWork(offer), clock=MovingClock(NOW)
        )
    assert refusal.value.code == code


async def test_nobody_else_confirms_an_offer() -> None:
    offer = opened()
    command = ReconfirmOffer(offer.id, 1)
    with pytest.raises(Forbidden):
        await reconfirm_offer(command, actor=COORDINATOR, uow=FakeOffersUnitOfWork(offer), clock=MovingClock(NOW))


async def test_nothing_is_due_before_the_reminder() -> None:
    assert await review(FakeOffersUnitOfWork(opened(), draft(), closed()), days=334) == 0


@pytest.mark.parametrize("standing", [opened, paused])
async def test_a_donor_is_reminded_once_in_a_period(standing: Callable[[], Offer]) -> None:
    offer = standing()
    uow = FakeOffersUnitOfWork(offer)
    assert (await review(uow, days=335), await review(uow, days=336)) == (1, 0)
    assert uow.committed == [OfferReminded(offer.id, NOW + timedelta(days=335))]
    assert uow.committed_by[0] == accord_itself("offers")


async def test_a_confirmed_offer_is_reminded_again_in_its_next_period() -> None:
    offer = opened()
    offer.remind(NOW)
    offer.reconfirm(NOW)
    assert await review(FakeOffersUnitOfWork(offer), days=340) == 1


@pytest.mark.parametrize("standing", [opened, paused])
async def test_an_offer_that_nobody_confirmed_is_closed_after_its_last_day(standing: Callable[[], Offer]) -> None:
    offer = standing()
    offer.remind(NOW)
    uow = FakeOffersUnitOfWork(offer)
    assert (await review(uow, days=365), await review(uow, days=366)) == (0, 1)
    [event] = uow.committed
    assert (type(event), event.reason) == (OfferClosed, "not confirmed by 2027-03-02")
    assert (uow.stored[offer.id].status, uow.stored[offer.id].confirm_by) == ("closed", None)


async def test_a_closed_offer_keeps_its_ledger() -> None:
    offer = opened(one_line(machines()))
    book = OfferBook.of(offer)
    await book.hear(match_state(takes(offer)))
    await review(book.uow, days=400)
    assert (book.offer(offer).status, book.figures(offer)[0]) == ("closed", 3)


async def test_what_is_due_is_taken_in_batches() -> None:
    uow = FakeOffersUnitOfWork(*[opened(terms(external_id=str(number))) for number in range(5)])
    command = ReviewConfirmations(timedelta(days=30), batch=2)
    clock = MovingClock(NOW + timedelta(days=400))
    assert [await review_confirmations(command, uow=uow, clock=clock) for _ in range(4)] == [2, 2, 1, 0]


def test_only_what_the_donor_says_of_the_content_is_a_new_statement() -> None:
    offer = draft()
    said = [offer.statement]
    for act in (
        lambda: offer.open(NOW),
        lambda: offer.pause("review", NOW),
        lambda: offer.resume(NOW),
        lambda: offer.remind(NOW),
        lambda: offer.reconfirm(NOW),
        lambda: offer.amend(terms(call=Window()), NOW),
    ):
        offer.version += 1
        act()
        said.append(offer.statement)
    assert said == [1, 2, 2, 2, 2, 2, 7]
