"""What stands around a need: help already had, upkeep, gender (BMS7 72-79), the plan it serves, its report."""

from dataclasses import dataclass
from typing import Literal

ServedKind = Literal["national_action_plan", "national_target", "regional_target"]
"""What a need may serve (BMS7 50, 58, 116)."""


@dataclass(frozen=True)
class ReceivedHelp:
    """Help that the State already had in this matter: from whom, what, and in which year if known."""

    source: str
    what: str
    year: int | None = None


@dataclass(frozen=True)
class Sustainability:
    """How the result is kept up afterwards: a plan in words, and the upkeep (vocabulary keys) that is provided for."""

    plan: str = ""
    upkeep: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gender:
    """Gender considerations (BMS7 72-79) and how many women and men are to be reached, where counted."""

    considerations: str = ""
    women: int | None = None
    men: int | None = None


@dataclass(frozen=True)
class ServedGoal:
    """The national action plan or voluntary target that the need serves, by its title or number."""

    kind: ServedKind
    reference: str = ""


@dataclass(frozen=True)
class SourceReport:
    """The national report that states the need: its year, and the number of the question (BMS7 53, RES 14)."""

    year: int
    question: str
