"""Persons beside the decision log and beside what is only ever added to; the log itself names nobody."""

from typing import Final

from matcher.adapters.decisions.tables import decision_texts, pseudonyms
from matcher.adapters.personal.periods import FOR_THE_DIALOGUE, WHILE_IN_USE
from shared.personal.removed_rows import RemovedRows

TEXTS: Final = RemovedRows(
    place="matcher.decision_texts",
    holds="whoever is named in the text of a decision's reason",
    purpose="to show auditors the reasons in full; the log binds each text without holding it",
    kept_for=FOR_THE_DIALOGUE,
    table=decision_texts,
    columns=("text",),
    record="number",
)

PSEUDONYMS: Final = RemovedRows(
    place="matcher.pseudonyms",
    holds="the account behind a pseudonym of the decision log",
    purpose="to name the same account by the same pseudonym, and to find out who it was",
    kept_for=WHILE_IN_USE,
    table=pseudonyms,
    columns=(),
    account="subject",
    record="pseudonym",
)
