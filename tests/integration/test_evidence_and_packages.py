"""Evidence and packages of a need over HTTP: for its State and coordinators, of what the reader may see."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.activities.evidence import evidence_on_need
from matcher.adapters.emptying import empty_projections
from shared.errors import NotFound
from shared.events.model import Text, Window
from shared.events.offers import Donor
from shared.identity.actor import Actor, Role
from tests.support.activity_examples import activity_document, register
from tests.support.published_states import need_id, need_state, offer_id, offer_state
from tests.support.running_matcher import RunningMatcher
from tests.support.running_service import Headers

EVIDENCE = f"/v1/needs/{need_id(1)}/evidence"
PACKAGES = f"/v1/needs/{need_id(1)}/packages"
GERMANY = Donor(organisation="deu", name="Germany", kind="state")
SECRET = "Une caserne secrète"
Items = list[dict[str, Any]]


async def items(matcher: RunningMatcher, path: str, actor: Headers | None = None, **query: Any) -> Items:
    by = actor or matcher.service.forge.as_coordinator()
    answer = await matcher.service.ask("GET", path, by, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


@pytest.fixture
async def world(matcher: RunningMatcher) -> RunningMatcher:
    """A need with another beside it, one that is hidden from its co-State, two offers that share it, two activities."""
    [machines] = offer_state(1).lines
    few = {
        number: (machines.model_copy(update={"pledged": Decimal(2), "line_id": offer_id(50 + number)}),)
        for number in (1, 2, 3)
    }
    await matcher.take_in(
        need_state(1),
        need_state(2, window=Window(start=date(2026, 10, 1), end=date(2027, 9, 30))),
        need_state(3, states=("MLI", "BFA"), visibility="coordinators", texts=(Text(language="fr", title=SECRET),)),
        need_state(4, states=("KEN",)),
        offer_state(1, lines=few[1]),
        offer_state(2, lines=few[2], donor=GERMANY),
        offer_state(3, lines=few[3], visibility="coordinators"),
    )
    await register(
        matcher,
        activity_document(1),
        activity_document(2, donor={"name": "France"}, subjects=[{"category": "marking_equipment"}]),
        activity_document(3, recipients=[{"state": "KEN"}]),
    )
    return matcher


async def test_evidence_names_the_other_records_and_tells_what_they_have_in_common(world: RunningMatcher) -> None:
    found = await items(world, EVIDENCE)
    assert {each["kind"] for each in found} == {"similar_need", "running_activity"}
    by_number = {(each["need"] or each["activity"])["external_id"]: each for each in found}
    assert set(by_number) == {"N-002", "N-003", "DE-1-0001", "DE-1-0002"}
    assert by_number["N-002"]["sentence"] == (
        'Another need of Burkina Faso, "Machines à marquer 2", is also about marking. The two run together in 6 months'
        " of the 12 months in which help is wanted. Their titles in French are 95% alike."
    )
    assert by_number["DE-1-0001"]["sentence"] == (
        'Germany runs "Marquage des armes 1" in Burkina Faso, about marking. The two run together in 10 months of the'
        " 12 months in which help is wanted. It is worth EUR 620,000. Their titles in French are 60% alike."
    )


async def test_the_donor_that_is_asked_about_comes_first(world: RunningMatcher) -> None:
    [first, *rest] = await items(world, EVIDENCE, offer_id=str(offer_id(2)))
    assert first["activity"]["external_id"] == "DE-1-0001"
    assert first["sentence"].startswith("The same donor, Germany, already runs")
    assert not any(each["same_donor"] for each in rest)


async def test_no_word_of_a_need_that_the_reader_may_not_see(world: RunningMatcher) -> None:
    forge = world.service.forge
    await world.take_in(need_state(5, states=("MLI",), visibility="public"), need_state(6, states=("BFA", "MLI")))
    for_mali = await world.service.ask("GET", f"/v1/needs/{need_id(6)}/evidence", forge.as_recipient("MLI"))
    assert SECRET in for_mali.text
    hidden = need_state(
        7, states=("BFA",), visibility="coordinators", texts=(Text(language="fr", title="Dépôt caché"),)
    )
    await world.take_in(hidden)
    for_mali = await world.service.ask("GET", f"/v1/needs/{need_id(6)}/evidence", forge.as_recipient("MLI"))
    assert "Dépôt caché" not in for_mali.text
    assert str(need_id(7)) not in for_mali.text
    for_its_state = await world.service.ask("GET", f"/v1/needs/{need_id(6)}/evidence", forge.as_recipient("BFA"))
    assert "Dépôt caché" in for_its_state.text


@pytest.mark.parametrize("path", [EVIDENCE, PACKAGES])
async def test_both_are_for_the_state_and_coordinators(world: RunningMatcher, path: str) -> None:
    forge = world.service.forge
    readers = {
        "its State": forge.as_recipient("BFA"),
        "another State": forge.as_recipient("KEN"),
        "a donor": forge.as_donor("eu"),
        "an observer": forge.as_observer(),
        "a coordinator": forge.as_coordinator("ecowas"),
    }
    statuses = {who: (await world.service.ask("GET", path, by)).status_code for who, by in readers.items()}
    assert statuses == {
        "its State": 200,
        "another State": 403,
        "a donor": 403,
        "an observer": 403,
        "a coordinator": 200,
    }
    nowhere = path.replace(str(need_id(1)), str(need_id(99)))
    assert (await world.service.ask("GET", nowhere, readers["a coordinator"])).status_code == 404


async def test_the_need_of_a_group_is_compared_for_all_its_members(world: RunningMatcher) -> None:
    await world.take_in(need_state(8, states=(), group="ecowas"), need_state(9, states=("TGO",)))
    found = await items(world, f"/v1/needs/{need_id(8)}/evidence")
    named = {(each["need"] or each["activity"])["external_id"]: each["states"] for each in found}
    assert named == {"N-009": ["TGO"]}


async def test_an_offer_that_the_reader_may_not_see_is_not_found(world: RunningMatcher) -> None:
    held_back = {"offer_id": str(offer_id(3))}
    state = world.service.forge.as_recipient("BFA")
    answers = [await world.service.ask("GET", EVIDENCE, state, params=held_back)]
    answers.append(await world.service.ask("GET", EVIDENCE, state, params={"offer_id": str(offer_id(99))}))
    assert [each.status_code for each in answers] == [404, 404]


async def test_two_offers_that_share_a_need_come_as_one_package(world: RunningMatcher) -> None:
    [package, *_] = await items(world, PACKAGES, world.service.forge.as_recipient("BFA"))
    assert package["covered_thousandths"] == 1000
    assert {part["offer"]["external_id"]: part["takes"][0]["quantity_thousandths"] for part in package["parts"]} == {
        "O-001": 2000,
        "O-002": 2000,
    }
    assert {part["gain"]["sentence"] for part in package["parts"]} == {
        "Without European Union the package would cover 50% less of what is asked for.",
        "Without Germany the package would cover 50% less of what is asked for.",
    }
    [flag] = package["flags"]
    assert (flag["code"], flag["paragraph"]) == ("equipment_alone", "BMS7 115")
    assert flag["sentence"] == (
        "Equipment for marking would come without training, upkeep and the legal frame (BMS7 115)."
    )


async def test_packages_hold_only_offers_that_the_reader_may_see(world: RunningMatcher) -> None:
    forge = world.service.forge
    shown = {
        who: {
            part["offer"]["external_id"]
            for each in await items(world, PACKAGES, by, limit=10)
            for part in each["parts"]
        }
        for who, by in {"its State": forge.as_recipient("BFA"), "a coordinator": forge.as_coordinator()}.items()
    }
    assert shown == {"its State": {"O-001", "O-002"}, "a coordinator": {"O-001", "O-002", "O-003"}}


async def test_a_plan_for_upkeep_is_not_asked_of_offers(world: RunningMatcher) -> None:
    await world.take_in(need_state(1, 2, has_sustainability_plan=True))
    [package, *_] = await items(world, PACKAGES)
    assert package["components"][0]["missing"] == ["training", "law"]


class EmptiedMeanwhile(AsyncSession):
    """A session whose first answer is followed by a rebuild of the projections, before anything else is asked."""

    done = False

    async def execute(self, *arguments: Any, **named: Any) -> Any:
        found = await super().execute(*arguments, **named)
        await self._rebuild()
        return found

    async def scalar(self, *arguments: Any, **named: Any) -> Any:
        found = await super().scalar(*arguments, **named)
        await self._rebuild()
        return found

    async def _rebuild(self) -> None:
        if not self.done:
            self.done = True
            async with AsyncSession(self.bind) as other, other.begin():
                await empty_projections(other, "matcher")


async def test_a_rebuild_between_two_questions_is_no_fault(world: RunningMatcher) -> None:
    coordinator = Actor("somebody", Role.COORDINATOR)
    async with EmptiedMeanwhile(world.service.database.engine) as session:
        found = await evidence_on_need(session, need_id(1), coordinator, offer_id=None, today=date(2026, 11, 1))
        assert session.done
    assert found.needs == {}
    assert {each.kind for each in found.items} == {"running_activity"}
    async with EmptiedMeanwhile(world.service.database.engine) as session:
        with pytest.raises(NotFound, match=str(need_id(1))):
            await evidence_on_need(session, need_id(1), coordinator, offer_id=None, today=date(2026, 11, 1))
