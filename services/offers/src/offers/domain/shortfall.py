"""Why capacity could not be held, in codes that every language has a title for."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from offers.domain.identifiers import ComponentId, LineId, OfferId

ShortfallCode = Literal[
    "offer_unknown",
    "offer_not_open",
    "line_unknown",
    "line_exhausted",
    "line_indivisible_in_use",
    "measured_otherwise",
    "below_smallest_share",
    "above_largest_share",
    "state_ceiling_reached",
    "ceiling_not_comparable",
]
"""The reasons of this side; `shared.vocabulary` has their titles."""


@dataclass(frozen=True, kw_only=True)
class Shortfall:
    """One problem: where, how much was asked (None = all that remains) and what remains (None = not measured).

    Both are in `unit`, and `currency` for money: the line's, or for a ceiling the ceiling's; `state` is whose.
    """

    code: ShortfallCode
    offer_id: OfferId
    line_id: LineId | None = None
    component_id: ComponentId | None = None
    state: str | None = None
    asked: Decimal | None = None
    remaining: Decimal | None = None
    unit: str | None = None
    currency: str | None = None
