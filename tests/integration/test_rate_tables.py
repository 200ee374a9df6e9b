"""Exchange rates are loaded by coordinators, kept for good, and make money in two currencies comparable."""

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from tests.support.basis_examples import (
    RATE_TABLES,
    created,
    evaluating,
    get,
    need_of_money,
    offer_of_money,
    post,
    rate_table,
)
from tests.support.published_states import need_id
from tests.support.running_matcher import RunningMatcher
from tests.support.running_parts import at_work
from tests.support.waiting import eventually

CANDIDATES = f"/v1/needs/{need_id(1)}/candidates"
EUR = {"currency": "EUR", "rate": 0.92}
MISTAKES: dict[str, tuple[dict[str, Any], str]] = {
    "no source": ({"source": None}, "/source"),
    "a blank source": ({"source": " "}, "/source"),
    "an overlong source": ({"source": "x" * 301}, "/source"),
    "no date": ({"date": None}, "/date"),
    "a date to come": ({"date": "2026-03-03"}, "/date"),
    "a date before all records": ({"date": "1989-12-31"}, "/date"),
    "a date after all plans": ({"date": "2101-01-01"}, "/date"),
    "a moment instead of a date": ({"date": "2026-03-01T00:00:00Z"}, "/date"),
    "no reference currency": ({"reference_currency": None}, "/reference_currency"),
    "an unknown reference currency": ({"reference_currency": "usd"}, "/reference_currency"),
    "no rates": ({"rates": None}, "/rates"),
    "an empty list of rates": ({"rates": []}, "/rates"),
    "the reference currency alone": ({"rates": [{"currency": "USD", "rate": 1}]}, "/rates"),
    "far too many rates": ({"rates": [EUR] * 301}, "/rates"),
    "an unknown currency": ({"rates": [EUR, {"currency": "EURO", "rate": 1}]}, "/rates/1/currency"),
    "a currency twice": ({"rates": [EUR, EUR]}, "/rates/1/currency"),
    "a rate of nothing": ({"rates": [EUR | {"rate": 0}]}, "/rates/0/rate"),
    "a rate below nothing": ({"rates": [EUR | {"rate": -0.92}]}, "/rates/0/rate"),
    "an absurd rate": ({"rates": [EUR | {"rate": 10_000_000.5}]}, "/rates/0/rate"),
    "a rate beyond all bounds": ({"rates": [EUR | {"rate": 1e300}]}, "/rates/0/rate"),
    "more decimals than are kept": ({"rates": [EUR | {"rate": 0.9200001}]}, "/rates/0/rate"),
    "a rate that is no number": ({"rates": [EUR | {"rate": "dear"}]}, "/rates/0/rate"),
    "a rate that is yes": ({"rates": [EUR | {"rate": True}]}, "/rates/0/rate"),
    "no rate": ({"rates": [{"currency": "EUR"}]}, "/rates/0/rate"),
    "another rate of the reference itself": ({"rates": [EUR, {"currency": "USD", "rate": 2}]}, "/rates/1/rate"),
    "an unknown field": ({"base": "USD"}, "/base"),
}


async def coverage(matcher: RunningMatcher) -> dict[str, Any]:
    """Return how the one candidate covers the need."""
    [item] = (await get(matcher, CANDIDATES)).json()["items"]
    [reason] = [each for each in item["explanation"] if each["criterion"] == "coverage"]
    return reason


async def coverage_once_evaluated(matcher: RunningMatcher, message: str) -> dict[str, Any]:
    """Run a worker until it has found the candidate again, and return how that covers the need."""

    async def is_told() -> bool:
        return (await coverage(matcher))["message_key"] == f"criterion.coverage.{message}"

    async with at_work(evaluating(matcher)):
        await eventually(is_told, what=f"the coverage is {message}")
    return await coverage(matcher)


async def test_every_mistake_is_named_and_nothing_is_written(matcher: RunningMatcher) -> None:
    for mistake, (changes, pointer) in MISTAKES.items():
        body = {name: value for name, value in rate_table(**changes).items() if value is not None}
        answer = await post(matcher, RATE_TABLES, body)
        named = [each.get("pointer") for each in answer.json().get("errors", [])]
        assert (answer.status_code, named) == (422, [pointer]), (mistake, answer.text)
    assert await matcher.service.count("rate_tables") == {"rate_tables": 0}


async def test_only_a_coordinator_of_all_regions_loads_rates_and_everybody_reads_them(matcher: RunningMatcher) -> None:
    forge = matcher.service.forge
    readers = {
        "a State": forge.as_recipient("BFA"),
        "a donor": forge.as_donor("eu"),
        "a regional coordinator": forge.as_coordinator("ecowas"),
        "an observer": forge.as_observer(),
    }
    for who, actor in readers.items():
        refused = await matcher.service.ask("POST", RATE_TABLES, actor, rate_table())
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden"), who
    assert await matcher.service.count("rate_tables") == {"rate_tables": 0}
    table = await created(matcher, RATE_TABLES, rate_table())
    told: dict[str, str | None] = {}
    for who, actor in readers.items():
        answer = await matcher.service.ask("GET", f"{RATE_TABLES}/{table['id']}", actor)
        assert answer.json()["rates"] == table["rates"], who
        told[who] = answer.json()["loaded_by"]
    assert told == dict.fromkeys(("a State", "a donor")) | dict.fromkeys(
        ("a regional coordinator", "an observer"), "coordinator"
    )


async def test_tables_are_listed_newest_first_in_pages_and_found_by_their_id(matcher: RunningMatcher) -> None:
    tables = [await created(matcher, RATE_TABLES, rate_table(date=f"2026-02-{day:02}")) for day in (20, 22, 21)]
    first = await get(matcher, RATE_TABLES, params={"limit": 2})
    second = await get(matcher, first.links["next"]["url"])
    listed = first.json()["items"] + second.json()["items"]
    assert listed == tables[::-1]
    assert second.json()["next"] is None
    assert (await get(matcher, f"{RATE_TABLES}/{tables[1]['id']}")).json() == tables[1]
    missing = await get(matcher, f"{RATE_TABLES}/{need_id(9)}")
    assert (missing.status_code, missing.json()["code"]) == (404, "not-found")


async def test_a_table_is_shown_as_it_was_loaded_with_its_reference_at_one(matcher: RunningMatcher) -> None:
    answer = await post(matcher, RATE_TABLES, rate_table())
    table = answer.json()
    assert table["rates"] == [
        {"currency": "EUR", "rate": 0.92},
        {"currency": "USD", "rate": 1},
        {"currency": "XOF", "rate": 603.481},
    ]
    assert (table["date"], table["reference_currency"]) == ("2026-03-01", "USD")
    assert (answer.headers["location"], answer.headers["etag"]) == (f"{RATE_TABLES}/{table['id']}", '"1"')


async def test_a_table_sent_twice_with_one_key_is_loaded_once(matcher: RunningMatcher) -> None:
    first, second = [await post(matcher, RATE_TABLES, rate_table(), key="spring") for _ in range(2)]
    assert (first.status_code, second.status_code) == (201, 201)
    assert (second.json(), second.headers["idempotency-replayed"]) == (first.json(), "true")
    other = await post(matcher, RATE_TABLES, rate_table(source="Another"), key="spring")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")
    assert await matcher.service.count("rate_tables") == {"rate_tables": 1}


@pytest.mark.parametrize("change", ["UPDATE rate_tables SET source = 'mine'", "DELETE FROM rate_tables"])
async def test_a_table_can_be_neither_changed_nor_deleted(matcher: RunningMatcher, change: str) -> None:
    await created(matcher, RATE_TABLES, rate_table())
    with pytest.raises(IntegrityError, match="only ever added"):
        await matcher.service.rows(change)


async def test_a_table_makes_an_uncomparable_pair_quantified_and_is_named_with_it(matcher: RunningMatcher) -> None:
    await matcher.take_in(need_of_money(), offer_of_money())
    assert (await coverage(matcher))["message_key"] == "criterion.coverage.not_comparable"
    await created(matcher, RATE_TABLES, rate_table())
    told = await coverage_once_evaluated(matcher, "share_at_rate")
    assert told["points"] == 500
    assert told["facts"]["rate_date"] == "2026-03-01"
    assert told["sentence"].endswith("at the exchange rates of 1 March 2026 (UN operational rates of exchange).")


async def test_a_later_table_of_the_same_source_day_and_reference_takes_the_place_of_the_former(
    matcher: RunningMatcher,
) -> None:
    await matcher.take_in(need_of_money(), offer_of_money())
    await created(matcher, RATE_TABLES, rate_table(rates=[EUR | {"rate": 0.092}]))
    assert (await coverage_once_evaluated(matcher, "share_at_rate"))["points"] == 1000
    await created(matcher, RATE_TABLES, rate_table())

    async def is_half() -> bool:
        return (await coverage(matcher))["points"] == 500

    async with at_work(evaluating(matcher)):
        await eventually(is_half, what="the corrected table is used")


async def test_rates_of_a_day_to_come_are_not_used(matcher: RunningMatcher) -> None:
    await matcher.take_in(need_of_money(), offer_of_money())
    matcher.service.clock.advance(days=1)
    await created(matcher, RATE_TABLES, rate_table(date="2026-03-03"))
    matcher.service.clock.advance(days=-1)

    async def is_done() -> bool:
        return bool(await matcher.service.rows("SELECT 1 FROM evaluations WHERE rate_table > 0"))

    async with at_work(evaluating(matcher)):
        await eventually(is_done, what="everything is evaluated with the new table")
        assert (await coverage(matcher))["message_key"] == "criterion.coverage.not_comparable"
        matcher.service.clock.advance(days=1)
    assert (await coverage_once_evaluated(matcher, "share_at_rate"))["facts"]["rate_date"] == "2026-03-03"
