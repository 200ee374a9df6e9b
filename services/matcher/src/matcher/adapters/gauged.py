"""What the matcher has figures of besides its dead letters: its erasures, its saga, its log, and rounds that wait."""

from sqlalchemy import func, select

from matcher.adapters.decisions.tables import decision_checkpoints, decision_log
from matcher.adapters.matches.tables import matches
from matcher.adapters.rounds.tables import rounds
from matcher.adapters.tables import erasures
from shared.service.gauged_rows import erasures_gauged
from shared.service.gauging import Gauged, age_of

_last_entry = select(func.max(decision_log.c.number)).scalar_subquery()
_last_checkpoint = select(func.max(decision_checkpoints.c.number)).scalar_subquery()

GAUGED = (
    *erasures_gauged(erasures),
    age_of(
        "matches_oldest_endorsed",
        "Age of the oldest match that waits for needs and offers to answer",
        matches.c.stage_since,
        matches.c.status == "endorsed",
    ),
    Gauged("decision_log_head", "entries", "Number of the decision log's last entry", select(_last_entry)),
    Gauged(
        "decision_log_unpublished",
        "entries",
        "Entries of the decision log behind its last published checkpoint",
        select(func.coalesce(_last_entry, 0) - func.coalesce(_last_checkpoint, 0)),
    ),
    age_of(
        "rounds_oldest_queued",
        "Age of the oldest allocation round that no worker has taken up",
        rounds.c.created_at,
        rounds.c.status == "queued",
    ),
)
