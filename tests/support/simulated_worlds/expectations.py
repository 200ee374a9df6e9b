"""The committed table of outcomes: what each figure is expected to be, and how far off it may be."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from matcher.domain.scoring import ScoringProfile, load_profile
from tests.support.simulated_worlds.outcomes import Figures, outcomes
from tests.support.simulated_worlds.replay import Replay
from tests.support.simulated_worlds.world import World, simulated_world

PLACE: Final = Path(__file__).parents[2] / "data" / "replayed_history.json"

SEEDS: Final = ("1", "2")
NEEDS: Final = 220
OFFERS: Final = 80

TOLERANCES: Final = {
    "matched": 10,
    "matched_by_priority": 10,
    "waiting_days_mean": 5,
    "waiting_days_p90": 28,
    "covered": 30,
    "holds": 12,
    "declined": 20,
    "by_hand": 20,
    "score_mean": 10,
    "reach": 20,
    "offers_idle": 25,
    "unmatched": 14,
}
"""How far off a figure may be, by the beginning of its name: less than one mechanism of matching moves it."""

HOW_TO_ACCEPT: Final = "If the change is meant, accept the new table: python -m tests.support.simulated_worlds accept"

Table = Mapping[str, Figures]
"""Figures by seed."""


@dataclass(frozen=True)
class Difference:
    """One figure of one world beside what was expected; None = there is no such figure."""

    seed: str
    figure: str
    expected: int | None
    now: int | None

    @property
    def tolerance(self) -> int:
        """How far off the figure may be."""
        return TOLERANCES[self.figure.split("/")[0]]

    @property
    def is_too_far(self) -> bool:
        """Whether it is further off than that; a figure that is missing on one side counts as nothing."""
        return abs((self.expected or 0) - (self.now or 0)) > self.tolerance


def world_of(seed: str) -> World:
    """Return the world that the table tells of under this seed."""
    return simulated_world(int(seed), needs=NEEDS, offers=OFFERS)


def replayed(world: World, profile: ScoringProfile | None = None) -> Figures:
    """Tell the two years of one world and return what they came to."""
    return outcomes(Replay(world, profile or load_profile()).tell())


def expected() -> Table:
    """Return the committed table."""
    return json.loads(PLACE.read_text(encoding="utf-8"))["worlds"]


def accept(table: Table) -> None:
    """Make this table the expected one."""
    PLACE.write_text(as_document(table), encoding="utf-8")


def as_document(table: Table) -> str:
    """Return what the committed file says of this table."""
    what = f"Outcomes of {NEEDS} needs and {OFFERS} offers in two simulated years, by seed; shares in thousandths."
    return json.dumps({"what": what, "worlds": table}, indent=2) + "\n"


def differences(wanted: Table, now: Table) -> list[Difference]:
    """Return every figure of the worlds that were replayed, beside what was expected."""
    return [each for seed in now for each in _of_world(seed, wanted[seed], now[seed])]


def side_by_side(found: list[Difference]) -> str:
    """Return both tables beside each other, what is too far off marked."""
    rows = [f"{'seed':>4} {'figure':<36} {'expected':>9} {'now':>6} {'may be off by':>14}"]
    rows += [
        f"{each.seed:>4} {each.figure:<36} {_told(each.expected):>9} {_told(each.now):>6} {each.tolerance:>14}"
        + ("  <- too far" if each.is_too_far else "")
        for each in found
    ]
    return "\n".join([*rows, HOW_TO_ACCEPT])


def _of_world(seed: str, wanted: Figures, now: Figures) -> Iterator[Difference]:
    for figure in dict.fromkeys([*wanted, *now]):
        yield Difference(seed, figure, wanted.get(figure), now.get(figure))


def _told(figure: int | None) -> str:
    return "-" if figure is None else str(figure)
