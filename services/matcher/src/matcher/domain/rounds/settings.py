"""What a coordinator sets before a round: the scope, what counts how much, and what must or must not happen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final
from uuid import UUID

from matcher.domain.rounds.faults import faults
from shared.errors import InvalidInput

DEFAULT_WEIGHTS: Final = {1: 200, 2: 400, 3: 600, 4: 800, 5: 1000}
"""What one unit of covered share counts by the need's priority, in thousandths."""

DEFAULT_TOLERANCES: Final = {"coverage": 10, "equity": 10, "fit": 10}
"""How much of a level's value the later levels may give up, in thousandths of it; `equity` holds for regions too."""


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Which records take part: None and empty leave that side open.

    States, areas and categories (with all they contain) are those of the need. Historic examples and live records
    never meet, so a round is about one of the two.
    """

    needs: tuple[UUID, ...] | None = None
    offers: tuple[UUID, ...] | None = None
    states: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    historic: bool = False


@dataclass(frozen=True, kw_only=True)
class Cap:
    """The most that a donor gives, or that a State or an area receives, in this round.

    Either `matches`, a number of pairs, or `amount`, thousandths of `unit` (and of `currency` where that is money).
    """

    kind: str
    key: str
    amount: int | None = None
    unit: str | None = None
    currency: str | None = None
    matches: int | None = None


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A pair that the coordinator decided on; `quantity`, for pins only, in thousandths of the line's unit."""

    component_id: UUID
    line_id: UUID
    quantity: int | None = None


@dataclass(frozen=True, kw_only=True)
class RoundSettings:
    """Everything a round is asked for; InvalidInput names each wrong field by its JSON Pointer.

    `gap` (thousandths) is how near to the bound a level must come before the solver stops. `time_limit_seconds` is a
    safety valve for the whole round, not a way to tune it: a round that it stopped says so. `offers_per_component`
    None = as many as it takes. `alternatives` further plans differ from each other by `min_difference` pairs or more.
    """

    scope: Scope = field(default_factory=Scope)
    weights: Mapping[int, int] = field(default_factory=lambda: dict(DEFAULT_WEIGHTS))
    tolerances: Mapping[str, int] = field(default_factory=lambda: dict(DEFAULT_TOLERANCES))
    gap: int = 10
    time_limit_seconds: int = 300
    offers_per_component: int | None = None
    caps: tuple[Cap, ...] = ()
    pins: tuple[Choice, ...] = ()
    bans: tuple[Choice, ...] = ()
    alternatives: int = 0
    min_difference: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "weights", MappingProxyType(dict(sorted(self.weights.items()))))
        object.__setattr__(self, "tolerances", MappingProxyType(dict(sorted(self.tolerances.items()))))
        problems = faults(self)
        if problems:
            raise InvalidInput(problems)
