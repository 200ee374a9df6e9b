"""The filter by State agrees with eligibility worked out in plain Python, State by State."""

from datetime import date
from itertools import product
from typing import Any

from sqlalchemy import select

from offers.adapters.eligible_states import reaches_any
from offers.adapters.tables import offers
from offers.domain.eligibility import Eligibility
from offers.domain.offer import Offer
from shared.geography import load_geography
from tests.support.offer_examples import draft, terms
from tests.support.posting_services import Desk

BEFORE, AFTER = date(2024, 6, 1), date(2026, 3, 2)
"""Burkina Faso, Mali and Niger were members of ECOWAS on the first day and no longer on the second."""


def is_eligible(state: str, eligibility: Eligibility, on: date) -> bool:
    areas = load_geography().areas_of(state, on)
    named = eligibility.everyone or state in eligibility.states
    belongs = any(area in areas for area in (*eligibility.regions, *eligibility.groups))
    return (named or belongs) and state not in eligibility.excluded_states


def worlds_offers() -> list[Offer]:
    included: list[dict[str, Any]] = [
        {"everyone": True},
        {"states": ("KEN", "HTI")},
        {"regions": ("africa",)},
        {"groups": ("ecowas",)},
        {"regions": ("americas",), "groups": ("ldc",)},
        {"states": ("KEN",), "groups": ("caricom", "ecowas")},
    ]
    excluded: list[tuple[str, ...]] = [(), ("KEN",), ("MLI", "HTI")]
    pairs = product(included, excluded)
    scopes = [
        Eligibility(**include, excluded_states=exclude)
        for include, exclude in pairs
        if not set(exclude) & set(include.get("states", ()))
    ]
    return [draft(terms(eligibility=scope, external_id=None)) for scope in scopes]


async def test_a_query_finds_exactly_the_offers_for_which_a_state_is_eligible_on_a_day(offers_desk: Desk) -> None:
    world = worlds_offers()
    async with offers_desk.service.database.sessions() as session, session.begin():
        session.add_all(world)
        await session.flush()
        for state, on in product(("KEN", "HTI", "MLI", "BFA", "GHA", "DEU"), (BEFORE, AFTER)):
            found = set((await session.scalars(select(offers.c.id).where(reaches_any([state], on)))).all())
            assert found == {offer.id for offer in world if is_eligible(state, offer.eligibility, on)}, (state, on)


async def test_a_query_finds_exactly_the_offers_that_reach_an_area(offers_desk: Desk) -> None:
    world = worlds_offers()
    async with offers_desk.service.database.sessions() as session, session.begin():
        session.add_all(world)
        await session.flush()
        for area in ("caricom", "ecowas", "osce", "eastern_africa"):
            members = load_geography().members(area, AFTER)
            found = set((await session.scalars(select(offers.c.id).where(reaches_any(members, AFTER)))).all())
            assert found == {
                offer.id for offer in world if any(is_eligible(state, offer.eligibility, AFTER) for state in members)
            }, area
