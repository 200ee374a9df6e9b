"""Packages of one need, chosen among the offers that the reader may see."""

import asyncio
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters import queries
from matcher.adapters.engine_in_memory import EngineInMemory
from matcher.adapters.queries import Row
from matcher.domain.candidates import Candidate
from matcher.domain.context import Context
from matcher.domain.demand import Need
from matcher.domain.engine import Engine
from matcher.domain.packages import Flag, Package, choose_packages, flags_of
from matcher.domain.supply import Offer
from shared.identity.actor import Actor

MOST_CANDIDATES: Final = 200
"""How many of the need's best candidates are explained and handed on: explaining takes longer than ranking."""


@dataclass(frozen=True)
class PackagesOfNeed:
    """The packages of a need, best first, each with its flags, and the rows of their offers by id."""

    need: Need
    packages: tuple[tuple[Package, tuple[Flag, ...]], ...]
    offers: dict[UUID, Row]


@dataclass(frozen=True)
class _Asked:
    need: Need
    found: tuple[tuple[Offer, Candidate], ...]
    context: Context


async def packages_of_need(
    session: AsyncSession, engine: EngineInMemory, need_id: UUID, actor: Actor, *, today: date, limit: int
) -> PackagesOfNeed:
    """Return the need's best packages; NotFound or Forbidden unless the actor speaks for the need or coordinates."""
    row = await queries.must_own_need(session, need_id, actor)
    asked = await engine.asked(session, today, lambda engine: _ask(engine, need_id))
    seen = await queries.visible_offers(session, [offer.offer_id for offer, _ in asked.found], actor)
    found = [(offer, candidate) for offer, candidate in asked.found if offer.offer_id in seen]
    chosen = await asyncio.to_thread(
        choose_packages,
        asked.need,
        found,
        asked.context,
        own_upkeep=bool(row["state"].get("has_sustainability_plan")),
        limit=limit,
    )
    flagged = tuple((package, flags_of(package, asked.need, asked.context)) for package in chosen)
    return PackagesOfNeed(asked.need, flagged, seen)


def _ask(engine: Engine, need_id: UUID) -> _Asked:
    candidates = engine.candidates_of_need(need_id, MOST_CANDIDATES)
    found = tuple((engine.offer(each.offer_id), each) for each in candidates)
    return _Asked(engine.need(need_id), found, engine.context)
