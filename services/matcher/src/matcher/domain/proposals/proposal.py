"""A match at its very beginning: proposed by a coordinator, holding nothing, decided by nobody yet."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.identifiers import new_id


@dataclass(frozen=True)
class LinesProposed:
    """Lines were proposed, at first or in addition."""

    count: int


@dataclass(eq=False)
class ProposalLine:
    """What one line is to give to one component; `quantity` in thousandths of `unit`, None = not measured, whole."""

    component_id: UUID
    line_id: UUID
    position: int
    score: int
    quantity: int | None
    unit: str | None
    currency: str | None


@dataclass(frozen=True)
class Basis:
    """What was known when the proposal was made, frozen with it: versions, score, reasons, digests."""

    round_id: UUID
    plan: str
    round_digest: str
    input_digest: str


@dataclass(frozen=True)
class Reasoning:
    """Why the offer answers the need, as data; `profile_digest` names the weights."""

    need_version: int
    offer_version: int
    score: int
    explanation: Sequence[dict[str, Any]]
    profile_digest: str


@dataclass(eq=False, kw_only=True)
class Proposal:
    """One need and one offer, with the lines that are proposed between them."""

    id: UUID
    status: str
    round_id: UUID
    plan: str
    round_digest: str
    input_digest: str
    need_id: UUID
    offer_id: UUID
    need_version: int
    offer_version: int
    score: int
    explanation: Sequence[dict[str, Any]]
    profile_digest: str
    proposed_by: str
    created_at: datetime
    updated_at: datetime
    version: int = 0
    lines: list[ProposalLine] = field(default_factory=list[ProposalLine])
    events: list[LinesProposed] = field(default_factory=list[LinesProposed])

    @classmethod
    def between(
        cls, need_id: UUID, offer_id: UUID, basis: Basis, reasoning: Reasoning, *, by: str, now: datetime
    ) -> "Proposal":
        """Return a proposal that has no lines yet."""
        frozen = vars(basis) | vars(reasoning)
        return cls(
            id=new_id(),
            status="proposed",
            need_id=need_id,
            offer_id=offer_id,
            proposed_by=by,
            created_at=now,
            updated_at=now,
            **frozen,
        )

    def has(self, component_id: UUID, line_id: UUID) -> bool:
        """Say whether this pair is among the lines."""
        return any(line.component_id == component_id and line.line_id == line_id for line in self.lines)

    def add(self, lines: Sequence[ProposalLine], now: datetime) -> None:
        """Propose these lines too."""
        for line in lines:
            line.position = len(self.lines)
            self.lines.append(line)
        self.updated_at = now
        self.events.append(LinesProposed(len(lines)))
