"""How real needs and offers are shaped: shares, sizes and unit costs, read from one file of facts."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

PLACE: Final = Path(__file__).parents[2] / "data" / "simulated_world.json"
"""The facts; their source is told in the file itself."""


@dataclass(frozen=True)
class Subject:
    """One thing that States ask for: its category, the forms of help, and how it is counted and paid."""

    category: str
    narrower: Sequence[str]
    forms: tuple[str, ...]
    unit: str
    sizes: Sequence[int]
    cost: Sequence[float] | None
    currency: str | None


@dataclass(frozen=True)
class OfferShape:
    """One kind of offer; `unit` None = its capacity is never counted, `own` = counted as its subject is."""

    kind: str
    donors: Mapping[str, int]
    subjects: Sequence[int]
    unit: str | None
    pledged: Sequence[int] | None
    grants: Sequence[int] | None
    amount_said: int
    lasting_days: Sequence[int]
    call_days: Sequence[int] | None
    applicants: tuple[str, ...]
    conditions: int
    ceiling: int


@dataclass(frozen=True)
class Shapes:
    """Everything that a world is drawn from; plain weights and numbers stay as the file has them."""

    facts: Mapping[str, Any]
    subjects: Sequence[Subject]
    subject_weights: Mapping[int, int]
    offers: Sequence[OfferShape]
    offer_weights: Mapping[int, int]

    def weights(self, name: str) -> Mapping[str, int]:
        """Return one table of weights."""
        return self.facts[name]


@cache
def load_shapes() -> Shapes:
    """Return the shapes of the file."""
    facts = json.loads(PLACE.read_text(encoding="utf-8"))
    return Shapes(
        facts=facts,
        subjects=[Subject(**_of(each)) for each in facts["subjects"]],
        subject_weights={place: each["weight"] for place, each in enumerate(facts["subjects"])},
        offers=[OfferShape(**_of(each)) for each in facts["offers"]],
        offer_weights={place: each["weight"] for place, each in enumerate(facts["offers"])},
    )


def _of(entry: Mapping[str, Any]) -> dict[str, Any]:
    lists_as_tuples = {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}
    return {name: value for name, value in lists_as_tuples.items() if name != "weight"}
