"""A person is erased by one command, in every service, without being named to anybody."""

import json
from collections.abc import AsyncIterator

import pytest

from shared.errors import InvalidInput
from shared.events.registry import ERASURES_TOPIC
from tests.support.database_fixtures import ServiceDatabase
from tests.support.erasing import ErasingService, erasing
from tests.support.kept_logging import logged_by
from tests.support.persons import KEY
from tests.support.posting_services import NEED, OFFER, desk_at
from tests.support.remembered_person import ACCOUNT, AWA, applied_by, names_nobody, needs_remembering_awa
from tests.support.service_definitions import MATCHER, OFFERS
from tests.support.waiting import eventually

KEPT = ("needs", "need_versions", "idempotency_keys", "erasures")


@pytest.fixture
async def needs_url(service_database: ServiceDatabase) -> str:
    return await service_database("needs")


@pytest.fixture
async def needs(needs_url: str) -> AsyncIterator[ErasingService]:
    async with needs_remembering_awa(needs_url) as needs:
        yield needs


async def test_one_erasure_reaches_all_three_services(needs: ErasingService, service_database: ServiceDatabase) -> None:
    offers_url, matcher_url = await service_database("offers"), await service_database("matcher")
    async with desk_at(OFFER, offers_url) as desk:
        await desk.opened(contact=dict(AWA))
    async with erasing(OFFERS, offers_url, needs.bus) as offers, erasing(MATCHER, matcher_url, needs.bus) as matcher:
        who = "INSERT INTO pseudonyms (subject, pseudonym) VALUES (:subject, gen_random_uuid())"
        await matcher.rows(who, subject=ACCOUNT)
        services = [needs, offers, matcher]
        assert [names_nobody(await each.stored()) for each in services] == [False, False, False]

        told = await needs.erase(**AWA, account=ACCOUNT)
        await needs.publish()

        async with needs.listening(), offers.listening(), matcher.listening():
            await eventually(lambda: applied_by(services), what="every service has applied it")
        assert [names_nobody(await each.stored()) for each in services] == [True, True, True]
        entered = {row["id"] for each in services for row in await each.rows("SELECT id FROM erasures")}
        assert (entered, told["applied"]) == ({told["erasure"]}, True)


async def test_a_need_that_lost_its_contact_is_read_and_amended_as_before(
    needs_url: str, needs: ErasingService
) -> None:
    async with desk_at(NEED, needs_url) as desk:
        [before] = (await desk.service.ask("GET", "/v1/needs", desk.author)).json()["items"]
        await needs.erase(**AWA)
        record = (await desk.read(before)).json()
        assert (record["version"], record["contact"]) == (before["version"], None)
        assert record["texts"][0]["narrative"] == "Ask [erased], [erased], for more."
        assert (await desk.amend(record)).status_code == 200


async def test_what_is_held_is_handed_out_before_and_nothing_after(needs: ErasingService) -> None:
    held = await needs.export(**AWA)
    assert {"needs.contact", "needs.history"} <= {each["place"] for each in held}
    assert AWA["email"] in json.dumps(held, default=str)
    await needs.erase(**AWA)
    assert await needs.export(**AWA) == []


@pytest.mark.parametrize("one", sorted(AWA))
async def test_any_one_identifier_is_enough_to_lose_a_contact(needs: ErasingService, one: str) -> None:
    await needs.erase(**{one: AWA[one]})
    [row] = await needs.rows("SELECT contact FROM needs")
    assert row["contact"] is None


async def test_somebody_else_stays(needs: ErasingService) -> None:
    before = await needs.stored("needs", "need_versions")
    told = await needs.erase(email="awa@somewhere.example.org", name="Awa Unforgettable", phone="+226 25 30 00 98")
    assert told["changed"] == {}
    assert await needs.stored("needs", "need_versions") == before


async def test_applied_twice_nothing_changes(needs: ErasingService) -> None:
    first = await needs.erase(**AWA)
    await needs.publish()
    held = await needs.stored(*KEPT)
    assert await needs.apply() == [{"event": "applied", "new": 0, "erasures": 0}]
    assert await needs.stored(*KEPT) == held
    again = await needs.erase(**AWA)
    assert first["changed"] != {}
    assert (again["changed"], again["applied"]) == ({}, True)


async def test_the_list_names_nobody_wherever_it_stands(needs: ErasingService) -> None:
    await needs.erase(**AWA, account=ACCOUNT)
    await needs.publish()
    [record] = needs.bus.records(ERASURES_TOPIC)
    told = str(record.headers) + (record.value or b"").decode()
    assert KEY.identify("email", AWA["email"]).digest in told
    assert names_nobody(told)
    assert names_nobody(await needs.stored("erasures", "outbox"))


async def test_no_log_names_the_person(needs: ErasingService) -> None:
    with logged_by("needs") as said:
        await needs.export(**AWA, account=ACCOUNT)
        told = await needs.erase(**AWA, account=ACCOUNT)
        with pytest.raises(InvalidInput):
            await needs.erase(email="unforgotten")
    assert "person_exported" in said.getvalue()
    assert str(told["erasure"]) in said.getvalue()
    assert names_nobody(said.getvalue())
