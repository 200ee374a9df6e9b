"""What anybody is told of an offer: never more than HTTP shows a reader without claims, and nothing that names one."""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import product
from typing import Any, get_args

import pytest

from offers.adapters.public_wire import is_public, public_state_of
from offers.api.schemas.offer_view import OfferView
from offers.domain.offer import Offer
from offers.domain.rights import may_see
from offers.domain.visibility import Visibility
from shared.events.public import PublicOffer, PublicOfferLine
from shared.statements.contacts import Contact
from shared.statements.provenance import Provenance
from tests.support import offer_examples
from tests.support.offer_examples import NOW, OBSERVER, machines, terms

MARK = "do-not-tell"
LIVES: dict[str, Callable[[Any], Offer]] = {
    "drafted": offer_examples.draft,
    "opened": offer_examples.opened,
    "paused": offer_examples.paused,
    "closed": offer_examples.closed,
}


def lived(life: str, visibility: Visibility) -> Offer:
    """Return an offer after one way of life, with a mark in everything that must not travel."""
    marked = terms(
        external_id=MARK,
        lines=(machines(description=MARK),),
        per_state_ceiling=None,
        condition_notes=MARK,
        instrument=MARK,
        implementer=MARK,
        contact=Contact(MARK, f"{MARK}@example.org", MARK),
        provenance=Provenance(notes=MARK, source_name="Call text"),
        visibility=visibility,
    )
    return LIVES[life](marked)


def lives() -> Iterator[Offer]:
    """Every way of life in every visibility."""
    for life, visibility in product(LIVES, get_args(Visibility)):
        yield lived(life, visibility)


def told_of(offer: Offer) -> str:
    state = public_state_of(offer)
    assert state is not None
    return state.model_dump_json()


def test_only_what_a_reader_without_claims_may_see_has_a_public_state() -> None:
    told = [offer for offer in lives() if public_state_of(offer) is not None]
    assert {offer.status for offer in told} == {"open", "paused", "closed"}
    assert all(may_see(offer, OBSERVER) and offer.visibility == "public" for offer in told)


@pytest.mark.parametrize("life", LIVES)
def test_an_offer_is_public_from_its_opening_and_stays_so_when_it_ends(life: str) -> None:
    assert is_public(lived(life, "public")) is (life != "drafted")
    assert not is_public(lived(life, "recipients"))


def test_an_offer_that_was_closed_as_a_draft_is_told_to_nobody() -> None:
    offer = lived("drafted", "public")
    offer.close("mistaken", NOW)
    assert public_state_of(offer) is None


def test_an_offer_whose_donor_narrows_it_is_told_no_more() -> None:
    offer = lived("opened", "public")
    offer.amend(terms(lines=offer.details().lines, external_id=MARK, per_state_ceiling=None), NOW)
    assert public_state_of(offer) is None


def test_everything_told_is_what_http_shows_the_same_reader() -> None:
    for offer in filter(is_public, lives()):
        shown = OfferView.of(offer, OBSERVER).model_dump(mode="json")
        told = json.loads(told_of(offer))
        assert told.pop("offer_id") == shown["id"]
        lines = told.pop("lines")
        assert [each.pop("line_id") for each in lines] == [each["id"] for each in shown["lines"]]
        for one, other in zip(lines, shown["lines"], strict=True):
            assert one == {name: other[name] for name in one}
        provenance = told.pop("provenance")
        assert provenance == {name: shown["provenance"][name] for name in provenance}
        assert told == {name: shown[name] for name in told}


def test_no_remark_contact_or_reason_is_told() -> None:
    assert [MARK for offer in filter(is_public, lives()) if MARK in told_of(offer)] == []


def test_the_models_have_no_field_for_a_person_or_a_remark() -> None:
    names = PublicOffer.model_fields.keys() | PublicOfferLine.model_fields.keys()
    assert not names & {"contact", "description", "condition_notes", "closing_reason", "notes", "visibility"}


def test_what_remains_is_told_and_what_is_merely_reserved_is_not() -> None:
    offer = lived("opened", "public")
    [line] = offer.lines
    line.reserved, line.committed, line.delivered = Decimal(1), Decimal(2), Decimal(3)
    [told] = json.loads(told_of(offer))["lines"]
    assert (told["pledged"], told["committed"], told["delivered"], told["remaining"]) == (10, 2, 3, 4)
    assert "reserved" not in told
