"""Offers, statements and actors as examples: complete where a test says nothing else."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from offers.domain.ceiling import Ceiling
from offers.domain.details import OfferDetails
from offers.domain.donor import Donor
from offers.domain.eligibility import Eligibility
from offers.domain.line import LineDetails, OfferLine
from offers.domain.line_list import amended_lines
from offers.domain.offer import Offer
from shared.errors import InvalidInput
from shared.identity.actor import Actor, Role
from shared.statements.contacts import Contact
from shared.statements.provenance import Provenance
from shared.statements.texts import Text
from shared.statements.windows import Window

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
"""The moment at which the examples happen."""

MARKING_FUND = Actor(subject="desk@fund", role=Role.DONOR, organisation="marking_fund")
OTHER_DONOR = Actor(subject="desk@other", role=Role.DONOR, organisation="other_donor")
KENYA = Actor(subject="npc@ken", role=Role.RECIPIENT, state="KEN")
OBSERVER = Actor(subject="auditor", role=Role.OBSERVER)
COORDINATOR = Actor(subject="secretariat", role=Role.COORDINATOR)


def machines(**changes: Any) -> LineDetails:
    """Return ten marking machines, given singly or by up to four, priced in euros."""
    line = LineDetails(
        categories=("marking",),
        modalities=("equipment",),
        unit="machine",
        currency="EUR",
        pledged=Decimal(10),
        smallest_share=Decimal(1),
        largest_share=Decimal(4),
        unit_cost=Decimal("61000.50"),
        description="Dot-peen machines with a year's spare parts.",
    )
    return replace(line, **changes)


def budget(**changes: Any) -> LineDetails:
    """Return half a million euros for training in marking and record-keeping."""
    line = LineDetails(
        categories=("marking", "record_keeping"),
        modalities=("finance",),
        unit="money",
        currency="EUR",
        pledged=Decimal(500_000),
    )
    return replace(line, **changes)


def advice(**changes: Any) -> LineDetails:
    """Return expert advice of which the donor names no amount at all."""
    return replace(LineDetails(categories=("legislation",), modalities=("technical_advice",)), **changes)


def terms(**changes: Any) -> OfferDetails:
    """Return a complete, valid statement of the marking fund."""
    statement = OfferDetails(
        external_id="MF-2026-7",
        donor=Donor("marking_fund", "Marking Fund", "multi_donor_fund"),
        instrument="Call 7",
        implementer="Regional Centre on Small Arms",
        kind="call",
        texts=(
            Text("en", "Marking machines and training", "Machines for national marking programmes.\nTwo rounds."),
            Text("fr", "Machines de marquage et formation"),
        ),
        lines=(machines(), budget()),
        eligibility=Eligibility(
            states=("HTI",), regions=("africa",), groups=("caricom", "ldc"), excluded_states=("ZAF",)
        ),
        applicants=("state", "agency"),
        working_languages=("en", "fr"),
        window=Window(date(2026, 4, 1), date(2028, 3, 31)),
        call=Window(date(2026, 2, 1), date(2026, 6, 30)),
        conditions=("assessment_first",),
        condition_notes="A short visit comes first.",
        per_state_ceiling=Ceiling(Decimal(100_000), "money", "EUR"),
        delivery_model="funds_others",
        visibility="recipients",
        contact=Contact("Programme desk", "desk@example.org", "+41 22 000 00 00"),
        provenance=Provenance(source_name="Call text", source_url="https://example.org/call?n=7#top"),
    )
    return replace(statement, **changes)


def one_line(line: LineDetails, **changes: Any) -> OfferDetails:
    """Return a valid statement whose only line is this one, without a ceiling."""
    return terms(**{"lines": (line,), "per_state_ceiling": None, **changes})


def draft(details: OfferDetails | None = None) -> Offer:
    """Return an offer that was registered and not yet opened."""
    return Offer.register(details or terms(), NOW)


def opened(details: OfferDetails | None = None) -> Offer:
    """Return an offer that stands."""
    offer = draft(details)
    offer.open(NOW)
    return offer


def paused(details: OfferDetails | None = None) -> Offer:
    """Return an offer that stood and is paused."""
    offer = opened(details)
    offer.pause("The budget is under review.", NOW)
    return offer


def closed(details: OfferDetails | None = None) -> Offer:
    """Return an offer that stood and has ended."""
    offer = opened(details)
    offer.close("The fund has ended.", NOW)
    return offer


def exhausted() -> Offer:
    """Return an offer of ten machines, all of which are delivered."""
    offer = opened(one_line(machines()))
    offer.lines[0].delivered = Decimal(10)
    offer.amend(offer.details(), NOW)
    return offer


def line_with(*, pledged: int | None, reserved: int = 0, committed: int = 0, delivered: int = 0) -> OfferLine:
    """Return a line of machines with this ledger."""
    [line] = amended_lines((), [machines(pledged=None if pledged is None else Decimal(pledged))])
    line.reserved, line.committed, line.delivered = Decimal(reserved), Decimal(committed), Decimal(delivered)
    return line


def found_wrong(details: OfferDetails) -> dict[str, str]:
    """Return pointer and code of every problem for which the statement is refused; fail if it is accepted."""
    with pytest.raises(InvalidInput) as refusal:
        Offer.register(details, NOW)
    found = {problem.pointer: problem.code for problem in refusal.value.fields}
    assert len(found) == len(refusal.value.fields), "two problems stand at one pointer"
    return found


def said_of(details: OfferDetails, pointer: str) -> str:
    """Return what the refusal of the statement says at this pointer."""
    with pytest.raises(InvalidInput) as refusal:
        Offer.register(details, NOW)
    return next(problem.detail for problem in refusal.value.fields if problem.pointer == pointer)
