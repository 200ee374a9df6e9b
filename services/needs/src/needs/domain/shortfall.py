"""Why coverage could not be held, in codes that every language has a sentence for."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from needs.domain.identifiers import ComponentId, NeedId

ShortfallCode = Literal[
    "component_covered", "component_unknown", "component_taken", "measured_otherwise", "need_unknown", "need_not_open"
]
"""The reasons of this side; `shared.vocabulary` has their titles."""


@dataclass(frozen=True, kw_only=True)
class Shortfall:
    """One problem: where, how much was asked (None = all that remains) and what remains (None = not measured)."""

    code: ShortfallCode
    need_id: NeedId
    component_id: ComponentId | None = None
    asked: Decimal | None = None
    remaining: Decimal | None = None
    unit: str | None = None
