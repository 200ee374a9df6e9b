"""Where a need comes from, and on what evidence it rests."""

from dataclasses import dataclass
from typing import Literal

from shared.statements import provenance

EvidenceTier = Literal["A", "B", "C"]
"""A: the State's own request; B: a priority stated by a State, plan or assessor; C: implied by help delivered."""


@dataclass(frozen=True)
class Provenance(provenance.Provenance):
    """The source of a need, with the tier of its evidence where somebody judged it."""

    evidence_tier: EvidenceTier | None = None
