"""A drawn world of matches with the stages they went through, written straight into the matcher's tables.

Statistics are checked against it by counting in plain Python: `DrawnMatch` is all that the count may look at.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.matches.tables import match_lines, matches
from matcher.adapters.passages.tables import match_passages
from matcher.adapters.tables import needs, offers
from matcher.domain.matches.life_cycle import OFF_RAMPS, TRANSITIONS, Status
from tests.support.kept_matches import match_row
from tests.support.published_states import need_state, offer_state

BEGINNING: Final = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
PLACES: Final[Sequence[tuple[tuple[str, ...], str | None]]] = (
    (("BFA",), None),
    (("KEN",), None),
    (("ALB",), None),
    (("PER",), None),
    (("MLI", "NER"), None),
    (("FJI", "KEN"), None),
    ((), "ecowas"),
    ((), "western_africa"),
)
CATEGORIES: Final = ("marking", "stockpile_management", "physical_security", "destruction", "legislation")
VISIBILITIES: Final = ("public", "public", "donors", "coordinators")
DONORS: Final = (("eu", "regional_organisation"), ("deu", "state"), ("unscar", "multi_donor_fund"))
REASONS: Final[Mapping[str, Sequence[str]]] = {
    "rejected": ("duplication", "not_suitable"),
    "declined": ("timing", "conditions_not_met"),
    "expired": ("deadline_passed",),
    "dissolved": ("need_ended", "offer_ended"),
}


@dataclass(frozen=True)
class Stay:
    """A match in a stage; `left_at` None = it is there."""

    stage: Status
    entered_at: datetime
    left_at: datetime | None

    @property
    def hours(self) -> float:
        """How long it stayed; 0 while it does."""
        return 0.0 if self.left_at is None else (self.left_at - self.entered_at) / timedelta(hours=1)


@dataclass(frozen=True)
class DrawnMatch:
    """A match as it was drawn."""

    number: int
    states: tuple[str, ...]
    group: str | None
    categories: tuple[str, ...]
    need_visibility: str
    offer_visibility: str
    donor: str
    donor_kind: str
    opened_at: datetime
    stays: tuple[Stay, ...]
    reason: str | None

    @property
    def id(self) -> UUID:
        """Name the match."""
        return UUID(int=(9 << 64) + self.number)

    @property
    def present(self) -> Stay:
        """Return the stay that has not ended."""
        return self.stays[len(self.stays) - 1]

    @property
    def status(self) -> Status:
        """Where it stands now."""
        return self.present.stage

    @property
    def created_at(self) -> datetime:
        """When it was proposed."""
        return self.stays[0].entered_at


def drawn_matches(seed: int, count: int) -> tuple[DrawnMatch, ...]:
    """Return matches that went at random along the table of transitions, the same for the same seed."""
    chance = random.Random(seed)
    return tuple(_drawn(chance, number) for number in range(1, count + 1))


async def write_down(session: AsyncSession, drawn: Sequence[DrawnMatch]) -> None:
    """Enter the matches, with a need and an offer each; commits nothing."""
    await session.execute(insert(needs), [_need_of(each) for each in drawn])
    await session.execute(insert(offers), [_offer_of(each) for each in drawn])
    await session.execute(insert(matches), [_row_of(each) for each in drawn])
    await session.execute(insert(match_lines), [line for each in drawn for line in _lines_of(each)])
    await session.execute(insert(match_passages), [stay for each in drawn for stay in _passages_of(each)])


def _drawn(chance: random.Random, number: int) -> DrawnMatch:
    states, group = chance.choice(PLACES)
    created_at = BEGINNING + timedelta(hours=chance.randrange(24 * 60))
    stays = _stays(chance, created_at)
    last = stays[-1].stage
    donor, kind = chance.choice(DONORS)
    return DrawnMatch(
        number=number,
        states=states,
        group=group,
        categories=tuple(chance.sample(CATEGORIES, chance.randint(1, 2))),
        need_visibility=chance.choice(VISIBILITIES),
        offer_visibility=chance.choice(("public", "public", "coordinators")),
        donor=donor,
        donor_kind=kind,
        opened_at=created_at - timedelta(hours=chance.randrange(1, 24 * 40)),
        stays=stays,
        reason=chance.choice(REASONS[last]) if last in OFF_RAMPS else None,
    )


def _stays(chance: random.Random, at: datetime) -> tuple[Stay, ...]:
    stage: Status = "proposed"
    stays: list[Stay] = []
    for _ in range(chance.randint(0, 12)):
        ways = _ways_from(stage)
        if not ways:
            break
        left_at = at + timedelta(minutes=chance.randrange(60 * 24 * 20))
        stays.append(Stay(stage, at, left_at))
        stage, at = chance.choice(ways), left_at
    return (*stays, Stay(stage, at, None))


def _ways_from(stage: Status) -> Sequence[Status]:
    """Return where a match may go, every way on nine times as likely as each way out."""
    ways: list[Status] = []
    for row in TRANSITIONS:
        if row.after is not None and row.after != stage and stage in row.before:
            way: Status = row.after
            ways.extend(way for _ in range(1 if way in OFF_RAMPS else 9))
    return ways


def _need_of(drawn: DrawnMatch) -> dict[str, Any]:
    state = need_state(drawn.number, states=drawn.states, group=drawn.group, opened_at=drawn.opened_at)
    columns = ("need_id", "version", "external_id", "status", "states", "group")
    named = {name: getattr(state, name) for name in columns}
    title, document = state.texts[0].title, state.model_dump(mode="json")
    return {
        **named,
        "change_number": drawn.number,
        "title": title,
        "visibility": drawn.need_visibility,
        "historic_example": False,
        "state": document,
    }


def _offer_of(drawn: DrawnMatch) -> dict[str, Any]:
    state = offer_state(drawn.number)
    donor = state.donor.model_copy(update={"organisation": drawn.donor, "kind": drawn.donor_kind})
    state = state.model_copy(update={"donor": donor})
    columns = ("offer_id", "version", "external_id", "status")
    return {name: getattr(state, name) for name in columns} | {
        "change_number": drawn.number,
        "title": state.texts[0].title,
        "organisation": drawn.donor,
        "donor_name": donor.name,
        "visibility": drawn.offer_visibility,
        "historic_example": False,
        "state": state.model_dump(mode="json"),
    }


def _row_of(drawn: DrawnMatch) -> dict[str, Any]:
    return match_row(
        drawn.number,
        drawn.number,
        id=drawn.id,
        version=len(drawn.stays),
        status=drawn.status,
        states=drawn.states,
        group=drawn.group,
        donors=(drawn.donor,),
        endorsed_by="somebody" if len(drawn.stays) > 1 else None,
        reason_code=drawn.reason,
        stage_since=drawn.present.entered_at,
        created_at=drawn.created_at,
        updated_at=drawn.present.entered_at,
    )


def _lines_of(drawn: DrawnMatch) -> Iterator[dict[str, Any]]:
    for position, category in enumerate(drawn.categories):
        yield {
            "match_id": drawn.id,
            "component_id": UUID(int=(10 << 64) + drawn.number * 10 + position),
            "line_id": offer_state(drawn.number).lines[0].line_id,
            "offer_id": offer_state(drawn.number).offer_id,
            "role": "provides",
            "position": position,
            "category": category,
            "score": 700,
            "quantity": 1000,
            "unit": "machine",
            "coverage": 1000,
            "component_unit": "machine",
            "delivered": 0,
            "covered": 0,
        }


def _passages_of(drawn: DrawnMatch) -> Iterator[dict[str, Any]]:
    for number, stay in enumerate(drawn.stays, 1):
        yield {"match_id": drawn.id, "number": number, **vars(stay)}
