"""draft -> open -> partly_covered -> covered -> closed: what may happen in which status, and until when."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal

from shared.errors import Conflict

NeedStatus = Literal["draft", "open", "partly_covered", "covered", "closed"]
"""Where a need stands; coverage moves a circulated one among the middle three."""

ClosedAs = Literal["fulfilled", "withdrawn", "expired"]
"""How a need ended."""

Action = Literal["amend", "open", "withdraw", "close", "reconfirm", "remind", "expire"]
"""What can be done to a need."""

CIRCULATED: frozenset[NeedStatus] = frozenset({"open", "partly_covered", "covered"})
"""The statuses after consent and before the end."""

CONFIRMATION_PERIOD = timedelta(days=365)
"""How long an opening or a confirmation holds before the need has to be confirmed again, unless set otherwise."""

REMINDED_BEFORE = timedelta(days=30)
"""How long before the last day the State is reminded, unless set otherwise."""

_ALIVE: frozenset[NeedStatus] = frozenset({"draft", "open", "partly_covered", "covered"})

_ALLOWED: Mapping[Action, frozenset[NeedStatus]] = {
    "amend": _ALIVE,
    "open": frozenset({"draft"}),
    "withdraw": _ALIVE,
    "close": CIRCULATED,
    "reconfirm": CIRCULATED,
    "remind": CIRCULATED,
    "expire": CIRCULATED,
}


def must_allow(action: Action, status: NeedStatus) -> None:
    """Raise Conflict `need-closed`, `need-already-open` or `need-not-open`, with the current status in `extra`."""
    if status in _ALLOWED[action]:
        return
    if status == "closed":
        raise Conflict("The need is closed; nothing about it changes any more.", code="need-closed", status=status)
    if action == "open":
        raise Conflict("The need is already in circulation.", code="need-already-open", status=status)
    raise Conflict(f"The need is a {status}; open it before you {action} it.", code="need-not-open", status=status)
