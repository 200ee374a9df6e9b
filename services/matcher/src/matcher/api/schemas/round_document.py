"""What a coordinator asks a round for; whatever is left out has the default that the document shows."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal, Self, cast
from uuid import UUID

from pydantic import Field, StrictBool, StrictInt

from matcher.domain.amounts import ONE, thousandths
from matcher.domain.rounds.settings import (
    DEFAULT_TOLERANCES,
    DEFAULT_WEIGHTS,
    Cap,
    Choice,
    RoundSettings,
    Scope,
)
from shared.http.documents import Part
from shared.measures import Ledgered, Quantity

Priority = Literal["1", "2", "3", "4", "5"]
LevelName = Literal["coverage", "equity", "fit"]


class ScopeDocument(Part):
    """Which needs and offers take part; what is left out, or null, leaves that side open."""

    needs: tuple[UUID, ...] | None = None
    offers: tuple[UUID, ...] | None = None
    states: tuple[str, ...] = Field(
        default=(), description="ISO 3166 alpha-3 of States of the needs", examples=[["BFA"]]
    )
    areas: tuple[str, ...] = Field(default=(), description="regions and groups of those States", examples=[["ecowas"]])
    categories: tuple[str, ...] = Field(default=(), description="vocabulary keys; entries below them are included")
    historic: StrictBool = Field(default=False, description="a round among historic examples, which meet nothing else")

    def scope(self) -> Scope:
        """Return the scope."""
        return Scope(**{name: getattr(self, name) for name in type(self).model_fields})


class CapDocument(Part):
    """The most that a donor gives, or that a State or an area receives: an amount, or a number of matches."""

    kind: str = Field(description="donor, state or area")
    key: str = Field(description="the donor's key, the State's alpha-3, or the area's key")
    amount: Ledgered | None = None
    unit: str | None = Field(default=None, description="unit of the amount; `money` with its currency")
    currency: str | None = None
    matches: StrictInt | None = None

    def cap(self) -> Cap:
        """Return the cap, its amount in thousandths."""
        amount = None if self.amount is None else thousandths(self.amount)
        unit, currency = self.unit, self.currency
        return Cap(kind=self.kind, key=self.key, amount=amount, unit=unit, currency=currency, matches=self.matches)


class PairDocument(Part):
    """A need's component and an offer's line."""

    component_id: UUID
    line_id: UUID


class PinDocument(PairDocument):
    """A pair that the plan must hold, with this quantity of the line's unit where one is given."""

    quantity: Quantity | None = None


class RoundDocument(Part):
    """A round's settings; shares, weights, tolerances and the gap are in thousandths."""

    scope: ScopeDocument = Field(default_factory=ScopeDocument)
    weights: dict[Priority, StrictInt] = Field(
        default_factory=lambda: _weights(DEFAULT_WEIGHTS),
        description="what a covered share counts by the need's priority; all five are given, or none",
    )
    tolerances: dict[LevelName, StrictInt] = Field(
        default_factory=lambda: cast("dict[LevelName, int]", dict(DEFAULT_TOLERANCES)),
        description="how much of a level the later ones may give up; `equity` holds for regions too",
    )
    gap: StrictInt = Field(default=10, description="how near to the bound a level comes before the solver stops")
    time_limit_seconds: StrictInt = Field(default=300, description="a safety valve: a round that it stops says so")
    offers_per_component: StrictInt | None = None
    caps: tuple[CapDocument, ...] = ()
    pins: tuple[PinDocument, ...] = ()
    bans: tuple[PairDocument, ...] = ()
    alternatives: StrictInt = Field(default=0, description="how many further plans to look for")
    min_difference: StrictInt = Field(default=1, description="by how many pairs plans differ at least")

    def settings(self) -> RoundSettings:
        """Return the settings; InvalidInput names each field that breaks a rule."""
        plain = ("gap", "time_limit_seconds", "offers_per_component", "alternatives", "min_difference")
        return RoundSettings(
            scope=self.scope.scope(),
            weights={int(priority): weight for priority, weight in self.weights.items()},
            tolerances={str(level): tolerance for level, tolerance in self.tolerances.items()},
            caps=tuple(cap.cap() for cap in self.caps),
            pins=tuple(_pin(pin) for pin in self.pins),
            bans=tuple(Choice(component_id=ban.component_id, line_id=ban.line_id) for ban in self.bans),
            **{name: getattr(self, name) for name in plain},
        )

    @classmethod
    def kept(cls, settings: Mapping[str, Any]) -> Self:
        """Show the settings that are kept with a round; today's rules are for new rounds and do not judge it."""
        shown = {
            "caps": [{**cap, "amount": units(cap["amount"])} for cap in settings["caps"]],
            "pins": [{**pin, "quantity": units(pin["quantity"])} for pin in settings["pins"]],
            "bans": [{name: ban[name] for name in PairDocument.model_fields} for ban in settings["bans"]],
        }
        return cls.model_validate({**settings, **shown})


def _weights(by_priority: Mapping[int, int]) -> dict[Priority, int]:
    return {cast("Priority", str(priority)): weight for priority, weight in by_priority.items()}


def _pin(pin: PinDocument) -> Choice:
    quantity = None if pin.quantity is None else thousandths(pin.quantity)
    return Choice(component_id=pin.component_id, line_id=pin.line_id, quantity=quantity)


def units(quantity: int | None) -> Decimal | None:
    """Return a quantity of thousandths in whole units."""
    return None if quantity is None else Decimal(quantity) / ONE
