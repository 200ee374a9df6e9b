"""Persons beside what coordinators decide about matching: rates, scoring profiles, and which one is in force."""

from typing import Final

from matcher.adapters.basis.tables import activation_remarks, rate_table_authors, scoring_profile_remarks
from matcher.adapters.personal.columns import Account, Json
from matcher.adapters.personal.periods import WITH_THE_RECORD
from matcher.adapters.personal.rewriting import Rewritten

_PURPOSE: Final = "to tell coordinators and observers who decided by what is matched, and why"

RATES: Final = Rewritten(
    place="matcher.rate_table_authors",
    holds="the account of the coordinator who loaded a table of exchange rates",
    purpose=_PURPOSE,
    kept_for=WITH_THE_RECORD,
    table=rate_table_authors,
    columns=(Account("loaded_by"),),
)

PROFILES: Final = Rewritten(
    place="matcher.scoring_profile_remarks",
    holds="the account of the coordinator who wrote a scoring profile, and whoever is named in its note",
    purpose=_PURPOSE,
    kept_for=WITH_THE_RECORD,
    table=scoring_profile_remarks,
    columns=(Account("created_by"), Json("note")),
)

ACTIVATIONS: Final = Rewritten(
    place="matcher.scoring_profile_activation_remarks",
    holds="the account of the coordinator who put a scoring profile in force, and whoever is named in the reason",
    purpose=_PURPOSE,
    kept_for=WITH_THE_RECORD,
    table=activation_remarks,
    columns=(Account("activated_by"), Json("reason")),
)
