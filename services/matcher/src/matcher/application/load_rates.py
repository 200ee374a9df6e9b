"""A coordinator loads the exchange rates of one day, by which money in two currencies is compared from then on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from matcher.application.basis import BasisOfMatching
from matcher.application.rate_rules import Quote, heading_problems, quote_problems
from matcher.application.rights import must_coordinate_everywhere
from matcher.domain.rates import MILLION, RateTable, in_millionths
from shared.clock import Clock
from shared.errors import InvalidInput
from shared.identifiers import new_id
from shared.identity.actor import Actor


@dataclass(frozen=True)
class LoadRates:
    """Quotes are per unit of the reference currency, which itself may be left out of them."""

    source: str
    on: date
    reference: str
    quotes: Sequence[Quote]


async def load_rates(command: LoadRates, *, actor: Actor, basis: BasisOfMatching, clock: Clock) -> RateTable:
    """Keep the table; every candidate is found again by it shortly afterwards."""
    must_coordinate_everywhere(actor)
    now = clock()
    problems = [
        *heading_problems(command.source, command.on, command.reference, now.date()),
        *quote_problems(command.quotes, command.reference),
    ]
    if problems:
        raise InvalidInput(problems)
    table = RateTable(
        id=new_id(),
        source=command.source,
        on=command.on,
        reference=command.reference,
        millionths={quote.currency: in_millionths(quote.rate) for quote in command.quotes}
        | {command.reference: MILLION},
        loaded_by=actor.subject,
        loaded_at=now,
    )
    async with basis:
        basis.add(table)
        await basis.store()
    return table
