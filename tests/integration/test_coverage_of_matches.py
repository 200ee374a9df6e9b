"""What matches hold of a need on a real database: through the inbox, into the ledger, the journal and the outbox."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import DBAPIError

from needs.main import SERVICE
from shared.events.reservations import reservation_id
from shared.messaging.processing import Applied
from tests.support.matches_on_needs import OFF_RAMPS, event_of, match, match_id, received
from tests.support.posting_services import Desk
from tests.support.told_needs import told_needs


async def refusal_of(desk: Desk, statement: str) -> str:
    """Return what the database says of a statement that it refuses."""
    with pytest.raises(DBAPIError) as refused:
        await desk.service.rows(statement)
    return str(refused.value.orig)


async def test_a_match_from_hold_to_evaluation_moves_ledger_journal_and_answers(needs_desk: Desk) -> None:
    needs = await told_needs(needs_desk, 30)
    figures: list[Any] = []
    for version, (status, covered) in enumerate(
        [("endorsed", 0), ("reserved", 0), ("confirmed", 0), ("in_delivery", 4), ("delivered", 9), ("evaluated", 9)], 2
    ):
        assert await needs.told(status, version, needs.gives(10, covered)) is Applied.APPLIED
        figures.append((await needs.figures(), (await needs.now())["status"]))
    assert figures == [
        ((10, 0, 0), "open"),
        ((10, 0, 0), "open"),
        ((0, 10, 0), "partly_covered"),
        ((0, 6, 4), "partly_covered"),
        ((0, 0, 9), "partly_covered"),
        ((0, 0, 9), "partly_covered"),
    ]
    answers = await needs.answers()
    assert [(answer.version, answer.match_version, answer.status) for answer in answers] == [
        (1, 2, "held"),
        (2, 4, "confirmed"),
        (3, 5, "confirmed"),
        (4, 6, "settled"),
    ]
    assert {answer.reservation_id for answer in answers} == {reservation_id(match_id(), "needs")}
    assert await needs.unaccounted() == []


async def test_each_movement_states_the_need_anew_and_is_no_new_statement(needs_desk: Desk) -> None:
    needs = await told_needs(needs_desk, 30)
    await needs.told("endorsed", 2)
    need = await needs.now()
    assert (need["version"], need["statement"]) == (3, 2)
    kinds = await needs_desk.events()
    assert kinds[-2:] == ["org.accord.need.coverage_changed.v1", "org.accord.reservation.held.v1"]
    [row] = await needs_desk.service.rows("SELECT by_subject, by_role FROM need_versions WHERE version = 3")
    assert tuple(row.values()) == ("accord:needs", "service")


async def test_an_event_delivered_twice_or_late_changes_and_answers_nothing(needs_desk: Desk) -> None:
    needs = await told_needs(needs_desk, 30)
    record = received(event_of(match(UUID(needs.need["id"]), "endorsed", 2, needs.gives())))
    assert [await needs.processor.process(record) for _ in range(2)] == [Applied.APPLIED, Applied.DUPLICATE]
    await needs.told("dissolved", 6)
    for status, version in (("endorsed", 2), ("confirmed", 4), ("dissolved", 6)):
        assert await needs.told(status, version) is Applied.APPLIED
    assert await needs.figures() == (0, 0, 0)
    assert [answer.status for answer in await needs.answers()] == ["held", "released"]


async def test_a_match_seen_first_at_its_end_takes_no_hold_by_a_late_event(needs_desk: Desk) -> None:
    needs = await told_needs(needs_desk, 30)
    await needs.told("declined", 4)
    await needs.told("endorsed", 2)
    assert await needs.figures() == (0, 0, 0)
    assert await needs.answers() == []
    assert (await needs_desk.read(needs.need, more="/reservations")).json()["items"] == []


async def test_after_a_gap_the_newest_state_decides_alone(needs_desk: Desk) -> None:
    needs = await told_needs(needs_desk, 30)
    await needs.told("in_delivery", 9, needs.gives(10, 4))
    assert await needs.figures() == (0, 6, 4)
    assert await needs.unaccounted() == []


async def test_every_off_ramp_frees_what_was_not_delivered(needs_desk: Desk) -> None:
    needs = await told_needs(needs_desk, 30)
    for number, off_ramp in enumerate(OFF_RAMPS):
        await needs.told("confirmed", 4, needs.gives(30), number=number)
        assert await needs.figures() == (0, 30, 0), off_ramp
        await needs.told(off_ramp, 5, needs.gives(30), number=number)
        assert await needs.figures() == (0, 0, 0), off_ramp
    assert (await needs.now())["status"] == "open"
    assert await needs.unaccounted() == []


async def test_matches_cover_a_need_and_losing_one_opens_it_again(needs_desk: Desk) -> None:
    needs = await told_needs(needs_desk, 30)
    await needs.told("confirmed", 4, needs.gives(30))
    assert (await needs.now())["status"] == "covered"
    await needs.told("dissolved", 5, needs.gives(30))
    assert (await needs.now())["status"] == "open"


async def test_a_need_delivered_in_full_closes_by_itself_as_fulfilled(needs_desk: Desk) -> None:
    needs = await told_needs(needs_desk, 30)
    await needs.told("delivered", 6, needs.gives(30, 30))
    need = await needs.now()
    assert (need["status"], need["closed_as"], need["closing_reason"]) == ("closed", "fulfilled", "delivered in full")
    assert "org.accord.need.closed.v1" in await needs_desk.events()


async def test_a_quantity_cannot_be_amended_below_what_matches_hold(needs_desk: Desk) -> None:
    needs = await told_needs(needs_desk, 30)
    await needs.told("endorsed", 2, needs.gives(20))
    [component] = (await needs.now())["components"]
    smaller = {name: component[name] for name in ("id", "category", "modalities", "unit")} | {"quantity": 19}
    refused = await needs_desk.amend(await needs.now(), components=[smaller])
    assert (refused.status_code, refused.json()["code"]) == (409, "component-in-use")


async def test_the_journal_can_be_neither_changed_nor_deleted_nor_emptied(needs_desk: Desk) -> None:
    needs = await told_needs(needs_desk, 30)
    await needs.told("endorsed", 2)
    for statement in (
        "UPDATE coverage_entries SET held_after = 0",
        "DELETE FROM coverage_entries",
        "TRUNCATE coverage_entries",
    ):
        assert "only ever added" in await refusal_of(needs_desk, statement), statement
    assert await needs.unaccounted() == []


async def test_the_database_itself_refuses_what_breaks_the_ledger(needs_desk: Desk) -> None:
    needs = await told_needs(needs_desk, 20)
    await needs.told("endorsed", 2)
    for change, constraint in {
        "need_components SET held = 21": "components_are_never_over_covered",
        "need_components SET quantity = 9": "components_are_never_over_covered",
        "need_components SET taken_by = gen_random_uuid()": "components_taken_whole_have_no_quantity",
        "reservation_holdings SET held = -1": "holdings_hold_nothing_negative",
        "reservation_holdings SET unmeasured = true": "holdings_of_the_unmeasured_count_nothing",
    }.items():
        assert constraint in await refusal_of(needs_desk, f"UPDATE {change}"), change


async def test_the_database_itself_lets_one_match_hold_a_component_without_a_quantity(needs_desk: Desk) -> None:
    needs = await told_needs(needs_desk, None, 5)
    await needs.told("endorsed", 2, needs.gives(None), number=1)
    await needs.told("endorsed", 2, needs.gives(5, place=1), number=2)
    taken = needs.need["components"][0]["id"]
    forced = f"UPDATE reservation_holdings SET held = 0, unmeasured = true, component_id = '{taken}' WHERE held = 5"  # noqa: S608 - the test's own words
    assert "a_component_without_a_quantity_is_held_by_one_match" in await refusal_of(needs_desk, forced)


async def test_the_journal_is_read_page_by_page_by_those_whom_it_concerns(needs_desk: Desk) -> None:
    needs = await told_needs(needs_desk, 30)
    await needs.told("endorsed", 2)
    await needs.told("in_delivery", 5, needs.gives(10, 4))
    first = (await needs_desk.read(needs.need, more="/coverage?limit=1")).json()
    [entry] = first["items"]
    none = {"held": 0, "promised": 0, "delivered": 0}
    assert (entry["movement"], entry["before"], entry["after"]) == ("held", none, none | {"held": 10})
    assert (entry["match_id"], entry["match_version"]) == (str(match_id()), 2)
    second = (await needs_desk.read(needs.need, more=f"/coverage?limit=1&cursor={first['next']}")).json()
    assert [(each["movement"], each["after"]) for each in second["items"]] == [
        ("delivered", {"held": 0, "promised": 6, "delivered": 4})
    ]
    assert second["next"] is None


async def test_reservations_show_what_is_held_and_why_the_rest_is_not(needs_desk: Desk) -> None:
    needs = await told_needs(needs_desk, 30)
    await needs.told("endorsed", 2, needs.gives(25), number=1)
    await needs.told("endorsed", 2, needs.gives(6), number=2)
    held, refused = (await needs_desk.read(needs.need, more="/reservations")).json()["items"]
    assert (held["status"], held["holdings"][0]["held"], held["shortfalls"]) == ("held", 25, [])
    assert (refused["status"], refused["holdings"]) == ("refused", [])
    component = needs.need["components"][0]["id"]
    assert refused["shortfalls"] == [
        {"code": "component_covered", "component_id": component, "asked": 6, "remaining": 5, "unit": "machine"}
    ]


@pytest.mark.parametrize("more", ["/coverage", "/reservations"])
async def test_who_covers_a_need_is_for_its_state_and_for_coordinators(needs_desk: Desk, more: str) -> None:
    needs, forge = await told_needs(needs_desk, 30), needs_desk.service.forge
    readers = (forge.as_recipient(), forge.as_coordinator(), forge.as_donor(), forge.as_observer())
    seen = [(await needs_desk.read(needs.need, actor, more)).status_code for actor in readers]
    assert seen == [200, 200, 403, 403]
    draft = await needs_desk.posted(external_id="N-2")
    assert (await needs_desk.read(draft, forge.as_coordinator(), more)).status_code == 404


async def test_republishing_states_each_reservation_again_at_its_version(needs_desk: Desk) -> None:
    needs = await told_needs(needs_desk, 30)
    await needs.told("endorsed", 2, number=1)
    await needs.told("declined", 2, number=2)
    await needs_desk.service.rows("UPDATE outbox SET published_at = now()")
    assert SERVICE.republish is not None
    assert await SERVICE.republish(needs_desk.service.database) == 2
    rows = await needs_desk.service.rows("SELECT type, key_version FROM outbox WHERE published_at IS NULL")
    assert {tuple(row.values()) for row in rows} == {
        ("org.accord.need.restated.v1", 3),
        ("org.accord.need.published.v1", 3),
        ("org.accord.reservation.restated.v1", 1),
    }


async def test_a_movement_whose_answer_cannot_be_kept_is_not_kept_either(needs_desk: Desk) -> None:
    needs = await told_needs(needs_desk, 30)
    kept = "ALTER TABLE outbox ADD CONSTRAINT no_answers CHECK (type NOT LIKE '%reservation%') NOT VALID"
    await needs_desk.service.rows(kept)
    with pytest.raises(DBAPIError):
        await needs.told("endorsed", 2)
    assert await needs.figures() == (0, 0, 0)
    assert await needs_desk.service.count("coverage_entries", "reservations", "inbox") == {
        "coverage_entries": 0,
        "reservations": 0,
        "inbox": 0,
    }
    await needs_desk.service.rows("ALTER TABLE outbox DROP CONSTRAINT no_answers")
    await needs.told("endorsed", 2)
    assert await needs.figures() == (10, 0, 0)
