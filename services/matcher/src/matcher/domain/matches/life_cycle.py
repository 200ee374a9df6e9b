"""The state machine of a match, as one table: the code obeys it, OpenAPI and the documentation show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from shared.errors import Conflict, Forbidden

Status = Literal[
    "proposed",
    "endorsed",
    "refused",
    "reserved",
    "confirmed",
    "in_delivery",
    "delivered",
    "evaluated",
    "rejected",
    "declined",
    "expired",
    "dissolved",
]
"""Where a match stands."""

Action = Literal[
    "propose",
    "revise",
    "endorse",
    "hold",
    "refuse",
    "accept",
    "confirm",
    "plan",
    "deliver",
    "complete",
    "evaluate",
    "reject",
    "decline",
    "expire",
    "dissolve",
]
"""What moves a match."""

Who = Literal["coordinator", "recipient", "donor", "accord"]
"""Who may do it: a coordinator, the need's State, a donor with a line in the match, or Accord by itself."""


@dataclass(frozen=True)
class Transition:
    """One row of the table. `keeps` = the status stays as it is; else it becomes `after`."""

    action: Action
    before: tuple[Status, ...]
    after: Status | None
    by: tuple[Who, ...]
    meaning: str
    wants_reason: bool = False

    @property
    def keeps(self) -> bool:
        """Whether the status stays."""
        return self.after is None


UNCONFIRMED: Final[tuple[Status, ...]] = ("proposed", "endorsed", "refused", "reserved")
AGREED: Final[tuple[Status, ...]] = ("confirmed", "in_delivery")

TRANSITIONS: Final[Sequence[Transition]] = (
    Transition("propose", (), "proposed", ("coordinator", "accord"), "A need and an offer are proposed to each other."),
    Transition(
        "revise",
        ("proposed", "refused"),
        "proposed",
        ("coordinator",),
        "Quantities are set anew, after a refusal or an amendment, and judged by today's records.",
    ),
    Transition(
        "endorse", ("proposed",), "endorsed", ("coordinator",), "The flags are acknowledged; both sides are to hold."
    ),
    Transition("hold", ("endorsed",), "reserved", ("accord",), "Both sides hold what the match takes."),
    Transition(
        "refuse", ("endorsed", "reserved"), "refused", ("accord",), "A side cannot hold it; the other frees it."
    ),
    Transition(
        "accept",
        ("reserved", *AGREED),
        None,
        ("recipient", "donor"),
        "A party agrees (consent gate 2), or agrees anew after an amendment.",
    ),
    Transition("confirm", ("reserved",), "confirmed", ("accord",), "All parties have accepted: the hold is a promise."),
    Transition("plan", AGREED, None, ("recipient", "donor"), "Milestones and indicators of delivery are set."),
    Transition("deliver", AGREED, "in_delivery", ("recipient", "donor"), "Something was delivered."),
    Transition(
        "complete",
        ("in_delivery",),
        "delivered",
        ("recipient", "donor", "accord"),
        "Delivery has ended; what was not delivered is free again.",
    ),
    Transition(
        "evaluate", ("delivered",), "evaluated", ("recipient",), "The State evaluates what it received (gate 3)."
    ),
    Transition(
        "reject", UNCONFIRMED, "rejected", ("coordinator",), "The coordinator turns it down.", wants_reason=True
    ),
    Transition("decline", UNCONFIRMED, "declined", ("recipient", "donor"), "A party turns it down.", wants_reason=True),
    Transition(
        "expire",
        (*UNCONFIRMED, "confirmed"),
        "expired",
        ("accord",),
        "Nobody carried it on before its deadline.",
        wants_reason=True,
    ),
    Transition(
        "dissolve",
        (*UNCONFIRMED, "confirmed"),
        "dissolved",
        ("accord",),
        "Its need or its offer has ended, or another match of its package is lost.",
        wants_reason=True,
    ),
    Transition(
        "dissolve",
        AGREED,
        "dissolved",
        ("coordinator", "recipient", "donor"),
        "What was agreed is ended; what was delivered stays counted.",
        wants_reason=True,
    ),
)
"""Every way a match can move; what is not here is refused."""

OFF_RAMPS: Final[frozenset[Status]] = frozenset({"rejected", "declined", "expired", "dissolved"})
"""The ends without delivery; each frees what was held."""

ENDED: Final[frozenset[Status]] = frozenset({*OFF_RAMPS, "evaluated"})
"""The statuses from which nothing leads on."""

OPEN: Final[frozenset[Status]] = frozenset({*UNCONFIRMED, *AGREED, "delivered"})
"""The statuses in which somebody is still expected to do something."""


def transition_of(action: Action, status: Status, who: Who) -> Transition:
    """Return the row that lets `who` do this now.

    Raises Forbidden where the action is another's to take, Conflict `match-<status>` where the status forbids it.
    """
    rows = [row for row in TRANSITIONS if row.action == action]
    mine = [row for row in rows if who in row.by]
    if not mine:
        allowed = " or ".join(sorted({each for row in rows for each in row.by}))
        raise Forbidden(f"To {action} a match is up to the {allowed}; here you are {who}.")
    for row in mine:
        if status in row.before:
            return row
    possible = ", ".join(sorted({before for row in mine for before in row.before}))
    raise Conflict(
        f"The match is {status}; to {action} it, it has to be {possible}.", code="match-status", status=status
    )


def actions_open_to(who: Who, status: Status) -> tuple[Action, ...]:
    """Return what this kind of actor may do in this status, in the table's order."""
    found: list[Action] = [row.action for row in TRANSITIONS if who in row.by and status in row.before]
    return tuple(dict.fromkeys(found))
