"""Persons in what is kept for a while so that requests and events can be repeated."""

from typing import Final

from matcher.adapters.personal.columns import Json, Received
from matcher.adapters.personal.rewriting import Rewritten
from matcher.adapters.tables import dead_letters, idempotency_keys
from shared.personal.removed_rows import RemovedRows

_A_DAY: Final = "24 hours"

KEYS: Final = RemovedRows(
    place="matcher.idempotency_keys",
    holds="the account whose creating requests were answered, with the answers",
    purpose="to create nothing twice when a request is repeated",
    kept_for=_A_DAY,
    table=idempotency_keys,
    columns=("key",),
    account="subject",
    record="key",
    at="created_at",
)

ANSWERS: Final = Rewritten(
    place="matcher.answers",
    holds="whoever is named in an answer that was stored for another account's request",
    purpose="to give the same answer when a request is repeated",
    kept_for=_A_DAY,
    table=idempotency_keys,
    columns=(Json("body"),),
    since="created_at",
)

LETTERS: Final = Rewritten(
    place="matcher.dead_letters",
    holds="whoever is named in an event that could not be applied, or in the error",
    purpose="to apply the event after all once the cause is removed",
    kept_for="for good: an operator decides about each",
    table=dead_letters,
    columns=(Received("value"), Json("error")),
    since="buried_at",
)
