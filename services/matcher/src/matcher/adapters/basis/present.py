"""On what candidates are found, apart from the records: the day, the scoring profile in force, the rates loaded."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Date, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.basis.tables import rate_tables, scoring_profile_activations, scoring_profiles
from matcher.domain.context import Context
from matcher.domain.rates import Rate
from matcher.domain.scoring import ScoringProfile
from shared.geography import load_geography
from shared.vocabulary import load_vocabulary

Day = Callable[[AsyncSession], Awaitable[date]]
"""What day it is."""


async def databases_day(session: AsyncSession) -> date:
    """Return the day by the database's clock, UTC: on it all workers agree, however their own clocks go."""
    return (await session.execute(select(cast(func.timezone("UTC", func.clock_timestamp()), Date)))).scalar_one()


@dataclass(frozen=True)
class Basis:
    """A day, the number of the last activation of a profile, and the number of the last rate table; 0 = none.

    Numbers rather than digests: a profile that comes into force again after another one has another number.
    """

    day: date
    activation: int
    rate_table: int


async def basis_on(session: AsyncSession, today: date) -> Basis:
    """Return what holds now, as far as it is committed; both numbers are read at one moment."""
    activation = select(func.coalesce(func.max(scoring_profile_activations.c.number), 0)).scalar_subquery()
    rate_table = select(func.coalesce(func.max(rate_tables.c.number), 0)).scalar_subquery()
    last = (await session.execute(select(activation, rate_table))).one()
    return Basis(today, last[0], last[1])


async def profile_of(session: AsyncSession, basis: Basis) -> ScoringProfile:
    """Return the profile in force."""
    columns = (scoring_profiles.c.name, scoring_profiles.c.version, scoring_profiles.c.weights)
    query = select(*columns).join(scoring_profile_activations)
    found = (await session.execute(query.where(scoring_profile_activations.c.number == basis.activation))).one()
    return ScoringProfile(*found)


async def rates_of(session: AsyncSession, basis: Basis) -> tuple[Rate, ...]:
    """Return the rates of all tables; a later one of the same source, day and reference replaces the former."""
    query = select(rate_tables).where(rate_tables.c.number <= basis.rate_table).order_by(rate_tables.c.number)
    latest = {(row.source, row.on, row.reference): row.millionths for row in await session.execute(query)}
    return tuple(
        Rate(currency, millionths, on, source, reference)
        for (source, on, reference), table in sorted(latest.items())
        for currency, millionths in sorted(table.items())
    )


async def context_of(session: AsyncSession, basis: Basis) -> Context:
    """Return what the day and the rates come to for matching."""
    rates = await rates_of(session, basis)
    return Context(today=basis.day, geography=load_geography(), vocabulary=load_vocabulary(), rates=rates)
