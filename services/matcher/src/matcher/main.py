"""The matcher, wired: the only place where its parts meet."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from matcher.adapters.basis.mapping import map_domain
from matcher.adapters.basis.present import databases_day
from matcher.adapters.clock.part import clock_work
from matcher.adapters.decisions.checkpoints import checkpoint_work
from matcher.adapters.decisions.tables import ONLY_ADDED_TO
from matcher.adapters.dialogue.mapping import map_dialogue
from matcher.adapters.engine_in_memory import EngineInMemory
from matcher.adapters.gauged import GAUGED
from matcher.adapters.matches.mapping import map_matches
from matcher.adapters.matches.republishing import republish
from matcher.adapters.new_day import daily_work
from matcher.adapters.personal import HOLDINGS
from matcher.adapters.personal.retention import retention_work
from matcher.adapters.personal.taking_out import ErasedPersons
from matcher.adapters.restored import STATED, compare_log
from matcher.adapters.rounds.mapping import map_rounds
from matcher.adapters.rounds.part import ROUND_WORKER, round_work
from matcher.adapters.stream.forgetting import forgetting
from matcher.adapters.tables import dead_letters, erasures, idempotency_keys, inbox, outbox
from matcher.api import (
    activities,
    decisions,
    dialogue,
    evidence,
    gaps,
    lists,
    match_life_cycle,
    match_packages,
    match_parties,
    match_statistics,
    matches,
    needs,
    offers,
    packages,
    profiles,
    rates,
    round_stream,
    rounds,
    statistics,
    stream,
    tasks,
    what_if,
)
from matcher.api.dependencies import Parts
from matcher.consumers import TOPICS, handlers
from matcher.domain.matches.life_cycle_table import life_cycle_markdown
from matcher.settings import MatcherSettings, stage_periods
from shared.http.replays import Replays
from shared.messaging.processing import EventProcessor, Handler, InboxTables
from shared.service.background import Background
from shared.service.commands import run_command
from shared.service.consuming import consuming, processor_of
from shared.service.definition import Foundation, ServiceDefinition
from shared.service.erasing import person_key
from shared.service.forgetting import forget_keys

CONSUMER = "matcher"
TAKEN_IN = InboxTables(inbox, dead_letters)
SERVICE_NAME = "matcher"


def prepare() -> None:
    """Map the domain on the tables."""
    map_domain()
    map_rounds()
    map_matches()
    map_dialogue()


def parts(foundation: Foundation) -> Parts:
    """Return what the routes are given."""
    replays = Replays(foundation.database.sessions, idempotency_keys)
    return Parts(foundation.database, foundation.clock, replays, periods=stage_periods(foundation.settings))


def _handlers(foundation: Foundation) -> Mapping[str, Handler]:
    persons = ErasedPersons(person_key(foundation.settings))
    periods = stage_periods(foundation.settings)
    return handlers(EngineInMemory(), foundation.clock, persons, periods, day=databases_day)


def processor(foundation: Foundation) -> EventProcessor:
    """Return what applies needs, offers and answers, with an engine of its own."""
    return processor_of(foundation, CONSUMER, _handlers(foundation), TAKEN_IN)


def work(foundation: Foundation) -> Sequence[Background]:
    """Return what the worker does: takes in events, evaluates anew, forgets old claims and keys."""
    return [
        *consuming(foundation, CONSUMER, TOPICS, _handlers(foundation), TAKEN_IN, gauged=GAUGED),
        daily_work(foundation.database.sessions),
        forget_keys(SERVICE_NAME, foundation, idempotency_keys),
        checkpoint_work(foundation),
        clock_work(foundation),
        *forgetting(foundation),
        retention_work(foundation),
    ]


SERVICE = ServiceDefinition(
    name=SERVICE_NAME,
    title="Accord matcher",
    description="Pairs the needs of recipient States with the offers of donors, and explains each pair.",
    version="0.1.0",
    migrations=Path(__file__).parents[2] / "migrations",
    outbox=outbox,
    routers=(
        needs.router,
        offers.router,
        lists.router,
        gaps.router,
        statistics.router,
        match_statistics.router,
        rounds.router,
        round_stream.router,
        matches.router,
        match_parties.router,
        match_packages.router,
        match_life_cycle.router,
        rates.router,
        profiles.router,
        what_if.router,
        packages.router,
        activities.router,
        evidence.router,
        decisions.router,
        dialogue.router,
        stream.router,
        tasks.router,
    ),
    settings=MatcherSettings,  # pyright: ignore[reportArgumentType] (its fields come from the environment)
    prepare=prepare,
    parts=parts,
    work=work,
    republish=republish,
    processor=processor,
    specialists={ROUND_WORKER: round_work},
    append_only=ONLY_ADDED_TO,
    erasures=erasures,
    holdings=HOLDINGS,
    stated=STATED,
    witnesses=(compare_log,),
    tag_descriptions={"matches": f"The life of a match, each way of it:\n\n{life_cycle_markdown()}"},
)


def run() -> int:
    """Serve the command `accord-matcher`."""
    return run_command(SERVICE)


if __name__ == "__main__":
    sys.exit(run())
