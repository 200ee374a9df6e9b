"""Persons in matches: who decided, what they wrote, and who is named in it."""

from typing import Final

from matcher.adapters.dialogue.tables import match_messages
from matcher.adapters.matches.tables import match_versions, matches
from matcher.adapters.personal.columns import Account, Json
from matcher.adapters.personal.periods import FOR_THE_DIALOGUE, WITH_THE_RECORD
from matcher.adapters.personal.rewriting import Rewritten

_BY: Final = ("proposed_by", "endorsed_by")
_WRITTEN: Final = (
    *("explanation", "acknowledged", "interests", "acceptances", "plan", "deliveries", "evaluation"),
    "reason_text",
)

MATCHES: Final = Rewritten(
    place="matcher.matches",
    holds="the accounts of those who proposed, endorsed, acknowledged flags, declared an interest, consented or "
    "evaluated, and whoever is named in reasons, plans, notes of deliveries, evaluations, or as the donor",
    purpose="to know who agreed to what, to keep whoever declared an interest from deciding, and to learn from it",
    kept_for=f"{WITH_THE_RECORD}; reasons and declared interests in words: {FOR_THE_DIALOGUE}",
    table=matches,
    columns=(*map(Account, _BY), *map(Json, _WRITTEN)),
    since="created_at",
)

HISTORY: Final = Rewritten(
    place="matcher.match_versions",
    holds="the account behind each change of a match, and whoever is named in its reason",
    purpose="to tell who changed what and why",
    kept_for=f"{WITH_THE_RECORD}; reasons in words: {FOR_THE_DIALOGUE}",
    table=match_versions,
    columns=(Account("by_subject"), Json("reason")),
    since="at",
)

MESSAGES: Final = Rewritten(
    place="matcher.match_messages",
    holds="whoever is named in a message on a match; its author is kept as a side of the match, never as a person",
    purpose="to let the parties of a match and the coordinators talk",
    kept_for=FOR_THE_DIALOGUE,
    table=match_messages,
    columns=(Json("body"),),
    since="sent_at",
)
