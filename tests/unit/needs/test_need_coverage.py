"""What the ledger says about the status of a need."""

from decimal import Decimal

import pytest

from needs.domain.component import NeedComponent
from needs.domain.coverage import status_from_coverage
from needs.domain.identifiers import ComponentId
from shared.identifiers import new_id


def asked(quantity: int | None = 10, *, held: int = 0, confirmed: int = 0, delivered: int = 0) -> NeedComponent:
    return NeedComponent(
        id=ComponentId(new_id()),
        position=0,
        category="marking",
        quantity=None if quantity is None else Decimal(quantity),
        unit=None if quantity is None else "weapon",
        held=Decimal(held),
        confirmed=Decimal(confirmed),
        delivered=Decimal(delivered),
    )


@pytest.mark.parametrize(
    ("components", "status"),
    [
        ([], "open"),
        ([asked()], "open"),
        ([asked(confirmed=1)], "partly_covered"),
        ([asked(delivered=1)], "partly_covered"),
        ([asked(confirmed=4, delivered=6)], "covered"),
        ([asked(confirmed=10), asked()], "partly_covered"),
        ([asked(confirmed=10), asked(delivered=10)], "covered"),
    ],
)
def test_the_status_follows_what_is_confirmed_and_delivered(components: list[NeedComponent], status: str) -> None:
    assert status_from_coverage(components) == status


def test_a_hold_alone_covers_nothing() -> None:
    assert status_from_coverage([asked(held=10)]) == "open"


def test_a_component_without_a_quantity_is_never_covered_by_counting() -> None:
    assert status_from_coverage([asked(None, confirmed=1_000_000)]) == "partly_covered"
