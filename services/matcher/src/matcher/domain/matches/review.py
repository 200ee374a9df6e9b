"""Review flags of a match: what a coordinator has to look at, and has acknowledged by endorsing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from matcher.domain.matches.origin import Judgement
from shared.errors import Conflict


@dataclass(frozen=True)
class ReviewFlag:
    """Something to look at: a stable code, the paragraph it comes from, and what makes its sentence."""

    code: str
    paragraph: str
    message_key: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class AcknowledgedFlag:
    """A flag as it stood when it was acknowledged, and by whom."""

    flag: ReviewFlag
    by: str
    at: datetime


@dataclass(frozen=True)
class Endorsement:
    """Who endorses, having read which flags, on which judgement of that day (None = the former), with which note."""

    by: str
    acknowledged: tuple[AcknowledgedFlag, ...] = ()
    judgement: Judgement | None = None
    note: str | None = None

    @property
    def facts(self) -> dict[str, Any]:
        """The codes acknowledged, and the flags as they stood."""
        flags = [{"code": each.flag.code, "facts": dict(each.flag.facts)} for each in self.acknowledged]
        return {"acknowledged": sorted({each.flag.code for each in self.acknowledged}), "flags": flags}


def must_be_acknowledged(flags: Sequence[ReviewFlag], acknowledged: Sequence[str]) -> None:
    """Raise Conflict `flags-not-acknowledged`, naming each flag, unless every code raised is among the acknowledged."""
    missing = sorted({flag.code for flag in flags} - set(acknowledged))
    if missing:
        listed = ", ".join(missing)
        detail = f"Read these flags and say that you have, by naming them in `acknowledged`: {listed}."
        raise Conflict(detail, code="flags-not-acknowledged", flags=missing)
