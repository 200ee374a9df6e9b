"""What a round is computed from: every need and offer as they are at one moment, the day, the weights, the rates."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from matcher.adapters.basis.present import basis_on, context_of, profile_of
from matcher.adapters.reading_states import need_from, offer_from
from matcher.adapters.tables import needs, offers
from matcher.domain.context import Context
from matcher.domain.engine import Engine
from matcher.domain.rates import Rate
from matcher.domain.scoring.profile import parse_profile
from shared.events.needs import NeedState
from shared.events.offers import OfferState
from shared.geography import load_geography
from shared.vocabulary import load_vocabulary

Document = Mapping[str, Any]
_RATES = TypeAdapter(tuple[Rate, ...])


@dataclass(frozen=True)
class FrozenInputs:
    """The inputs as JSON values, and the newest change of a need and of an offer among them."""

    document: Document
    needs_seen: int
    offers_seen: int

    def compressed(self) -> bytes:
        """Return the document as it is kept."""
        return compressed(self.document)


def compressed(document: Document) -> bytes:
    """Return a document as it is kept."""
    return zlib.compress(json.dumps(document, sort_keys=True, separators=(",", ":")).encode())


def expanded(content: bytes) -> Document:
    """Return the document that was kept."""
    return json.loads(zlib.decompress(content))


async def freeze_inputs(sessions: async_sessionmaker[AsyncSession], today: date, *, historic: bool) -> FrozenInputs:
    """Read all inputs in one snapshot: nothing that others commit meanwhile is seen in part."""
    async with sessions() as session:
        await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        needs_seen, need_states = await _states(session, needs, historic=historic)
        offers_seen, offer_states = await _states(session, offers, historic=historic)
        basis = await basis_on(session, today)
        profile, context = await profile_of(session, basis), await context_of(session, basis)
    document = {
        "today": today.isoformat(),
        "profile": {"name": profile.name, "version": profile.version, "weights": dict(profile.weights)},
        "rates": _RATES.dump_python(context.rates, mode="json"),
        "needs": need_states,
        "offers": offer_states,
    }
    return FrozenInputs(document, needs_seen, offers_seen)


def engine_of(inputs: Document) -> Engine:
    """Return the engine that holds exactly these inputs."""
    context = Context(
        today=date.fromisoformat(inputs["today"]),
        geography=load_geography(),
        vocabulary=load_vocabulary(),
        rates=_RATES.validate_python(inputs["rates"]),
    )
    return Engine(
        context,
        parse_profile(inputs["profile"]),
        needs=(need_from(NeedState.model_validate(state)) for state in inputs["needs"]),
        offers=(offer_from(OfferState.model_validate(state)) for state in inputs["offers"]),
    )


async def _states(session: AsyncSession, table: Any, *, historic: bool) -> tuple[int, list[Document]]:
    query = select(table.c.change_number, table.c.state).where(table.c.historic_example == historic)
    rows = (await session.execute(query.order_by(*table.primary_key))).all()
    return max((row.change_number for row in rows), default=0), [row.state for row in rows]
