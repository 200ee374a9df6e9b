"""A match at one version, as far as it concerns the need: what it asks of which component."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from needs.domain.identifiers import MatchId, NeedId
from needs.domain.targets import Claim
from shared.statements.standings import Standing


@dataclass(frozen=True, kw_only=True)
class Demand:
    """One version of a match, and the event that told of it; one claim a component.

    `wants_an_answer` = the matcher waits for this version's answer, also if nothing changes here.
    """

    match_id: MatchId
    match_version: int
    event_id: UUID
    need_id: NeedId
    standing: Standing
    claims: Sequence[Claim]
    wants_an_answer: bool = False

    def asks_for_anything(self) -> bool:
        """Answer whether there is anything to hold, to count or to answer."""
        return self.wants_an_answer or any(claim.asks_for_anything(self.standing) for claim in self.claims)
