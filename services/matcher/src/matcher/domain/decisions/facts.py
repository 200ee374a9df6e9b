"""What every entry states of its match after the decision, so that the log can be replayed into the state."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Protocol
from uuid import UUID

LINE_IDS: Final = ("component_id", "offer_id", "line_id")
LINE_FIGURES: Final = ("quantity", "coverage", "delivered", "covered")
"""Whole thousandths; the first two are null where the line is taken whole."""


class StatedParty(Protocol):
    """Whose consent it is: `recipient` with a State or group, `donor` with an organisation."""

    @property
    def kind(self) -> str:
        """Say which side."""
        ...

    @property
    def key(self) -> str:
        """Name the party."""
        ...


class StatedAcceptance(Protocol):
    """A party's consent; who gave it is not logged here."""

    @property
    def party(self) -> StatedParty:
        """The party that consented."""
        ...


class StatedLine(Protocol):
    """A line of a match, with figures in whole thousandths."""

    component_id: UUID
    offer_id: UUID
    line_id: UUID
    quantity: int | None
    coverage: int | None
    delivered: int
    covered: int

    @property
    def role(self) -> str:
        """Say whether it provides or funds."""
        ...


class StatedMatch(Protocol):
    """A match as far as the log states it."""

    need_id: UUID
    offer_id: UUID
    funder_offer_id: UUID | None
    stale: bool
    deadline: datetime | None

    @property
    def lines(self) -> Sequence[StatedLine]:
        """Its lines."""
        ...

    @property
    def acceptances(self) -> Sequence[StatedAcceptance]:
        """The consents that stand."""
        ...


def facts_of(match: StatedMatch, rests_on: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the match as it is, beside what the decision rested on; what is stated of the match goes first."""
    offers = {match.offer_id, *(line.offer_id for line in match.lines)}
    if match.funder_offer_id is not None:
        offers.add(match.funder_offer_id)
    return {
        **(rests_on or {}),
        "need_id": match.need_id,
        "offer_ids": sorted(map(str, offers)),
        "lines": [_line(line) for line in match.lines],
        "accepted": sorted(f"{each.party.kind}:{each.party.key}" for each in match.acceptances),
        "stale": match.stale,
        "deadline": None if match.deadline is None else match.deadline.isoformat(),
    }


def _line(line: StatedLine) -> dict[str, Any]:
    return {name: getattr(line, name) for name in (*LINE_IDS, "role", *LINE_FIGURES)}
