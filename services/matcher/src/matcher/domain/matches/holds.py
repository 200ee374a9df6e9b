"""What the two sides answer to an endorsement, and whether that is news to the match."""

from dataclasses import dataclass
from typing import Any, Literal, Protocol

from matcher.domain.matches.life_cycle import ENDED, Status

Side = Literal["needs", "offers"]

Hold = Literal["none", "asked", "held", "refused"]
"""What a side is known to hold: nothing, nothing known yet, everything, or nothing although it was asked."""


@dataclass(frozen=True)
class Answer:
    """A side's reservation as it was told: which version of the match it answers, and its own version.

    `holds` is whether it has everything set aside, reserved or promised; `shortfalls` say why not.
    """

    side: Side
    version: int
    match_version: int
    holds: bool
    refuses: bool
    shortfalls: tuple[dict[str, Any], ...] = ()

    @property
    def facts(self) -> dict[str, Any]:
        """What of it is told: the side, and why not."""
        return {"side": self.side, "shortfalls": list(self.shortfalls)}


class Held(Protocol):
    """What of a match says what its sides were asked and have answered."""

    status: Status
    hold_version: int | None
    offers_hold: Hold
    needs_hold: Hold
    offers_answered: int
    needs_answered: int
    shortfalls: tuple[dict[str, Any], ...]


def is_news(answer: Answer, match: Held) -> bool:
    """Say whether an answer changes what is known: older, repeated and late ones do not.

    What was asked before the last endorsement is past, whatever is answered to it; so is what ended.
    """
    hold, answered = _of_side(answer.side, match)
    if match.hold_version is None or answer.match_version < match.hold_version or answer.version <= answered:
        return False
    if match.status in ENDED or match.status == "proposed":
        return False
    if answer.refuses:
        return hold != "refused"
    is_awaited = match.status == "endorsed" or (hold == "refused" and match.status != "refused")
    return answer.holds and hold != "held" and is_awaited


def keep_answer(answer: Answer, match: Held) -> None:
    """Keep what a side holds; where it refuses, why, and that the other side is to free what it holds."""
    hold: Hold = "refused" if answer.refuses else "held"
    if answer.side == "offers":
        match.offers_hold, match.offers_answered = hold, answer.version
    else:
        match.needs_hold, match.needs_answered = hold, answer.version
    if not answer.refuses:
        return
    former = match.shortfalls if match.status == "refused" else ()
    match.shortfalls = (*former, *answer.shortfalls)
    if match.status in {"endorsed", "reserved"}:
        _free_the_other(answer.side, match)


def _free_the_other(side: Side, match: Held) -> None:
    if side == "offers":
        match.needs_hold = "none"
    else:
        match.offers_hold = "none"


def _of_side(side: Side, match: Held) -> tuple[Hold, int]:
    if side == "offers":
        return match.offers_hold, match.offers_answered
    return match.needs_hold, match.needs_answered
