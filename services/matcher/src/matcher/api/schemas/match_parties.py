"""Whose match it is, who has accepted it, and what it takes: the parts of a match that everybody sees who sees it."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from matcher.api.schemas.round_document import units
from matcher.domain.matches.line import MatchLine
from matcher.domain.matches.match import Match
from matcher.domain.matches.parties import Party, parties_of
from shared.http.documents import Part
from shared.measures import ExactNumber


class PartyView(Part):
    """A party: the recipient, by its State's alpha-3 code or its group's key, or a donor, by its organisation's key."""

    kind: str = Field(description="recipient or donor")
    key: str

    @classmethod
    def of(cls, party: Party) -> Self:
        """Show a party."""
        return cls(kind=party.kind, key=party.key)


class ConsentView(PartyView):
    """A party, and since when it has accepted the match as it stands (gate 2); null = not yet, or no longer."""

    accepted_at: datetime | None


def consents_of(match: Match) -> list[ConsentView]:
    """Return every party with its consent, the recipient first."""
    given = {each.party: each.at for each in match.acceptances}
    return [ConsentView(kind=each.kind, key=each.key, accepted_at=given.get(each)) for each in parties_of(match)]


class MatchLineView(Part):
    """What one offer line gives to one component; null quantities = it cannot be measured and is taken whole.

    `quantity`, `charged` and `delivered` count in `unit`, `coverage` and `covered` in the component's unit.
    """

    component_id: UUID
    offer_id: UUID
    line_id: UUID
    role: str = Field(description="provides, or funds what another donor's line provides (BMS7 103)")
    category: str
    score: int
    quantity: ExactNumber | None
    unit: str | None
    currency: str | None
    coverage: ExactNumber | None
    component_unit: str | None
    charged: ExactNumber | None = Field(description="on the offer's ceiling per State, where in another currency")
    delivered: ExactNumber
    covered: ExactNumber

    @classmethod
    def of(cls, line: MatchLine) -> Self:
        """Show a line."""
        figures = ("quantity", "coverage", "charged", "delivered", "covered")
        return cls.showing(line, {name: units(getattr(line, name)) for name in figures})


class ProposedMatchView(BaseModel):
    """A proposed match in short."""

    id: UUID
    version: int
    need_id: UUID
    offer_id: UUID
    lines: list[MatchLineView]

    @classmethod
    def of(cls, match: Match) -> Self:
        """Show a match in short."""
        lines = [MatchLineView.of(line) for line in match.lines]
        names = ("id", "version", "need_id", "offer_id")
        return cls(**{name: getattr(match, name) for name in names}, lines=lines)


class HoldsView(BaseModel):
    """What each side is known to hold for the match: none, asked, held or refused."""

    needs: str
    offers: str
