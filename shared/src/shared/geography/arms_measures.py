"""Arms measures of the Security Council by State: dated facts for a reviewer to check, never a rule, never code.

A live regime bars neither stockpile help nor training, and many cover armed groups only: what follows from one is for
people to say. What was not verified, or has passed its last known day, is told as such rather than left out.
"""

import csv
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Force(StrEnum):
    """What is known of a regime on a day: in force, or listed without our knowing whether it still holds."""

    IN_FORCE = "in_force"
    NOT_VERIFIED = "not_verified"


@dataclass(frozen=True)
class ArmsMeasure:
    """A regime, by key, and the States it is about, alpha-3; empty or None = the source does not say.

    `until` is its last known day, `lifted` the day it ended; `as_of` the day of the source, perhaps without its day.
    `scope` is whom it covers: territory, part_of_territory, armed_groups, listed_persons, inspection_at_sea.
    """

    regime: str
    states: tuple[str, ...]
    until: date | None
    lifted: date | None
    resolution: str
    scope: str
    as_of: str
    verified: bool
    source: str

    def force_on(self, day: date) -> Force | None:
        """Return what is known of it on a day; None once it was lifted."""
        if self.lifted is not None and self.lifted <= day:
            return None
        if self.verified and (self.until is None or day <= self.until):
            return Force.IN_FORCE
        return Force.NOT_VERIFIED


@cache
def load_arms_measures() -> tuple[ArmsMeasure, ...]:
    """Return all regimes in the order of the file."""
    text = (files("shared.geography") / "data" / "arms_measures.csv").read_text("utf-8")
    return tuple(_measure(row) for row in csv.DictReader(text.splitlines()))


def _measure(row: dict[str, str]) -> ArmsMeasure:
    return ArmsMeasure(
        regime=row["regime"],
        states=tuple(row["states"].split(";")),
        until=_date(row["until"]),
        lifted=_date(row["lifted"]),
        resolution=row["resolution"],
        scope=row["scope"],
        as_of=row["as_of"],
        verified={"yes": True, "no": False}[row["verified"]],
        source=row["source"],
    )


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
