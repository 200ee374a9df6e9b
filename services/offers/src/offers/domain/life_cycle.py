"""draft -> open -> paused | exhausted -> closed: what may happen in which status."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal

from shared.errors import Conflict

OfferStatus = Literal["draft", "open", "paused", "exhausted", "closed"]
"""Where an offer stands; exhausted means open with nothing left to give."""

Action = Literal["amend", "open", "pause", "resume", "reconfirm", "close"]
"""What a donor can do to its offer."""

CONFIRMATION_PERIOD = timedelta(days=365)
"""How long an opening or a confirmation holds, unless a service is told otherwise."""

REMINDED_BEFORE = timedelta(days=30)
"""How long before its end a donor is reminded, unless a service is told otherwise."""

STANDING: frozenset[OfferStatus] = frozenset({"open", "exhausted"})
"""The statuses in which an offer stands; its ledger moves it between them."""

CONFIRMABLE: frozenset[OfferStatus] = frozenset({"open", "paused", "exhausted"})
"""The statuses in which an offer has to be confirmed from time to time."""

_ALIVE: frozenset[OfferStatus] = frozenset({"draft", "open", "paused", "exhausted"})

_ALLOWED: Mapping[Action, frozenset[OfferStatus]] = {
    "amend": _ALIVE,
    "open": frozenset({"draft"}),
    "pause": frozenset({"open"}),
    "resume": frozenset({"paused"}),
    "reconfirm": CONFIRMABLE,
    "close": _ALIVE,
}

_REFUSALS: Mapping[Action, tuple[str, str]] = {
    "open": ("offer-already-open", "it was opened before"),
    "pause": ("offer-not-open", "only an open offer can be paused"),
    "resume": ("offer-not-paused", "only a paused offer can be resumed"),
    "reconfirm": ("offer-not-open", "open it first"),
}


def must_allow(action: Action, status: OfferStatus) -> None:
    """Raise Conflict `offer-closed`, `offer-already-open`, `offer-not-open` or `offer-not-paused`, with the status."""
    if status in _ALLOWED[action]:
        return
    if status == "closed":
        raise Conflict("The offer is closed; nothing about it changes any more.", code="offer-closed", status=status)
    code, rule = _REFUSALS[action]
    raise Conflict(f"The offer's status is {status}: {rule}.", code=code, status=status)
