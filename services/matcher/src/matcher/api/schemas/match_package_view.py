"""Matches that are proposed and endorsed together."""

from collections.abc import Sequence
from typing import Self
from uuid import UUID

from pydantic import BaseModel

from matcher.adapters.matches.queries import MatchFound
from matcher.api.schemas.match_parties import ProposedMatchView
from matcher.api.schemas.match_view import MatchSummary, Reader
from matcher.domain.matches.match import Match


class ProposedPackageView(BaseModel):
    """A package that was just proposed."""

    id: UUID
    matches: list[ProposedMatchView]

    @classmethod
    def of(cls, package_id: UUID | None, matches: Sequence[Match]) -> Self:
        """Show the package's matches, oldest first."""
        shown = [ProposedMatchView.of(match) for match in sorted(matches, key=lambda match: match.id)]
        return cls.model_validate({"id": package_id, "matches": shown})


class MatchPackageView(BaseModel):
    """A package as its reader sees it."""

    id: UUID
    matches: list[MatchSummary]

    @classmethod
    def of(cls, package_id: UUID, found: Sequence[MatchFound], reader: Reader) -> Self:
        """Show those of the package's matches that the reader may see."""
        return cls(id=package_id, matches=[MatchSummary.of(each, reader) for each in found])
