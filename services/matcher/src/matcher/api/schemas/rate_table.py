"""Tables of exchange rates as coordinators load them and as everybody reads them."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from pydantic import Field

from matcher.application.load_rates import LoadRates
from matcher.application.rate_rules import Quote
from matcher.domain.rates import MILLION, RateTable
from shared.http.documents import Day, Part
from shared.identity.actor import Actor, Role
from shared.measures import ExactNumber


class RateDocument(Part):
    """How much of a currency one unit of the reference currency buys, to six decimals."""

    currency: str = Field(description="ISO 4217", examples=["EUR"])
    rate: ExactNumber = Field(description="above 0, at most 10,000,000", examples=[0.92])


class RateTableDocument(Part):
    """The rates of one source for one day; the reference currency itself may be left out."""

    source: str = Field(description="who publishes the rates", examples=["UN operational rates of exchange"])
    date: Day = Field(description="the day from which the rates hold, not after today", examples=["2026-03-01"])
    reference_currency: str = Field(description="ISO 4217", examples=["USD"])
    rates: tuple[RateDocument, ...]

    def command(self) -> LoadRates:
        """Return what the document asks for."""
        quotes = tuple(Quote(each.currency, each.rate) for each in self.rates)
        return LoadRates(self.source, self.date, self.reference_currency, quotes)


class RateTableView(RateTableDocument):
    """A table that was loaded."""

    id: UUID
    loaded_at: datetime
    loaded_by: str | None = Field(description="shown to coordinators and observers")

    @classmethod
    def of(cls, table: RateTable, actor: Actor) -> "RateTableView":
        """Show a table to an actor."""
        return cls(
            source=table.source,
            date=table.on,
            reference_currency=table.reference,
            rates=tuple(
                RateDocument(currency=currency, rate=Decimal(millionths) / MILLION)
                for currency, millionths in sorted(table.millionths.items())
            ),
            id=table.id,
            loaded_at=table.loaded_at,
            loaded_by=table.loaded_by if sees_who_decided(actor) else None,
        )


def sees_who_decided(actor: Actor) -> bool:
    """Answer whether the actor is told which person decided: those who coordinate and those who audit."""
    return actor.role in {Role.COORDINATOR, Role.OBSERVER}
