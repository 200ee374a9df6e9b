"""draft -> open -> paused | exhausted -> closed, and what each step leaves behind."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from offers.domain.events import OfferClosed, OfferEvent, OfferOpened, OfferPaused, OfferRegistered, OfferResumed
from offers.domain.offer import Offer
from shared.errors import Conflict, InvalidInput
from shared.statements.windows import Window
from tests.support.offer_examples import NOW, closed, draft, exhausted, machines, one_line, opened, paused, terms

LATER = NOW + timedelta(days=10)

Step = Callable[[Offer], None]
STEPS: dict[str, Step] = {
    "amend": lambda offer: offer.amend(offer.details(), LATER),
    "open": lambda offer: offer.open(LATER),
    "pause": lambda offer: offer.pause("a reason", LATER),
    "resume": lambda offer: offer.resume(LATER),
    "close": lambda offer: offer.close("a reason", LATER),
}


def last_event(offer: Offer) -> OfferEvent:
    return offer.events[-1]


def test_a_registered_offer_is_a_draft_that_says_what_its_donor_stated() -> None:
    offer = draft(terms())

    assert (offer.status, offer.version, offer.opened_at, offer.closing_reason) == ("draft", 0, None, None)
    assert (offer.created_at, offer.updated_at) == (NOW, NOW)
    assert offer.texts == terms().texts
    assert [(line.position, line.unit, line.pledged) for line in offer.lines] == [
        (0, "machine", Decimal(10)),
        (1, "money", Decimal(500_000)),
    ]
    assert offer.events == [OfferRegistered(offer.id, NOW)]


def test_a_new_line_starts_with_an_empty_ledger() -> None:
    line = draft().lines[0]

    assert (line.reserved, line.committed, line.delivered) == (Decimal(0), Decimal(0), Decimal(0))


def test_opening_a_draft_says_when_it_was_opened() -> None:
    offer = draft()

    offer.open(LATER)

    assert (offer.status, offer.opened_at, offer.updated_at) == ("open", LATER, LATER)
    assert last_event(offer) == OfferOpened(offer.id, LATER)


def test_pausing_keeps_the_reason_on_the_event() -> None:
    offer = opened()

    offer.pause("budget review", LATER)

    assert (offer.status, offer.updated_at) == ("paused", LATER)
    assert last_event(offer) == OfferPaused(offer.id, LATER, "budget review")


def test_a_resumed_offer_stands_again_and_keeps_its_first_opening() -> None:
    offer = paused()

    offer.resume(LATER)

    assert (offer.status, offer.opened_at) == ("open", NOW)
    assert last_event(offer) == OfferResumed(offer.id, LATER)


def test_an_offer_used_up_while_it_was_paused_resumes_as_exhausted() -> None:
    offer = paused(one_line(machines()))
    offer.lines[0].committed = Decimal(10)

    offer.resume(LATER)

    assert offer.status == "exhausted"


@pytest.mark.parametrize("alive", [draft, opened, paused, exhausted])
def test_an_offer_can_be_closed_from_every_other_status(alive: Callable[[], Offer]) -> None:
    offer = alive()

    offer.close("the fund has ended", LATER)

    assert (offer.status, offer.closing_reason) == ("closed", "the fund has ended")
    assert last_event(offer) == OfferClosed(offer.id, LATER, "the fund has ended")


@pytest.mark.parametrize("step", STEPS)
def test_nothing_changes_a_closed_offer(step: str) -> None:
    offer = closed()
    recorded = list(offer.events)

    with pytest.raises(Conflict) as refusal:
        STEPS[step](offer)

    assert (refusal.value.code, refusal.value.extra) == ("offer-closed", {"status": "closed"})
    assert (offer.events, offer.updated_at) == (recorded, NOW)


@pytest.mark.parametrize(
    ("standing", "step", "code"),
    [
        (opened, "open", "offer-already-open"),
        (paused, "open", "offer-already-open"),
        (exhausted, "open", "offer-already-open"),
        (draft, "pause", "offer-not-open"),
        (paused, "pause", "offer-not-open"),
        (exhausted, "pause", "offer-not-open"),
        (draft, "resume", "offer-not-paused"),
        (opened, "resume", "offer-not-paused"),
        (exhausted, "resume", "offer-not-paused"),
    ],
)
def test_a_step_out_of_turn_is_refused_with_the_present_status(
    standing: Callable[[], Offer], step: str, code: str
) -> None:
    offer = standing()
    status = offer.status

    with pytest.raises(Conflict) as refusal:
        STEPS[step](offer)

    assert (refusal.value.code, refusal.value.extra) == (code, {"status": status})
    assert offer.status == status


def refused_to_open(window: Window, call: Window, now: datetime) -> list[tuple[str, str]]:
    offer = draft(terms(window=window, call=call))
    with pytest.raises(InvalidInput) as refusal:
        offer.open(now)
    assert (offer.status, offer.opened_at) == ("draft", None)
    return [(problem.pointer, problem.code) for problem in refusal.value.fields]


def test_an_offer_whose_window_and_call_are_over_cannot_be_opened() -> None:
    yesterday = Window(end=NOW.date() - timedelta(days=1))

    assert refused_to_open(yesterday, Window(), NOW) == [("/window/end", "past")]
    assert refused_to_open(Window(), yesterday, NOW) == [("/call/end", "past")]
    assert refused_to_open(yesterday, yesterday, NOW) == [("/window/end", "past"), ("/call/end", "past")]


def test_an_offer_can_be_opened_on_its_last_day() -> None:
    today = Window(end=NOW.date())
    offer = draft(terms(window=today, call=today))

    offer.open(NOW)

    assert offer.status == "open"


def test_an_offer_without_end_can_be_opened_at_any_time() -> None:
    offer = draft(terms(window=Window(start=date(2020, 1, 1)), call=Window()))

    offer.open(NOW)

    assert offer.status == "open"


def test_a_paused_offer_whose_call_is_over_cannot_be_resumed() -> None:
    offer = paused()
    after_the_call = datetime.combine(date(2026, 7, 1), NOW.timetz())

    with pytest.raises(InvalidInput) as refusal:
        offer.resume(after_the_call)

    assert [problem.pointer for problem in refusal.value.fields] == ["/call/end"]
    assert offer.status == "paused"


@pytest.mark.parametrize("reason", ["", "   ", "x" * 2_001, "bell\a"])
def test_pausing_and_closing_need_a_reason_that_can_be_read(reason: str) -> None:
    offer = opened()

    for step in (offer.pause, offer.close):
        with pytest.raises(InvalidInput) as refusal:
            step(reason, LATER)
        assert {problem.pointer for problem in refusal.value.fields} == {"/reason"}
    assert offer.status == "open"
