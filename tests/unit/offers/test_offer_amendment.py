"""An amendment restates the whole offer and never loses what matches rest on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from offers.domain.details import OfferDetails
from offers.domain.donor import Donor
from offers.domain.events import OfferAmended
from offers.domain.identifiers import LineId
from offers.domain.line import LineDetails
from offers.domain.offer import Offer
from shared.errors import Conflict, InvalidInput
from shared.identifiers import new_id
from shared.statements.windows import Window
from tests.support.offer_examples import (
    NOW,
    advice,
    budget,
    closed,
    draft,
    exhausted,
    machines,
    one_line,
    opened,
    paused,
    terms,
)

LATER = NOW + timedelta(days=10)


def in_use(line: LineDetails) -> Offer:
    """Return an open offer of one line of which seven are engaged: three reserved, two committed, two delivered."""
    offer = opened(one_line(line))
    offer.lines[0].reserved, offer.lines[0].committed, offer.lines[0].delivered = Decimal(3), Decimal(2), Decimal(2)
    return offer


def with_lines(offer: Offer, *lines: LineDetails) -> OfferDetails:
    return replace(offer.details(), lines=lines)


def conflict_of(offer: Offer, details: OfferDetails) -> Conflict:
    before = offer.details()
    with pytest.raises(Conflict) as refusal:
        offer.amend(details, LATER)
    assert (offer.details(), offer.updated_at) == (before, NOW)
    return refusal.value


def problems_of(offer: Offer, details: OfferDetails, reason: str | None = None) -> dict[str, str]:
    before = offer.details()
    with pytest.raises(InvalidInput) as refusal:
        offer.amend(details, LATER, reason)
    assert (offer.details(), offer.updated_at) == (before, NOW)
    return {problem.pointer: problem.code for problem in refusal.value.fields}


def test_an_amendment_replaces_what_was_stated_and_says_why() -> None:
    offer = opened()

    offer.amend(replace(offer.details(), instrument="Call 8", visibility="public"), LATER, "second round")

    assert (offer.instrument, offer.visibility, offer.updated_at) == ("Call 8", "public", LATER)
    assert offer.events[-1] == OfferAmended(offer.id, LATER, "second round")


def test_handing_back_an_offers_own_details_changes_nothing_in_them() -> None:
    offer = opened()
    before = offer.details()

    offer.amend(before, LATER)

    assert offer.details() == before


def test_a_line_named_by_its_id_keeps_identity_and_ledger_wherever_it_moves() -> None:
    offer = opened()
    machine_line, money_line = offer.lines
    machine_line.reserved = Decimal(2)

    amended = (advice(), money_line.details(), replace(machine_line.details(), pledged=Decimal(12)))
    offer.amend(with_lines(offer, *amended), LATER)

    assert [line.position for line in offer.lines] == [0, 1, 2]
    assert offer.lines[1] is money_line
    assert offer.lines[2] is machine_line
    assert (machine_line.pledged, machine_line.reserved) == (Decimal(12), Decimal(2))


def test_a_line_named_by_its_id_takes_over_everything_that_is_now_stated() -> None:
    offer = opened(one_line(machines()))
    wanted = LineDetails(
        id=offer.lines[0].id,
        categories=("record_keeping", "tracing"),
        modalities=("training", "finance"),
        unit="course",
        currency="USD",
        pledged=Decimal(6),
        smallest_share=Decimal(2),
        largest_share=Decimal(3),
        divisible=False,
        unit_cost=Decimal(9_000),
        description="Courses for operators.",
    )

    offer.amend(with_lines(offer, wanted), LATER)

    assert offer.lines[0].details() == wanted


def test_a_line_stated_without_id_is_a_new_one() -> None:
    offer = opened()
    former = {line.id for line in offer.lines}

    offer.amend(terms(), LATER)

    assert not former & {line.id for line in offer.lines}


@pytest.mark.parametrize("part", ["reserved", "committed", "delivered"])
def test_a_line_from_which_anything_is_engaged_cannot_be_removed(part: str) -> None:
    offer = opened()
    setattr(offer.lines[0], part, Decimal("0.5"))

    refusal = conflict_of(offer, with_lines(offer, offer.lines[1].details()))

    assert refusal.code == "line-in-use"
    assert refusal.extra == {"line_id": str(offer.lines[0].id), "engaged": "0.5", "unit": "machine"}


def test_an_unused_line_can_be_removed() -> None:
    offer = opened()
    offer.lines[0].reserved = Decimal(2)

    offer.amend(replace(with_lines(offer, offer.lines[0].details()), per_state_ceiling=None), LATER)

    assert [line.unit for line in offer.lines] == ["machine"]


def test_a_line_in_use_stays_counted_in_its_unit() -> None:
    offer = in_use(machines())

    refusal = conflict_of(offer, with_lines(offer, replace(offer.lines[0].details(), unit="set")))

    assert refusal.code == "line-in-use"


def test_a_line_in_use_stays_counted_in_its_currency() -> None:
    offer = in_use(budget())

    refusal = conflict_of(offer, with_lines(offer, replace(offer.lines[0].details(), currency="USD")))

    assert refusal.code == "line-in-use"


def test_the_price_of_a_line_in_use_may_be_given_in_another_currency() -> None:
    offer = in_use(machines())
    priced = replace(offer.lines[0].details(), unit_cost=Decimal(70_000), currency="USD")

    offer.amend(with_lines(offer, priced), LATER)

    assert (offer.lines[0].unit_cost, offer.lines[0].currency) == (Decimal(70_000), "USD")


def test_a_pledge_cannot_fall_below_what_is_engaged() -> None:
    offer = in_use(machines())
    less = replace(offer.lines[0].details(), pledged=Decimal(6))

    refusal = conflict_of(offer, with_lines(offer, less))

    assert refusal.code == "pledge-below-commitments"
    assert refusal.extra["engaged"] == "7"


def test_a_pledge_with_engagements_cannot_be_left_unsaid() -> None:
    offer = in_use(machines())

    refusal = conflict_of(offer, with_lines(offer, replace(offer.lines[0].details(), pledged=None)))

    assert refusal.code == "pledge-below-commitments"


def test_a_pledge_lowered_to_what_is_engaged_exhausts_the_offer() -> None:
    offer = in_use(machines())

    offer.amend(with_lines(offer, replace(offer.lines[0].details(), pledged=Decimal(7))), LATER)

    assert offer.status == "exhausted"


def test_a_raised_pledge_opens_an_exhausted_offer() -> None:
    offer = exhausted()

    offer.amend(with_lines(offer, replace(offer.lines[0].details(), pledged=Decimal(11))), LATER)

    assert offer.status == "open"


@pytest.mark.parametrize("standing", [draft, paused])
def test_an_amendment_neither_opens_a_draft_nor_resumes_a_paused_offer(standing: Callable[[], Offer]) -> None:
    offer = standing()
    status = offer.status

    offer.amend(offer.details(), LATER)

    assert offer.status == status


def test_a_closed_offer_cannot_be_amended() -> None:
    offer = closed()

    assert conflict_of(offer, offer.details()).code == "offer-closed"


def test_an_offer_cannot_be_handed_to_another_donor() -> None:
    offer = opened()
    handed_over = replace(offer.details(), donor=Donor("other_donor", "Other donor", "state"))

    assert problems_of(offer, handed_over) == {"/donor/organisation": "not-allowed"}


def test_a_donor_may_change_its_name() -> None:
    offer = opened()

    offer.amend(replace(offer.details(), donor=Donor("marking_fund", "New name", "civil_society")), LATER)

    assert offer.donor.name == "New name"


def test_the_id_of_another_offers_line_is_refused() -> None:
    offer = opened(one_line(machines()))
    foreign = machines(id=LineId(new_id()))

    assert problems_of(offer, with_lines(offer, offer.lines[0].details(), foreign)) == {"/lines/1/id": "unknown"}


def test_one_line_cannot_be_stated_twice() -> None:
    offer = opened(one_line(machines()))
    line = offer.lines[0].details()

    assert problems_of(offer, with_lines(offer, line, line)) == {"/lines/1/id": "duplicate"}


def test_an_amendment_keeps_to_the_same_rules_as_a_registration() -> None:
    offer = draft()
    wrong = replace(with_lines(offer, budget(currency=None)), texts=(), applicants=("army",), per_state_ceiling=None)

    assert problems_of(offer, wrong, reason=" ") == {
        "/texts": "required",
        "/lines/0/currency": "required",
        "/applicants/0": "unknown",
        "/reason": "too-short",
    }


def test_an_open_offer_cannot_be_moved_into_the_past() -> None:
    offer = opened()
    over = replace(offer.details(), window=Window(end=date(2026, 1, 1)), call=Window(end=date(2026, 1, 1)))

    assert problems_of(offer, over) == {"/window/end": "past", "/call/end": "past"}


def test_an_offer_whose_call_has_lapsed_can_still_be_corrected() -> None:
    offer = opened()
    after_the_call = NOW + timedelta(days=300)

    offer.amend(replace(offer.details(), instrument="Call 7, corrected"), after_the_call)

    assert offer.instrument == "Call 7, corrected"


def test_a_draft_may_record_what_is_over() -> None:
    offer = draft()

    offer.amend(replace(offer.details(), window=Window(end=date(2012, 1, 1)), call=Window()), LATER)

    assert offer.window.end == date(2012, 1, 1)


def test_a_total_that_is_named_later_covers_what_is_engaged() -> None:
    offer = in_use(machines(pledged=None))
    line = offer.lines[0].details()

    refused = conflict_of(offer, with_lines(offer, replace(line, pledged=Decimal(6))))
    assert refused.code == "pledge-below-commitments"

    offer.amend(with_lines(offer, replace(line, pledged=Decimal(7))), LATER)
    assert offer.status == "exhausted"
