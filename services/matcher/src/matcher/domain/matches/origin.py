"""Where a match comes from and what was known when it was judged: frozen with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

OriginKind = Literal["engine", "round", "hand"]
"""Proposed from the engine's candidates, taken over from an allocation round, or put together by a coordinator."""


@dataclass(frozen=True)
class Origin:
    """Who proposed it and from what; the digests name a round's inputs and its result."""

    kind: OriginKind
    by: str
    round_id: UUID | None = None
    plan: str | None = None
    round_digest: str | None = None
    input_digest: str | None = None


@dataclass(frozen=True)
class Judgement:
    """Why the offer answers the need, as data, and the statements of both that were judged; `score` 0 to 1000.

    `need_statement` and its like are the versions at which the authors last said something of their records.
    """

    need_version: int
    need_statement: int
    offer_version: int
    offer_statement: int
    score: int
    explanation: Sequence[dict[str, Any]]
    profile_digest: str


@dataclass(frozen=True)
class Between:
    """The need and the offers of a match, and whose they are; `donors` are organisations, the provider's first."""

    need_id: UUID
    offer_id: UUID
    states: tuple[str, ...]
    donors: tuple[str, ...]
    group: str | None = None
    funder_offer_id: UUID | None = None
    package_id: UUID | None = None
