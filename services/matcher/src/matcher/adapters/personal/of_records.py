"""Persons named in copies of needs and offers, in what rounds were computed from, and in running activities."""

from typing import Final

from matcher.adapters.activities.tables import activities
from matcher.adapters.personal.columns import Account, CompressedJson, Json
from matcher.adapters.personal.periods import FOR_THE_ROUND, WITH_THE_RECORD
from matcher.adapters.personal.rewriting import Rewritten
from matcher.adapters.rounds.tables import round_inputs, rounds
from matcher.adapters.tables import candidates, change_numbers, needs, offers

_MATCHING: Final = "accord.matching"
_COPIES: Final = "to match by what a record says, and to show it under its title"

NEEDS: Final = Rewritten(
    place="matcher.needs",
    holds="whoever is named in the texts of a need, in the copy that the matcher has of it",
    purpose=_COPIES,
    kept_for="as long as the needs service states the need",
    table=needs,
    columns=(Json("title"), Json("state")),
    anew={"change_number": change_numbers.next_value()},
    turn=_MATCHING,
)

OFFERS: Final = Rewritten(
    place="matcher.offers",
    holds="whoever is named in the texts of an offer or as its donor, in the copy that the matcher has of it",
    purpose=_COPIES,
    kept_for="as long as the offers service states the offer",
    table=offers,
    columns=(Json("title"), Json("donor_name"), Json("state")),
    anew={"change_number": change_numbers.next_value()},
    turn=_MATCHING,
)

CANDIDATES: Final = Rewritten(
    place="matcher.candidates",
    holds="whoever is named as an offer's donor, in the explanation of why the offer answers a need",
    purpose=_COPIES,
    kept_for="until the candidate is found anew",
    table=candidates,
    columns=(Json("explanation"), Json("pairs")),
    turn=_MATCHING,
)

ROUNDS: Final = Rewritten(
    place="matcher.rounds",
    holds="the account of the coordinator who asked for an allocation round",
    purpose="to show who asked",
    kept_for=WITH_THE_RECORD,
    table=rounds,
    columns=(Account("requested_by"),),
    since="created_at",
)

ROUND_INPUTS: Final = Rewritten(
    place="matcher.round_inputs",
    holds="whoever is named in the texts of the needs and offers from which an allocation round was computed",
    purpose="to compute a round again from the same inputs when its worker fails, and to check its result",
    kept_for=FOR_THE_ROUND,
    table=round_inputs,
    columns=(CompressedJson("content"),),
)

ACTIVITIES: Final = Rewritten(
    place="matcher.activities",
    holds="the account of whoever imported a running activity, and whoever its source names in texts",
    purpose="to show what is already under way, and who brought it in",
    kept_for=WITH_THE_RECORD,
    table=activities,
    columns=(Account("imported_by"), Json("donor_name"), Json("details")),
    since="imported_at",
)
