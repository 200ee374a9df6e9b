"""PostgreSQL itself refuses what would break the two invariants, whoever writes and however."""

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from tests.support.posting_services import Desk


async def refusal_of(desk: Desk, statement: str) -> str:
    """Return the name of the constraint that a statement runs into."""
    with pytest.raises(IntegrityError) as refused:
        await desk.service.rows(statement)
    cause: Any = refused.value.orig
    return cause.__cause__.constraint_name


@pytest.mark.parametrize(
    "ledger", ["reserved = 11", "committed = 10.001", "reserved = 4, committed = 4, delivered = 3"]
)
async def test_a_line_is_never_over_committed(offers_desk: Desk, ledger: str) -> None:
    await offers_desk.posted()
    assert await refusal_of(offers_desk, f"UPDATE offer_lines SET {ledger}") == "lines_are_never_over_committed"  # noqa: S608 - the test's own words


async def test_a_pledge_never_falls_below_what_is_engaged(offers_desk: Desk) -> None:
    await offers_desk.posted()
    await offers_desk.service.rows("UPDATE offer_lines SET committed = 8")
    assert await refusal_of(offers_desk, "UPDATE offer_lines SET pledged = 7") == "lines_are_never_over_committed"


@pytest.mark.parametrize("name", ["reserved", "committed", "delivered"])
async def test_a_line_holds_nothing_negative(offers_desk: Desk, name: str) -> None:
    await offers_desk.posted()
    assert await refusal_of(offers_desk, f"UPDATE offer_lines SET {name} = -1") == "lines_hold_nothing_negative"  # noqa: S608 - the test's own words


async def test_the_smallest_share_of_a_line_is_at_most_the_largest(offers_desk: Desk) -> None:
    await offers_desk.posted()
    refused = await refusal_of(offers_desk, "UPDATE offer_lines SET smallest_share = 5")
    assert refused == "lines_smallest_share_is_at_most_the_largest"


async def test_a_line_may_be_engaged_to_the_last(offers_desk: Desk) -> None:
    offer = await offers_desk.posted()
    await offers_desk.service.rows("UPDATE offer_lines SET reserved = 3, committed = 3, delivered = 4")
    assert (await offers_desk.read(offer)).json()["lines"][0]["remaining"] == 0


@pytest.mark.parametrize("ledger", ["held = 9001", "confirmed = 9000.001", "held = 1, confirmed = 1, delivered = 8999"])
async def test_a_component_is_never_over_covered(needs_desk: Desk, ledger: str) -> None:
    await needs_desk.posted()
    assert await refusal_of(needs_desk, f"UPDATE need_components SET {ledger}") == "components_are_never_over_covered"  # noqa: S608 - the test's own words


@pytest.mark.parametrize("name", ["held", "confirmed", "delivered"])
async def test_a_component_is_covered_by_nothing_negative(needs_desk: Desk, name: str) -> None:
    await needs_desk.posted()
    refused = await refusal_of(needs_desk, f"UPDATE need_components SET {name} = -1")  # noqa: S608 - the test's own words
    assert refused == "components_cover_nothing_negative"


async def test_a_record_of_an_unknown_status_cannot_be_stored(desk: Desk) -> None:
    await desk.posted()
    table = desk.posting.definition.name
    assert await refusal_of(desk, f"UPDATE {table} SET status = 'lost'") == f"{table}_status"  # noqa: S608 - the test's own words
