"""What anybody is told of a need: never more than HTTP shows a reader without any claim, and nothing that names one."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import product
from typing import Any, get_args

import pytest

from needs.adapters.public_wire import is_public, public_state_of
from needs.api.schemas.need_view import NeedView
from needs.domain.component import OwnContribution
from needs.domain.institutions import Authority, Contact
from needs.domain.life_cycle import CONFIRMATION_PERIOD
from needs.domain.need import Need
from needs.domain.provenance import Provenance
from needs.domain.rights import may_see
from needs.domain.visibility import Sensitive, Visibility
from shared.events.public import PublicNeed, PublicNeedComponent
from shared.statements.contacts import Contact as AnyContact
from tests.support.need_examples import KENYA, NOW, OBSERVER, complete_statement, component, draft

MARK = "do-not-tell"
LIVES = ("drafted", "dropped", "opened", "narrowed", "reminded", "closed", "expired", "withdrawn")
LATER = NOW + CONFIRMATION_PERIOD + timedelta(days=2)


def marked(visibility: Visibility) -> Need:
    """Return a draft with a mark in everything that must not travel."""
    contribution = OwnContribution(Decimal(1), "USD", MARK)
    details = replace(
        complete_statement(),
        external_id=MARK,
        components=(component(description=MARK, own_contribution=contribution),),
        authority=Authority(MARK, MARK, MARK),
        contact=Contact(MARK, email=f"{MARK}@example.org"),
        sensitive=Sensitive((MARK,), MARK, visibility),
        provenance=Provenance(notes=MARK, source_name="National report"),
        visibility=visibility,
    )
    return draft(details)


def lived(life: str, visibility: Visibility) -> Need:
    """Return a need after one way of life."""
    need = marked(visibility)
    if life == "dropped":
        need.withdraw(MARK, NOW)
    elif life != "drafted":
        need.open(consent=True, insist=True, by=KENYA.subject, now=NOW)
    endings: dict[str, Any] = {
        "narrowed": lambda: need.amend(replace(need.details(), visibility="coordinators"), NOW, MARK),
        "reminded": lambda: need.remind(NOW),
        "closed": lambda: need.close(MARK, NOW),
        "expired": lambda: need.expire(LATER),
        "withdrawn": lambda: need.withdraw(MARK, NOW),
    }
    endings.get(life, lambda: None)()
    return need


def lives() -> Iterator[Need]:
    """Every way of life in every visibility."""
    for life, visibility in product(LIVES, get_args(Visibility)):
        yield lived(life, visibility)


def test_only_what_a_reader_without_claims_may_see_has_a_public_state() -> None:
    told = [need for need in lives() if public_state_of(need) is not None]
    assert {need.status for need in told} == {"open", "closed"}
    assert all(may_see(need, OBSERVER) and need.visibility == "public" for need in told)


@pytest.mark.parametrize(
    ("life", "public"),
    [*((life, False) for life in ("drafted", "dropped", "narrowed", "withdrawn"))]
    + [(life, True) for life in ("opened", "reminded", "closed", "expired")],
)
def test_a_need_is_public_from_its_opening_until_it_is_narrowed_or_withdrawn(life: str, *, public: bool) -> None:
    assert is_public(lived(life, "public")) is public
    assert not is_public(lived(life, "donors"))


def test_everything_told_is_what_http_shows_the_same_reader() -> None:
    for need in filter(is_public, lives()):
        shown = NeedView.of(need, OBSERVER).model_dump(mode="json")
        told = json.loads(told_of(need))
        component_ids = [each.pop("component_id") for each in told["components"]]
        assert [told.pop("need_id"), component_ids] == [shown["id"], [each["id"] for each in shown["components"]]]
        assert covers(shown, told | {"components": [], "texts": [], "provenance": {}}, apart=("components", "texts"))
        assert covers(shown["provenance"], told["provenance"])
        for one, other in zip(told["components"], shown["components"], strict=True):
            assert covers(other, one, apart=("covered",))


def covers(shown: dict[str, Any], told: dict[str, Any], apart: tuple[str, ...] = ()) -> bool:
    """Whether every field that was told is shown with the same value."""
    apart = (*apart, "provenance")
    return {name: shown[name] for name in told if name not in apart} == {
        name: value for name, value in told.items() if name not in apart
    }


def told_of(need: Need) -> str:
    state = public_state_of(need)
    assert state is not None
    return state.model_dump_json()


def test_no_remark_contact_authority_site_or_reason_is_told() -> None:
    assert [MARK for need in filter(is_public, lives()) if MARK in told_of(need)] == []


def test_the_models_have_no_field_for_a_person_a_site_or_a_remark() -> None:
    names = PublicNeed.model_fields.keys() | PublicNeedComponent.model_fields.keys()
    private = {"contact", "authority", "sensitive", "sites", "stock_figures", "description", "closing_reason", "notes"}
    assert not names & (private | set(AnyContact.__dataclass_fields__) | {"visibility", "external_id"})


def test_what_matches_take_of_it_is_told_as_one_figure_and_what_has_come_as_another() -> None:
    need = lived("opened", "public")
    [part] = need.components
    part.held, part.confirmed, part.delivered = Decimal(1), Decimal(2), Decimal(3)
    [told] = json.loads(told_of(need))["components"]
    assert (told["covered"], told["delivered"]) == (6, 3)


def test_a_component_without_a_quantity_has_no_figures() -> None:
    need = draft(replace(complete_statement(), visibility="public", components=(component(quantity=None, unit=None),)))
    need.open(consent=True, insist=True, by=KENYA.subject, now=NOW)
    [told] = json.loads(told_of(need))["components"]
    assert (told["quantity"], told["covered"], told["delivered"]) == (None, None, None)
