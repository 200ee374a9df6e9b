"""The database and the domain agree on who may know of which record."""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any, get_args

import pytest
from sqlalchemy import select

from needs.adapters.visibility import visible_to as needs_visible_to
from needs.domain import rights as need_rights
from needs.domain.need import Need
from needs.domain.visibility import Visibility as NeedVisibility
from offers.adapters.visibility import visible_to as offers_visible_to
from offers.domain import rights as offer_rights
from offers.domain.donor import Donor
from offers.domain.offer import Offer
from offers.domain.visibility import Visibility as OfferVisibility
from shared.identity.actor import Actor, Role
from tests.support import need_examples, offer_examples
from tests.support.posting_services import Desk

ACTORS = [
    *(Actor(f"npc@{state}", Role.RECIPIENT, state=state) for state in ("KEN", "UGA", "GHA")),
    *(Actor(f"desk@{key}", Role.DONOR, organisation=key) for key in ("marking_fund", "other_donor", "ecowas")),
    Actor("secretariat", Role.COORDINATOR),
    *(Actor(f"desk@{key}", Role.COORDINATOR, regions=frozenset({key})) for key in ("ecowas", "recsa")),
    Actor("desk@both", Role.COORDINATOR, regions=frozenset({"ecowas", "recsa"})),
    Actor("auditor", Role.OBSERVER),
]


def needs() -> Iterator[Need]:
    """Every kind of author, way of life and visibility together."""
    authors: list[dict[str, Any]] = [
        {"states": ("KEN",)},
        {"states": ("KEN", "UGA")},
        {"states": ("UGA", "KEN")},
        {"states": (), "group": "ecowas"},
        {"states": ("GHA",), "group": "ecowas"},
        {"states": (), "group": "recsa"},
    ]
    for author, visibility, opened, ended in product(authors, get_args(NeedVisibility), (True, False), (True, False)):
        details = need_examples.statement(visibility=visibility, **author)
        need = need_examples.circulated(details) if opened else need_examples.draft(details)
        if ended:
            need.withdraw("superseded", need_examples.NOW)
        yield need


def offers() -> Iterator[Offer]:
    """Every donor, way of life and visibility together."""
    donors = [Donor(key, key, "state") for key in ("marking_fund", "other_donor")]
    for donor, visibility, opened, ended in product(donors, get_args(OfferVisibility), (True, False), (True, False)):
        details = offer_examples.terms(donor=donor, visibility=visibility, external_id=None)
        offer = offer_examples.opened(details) if opened else offer_examples.draft(details)
        if ended:
            offer.close("superseded", offer_examples.NOW)
        yield offer


async def stored(desk: Desk, world: Sequence[Any]) -> None:
    async with desk.service.database.sessions() as session, session.begin():
        session.add_all(world)


async def found(desk: Desk, kind: Any, condition: Any) -> set[Any]:
    async with desk.service.database.sessions() as session:
        return set((await session.scalars(select(kind.id).where(condition))).all())


@pytest.fixture
async def world_of_needs(needs_desk: Desk) -> list[Need]:
    world = list(needs())
    await stored(needs_desk, world)
    return world


@pytest.fixture
async def world_of_offers(offers_desk: Desk) -> list[Offer]:
    world = list(offers())
    await stored(offers_desk, world)
    return world


async def test_a_query_finds_exactly_the_needs_that_an_actor_may_see(
    needs_desk: Desk, world_of_needs: list[Need]
) -> None:
    for actor in ACTORS:
        seen = {need.id for need in world_of_needs if need_rights.may_see(need, actor)}
        assert await found(needs_desk, Need, needs_visible_to(actor)) == seen, actor


async def test_a_query_finds_exactly_the_offers_that_an_actor_may_see(
    offers_desk: Desk, world_of_offers: list[Offer]
) -> None:
    for actor in ACTORS:
        seen = {offer.id for offer in world_of_offers if offer_rights.may_see(offer, actor)}
        assert await found(offers_desk, Offer, offers_visible_to(actor)) == seen, actor


def test_the_worlds_tell_the_actors_apart() -> None:
    rules: list[tuple[Any, list[Any]]] = [
        (need_rights.may_see, list(needs())),
        (offer_rights.may_see, list(offers())),
    ]
    for may_see, world in rules:
        views = {actor.subject: tuple(may_see(each, actor) for each in world) for actor in ACTORS}
        assert len(set(views.values())) >= 5
        assert all(any(view) and not all(view) for view in views.values())
