"""Every column of the matcher in which a person could stand is looked through, or it is said why none stands there."""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import ARRAY, JSON, Column, Enum, LargeBinary, String
from sqlalchemy.types import TypeDecorator

from matcher.adapters.decisions.tables import ONLY_ADDED_TO
from matcher.adapters.personal import HOLDINGS
from matcher.adapters.schema import metadata

KEYS: Final = "keys of the published lists, or codes: States, groups, organisations, categories, units, reasons"
IDS: Final = "an id or a digest that Accord made"
STATES: Final = "what Accord computed from keys, numbers and days, for sentences in any language"
LABEL: Final = "a short name that a coordinator or a source gave to a thing, bound into digests or found by"
BUS: Final = "what the bus or a driver said, or where a record stood"
LOG: Final = "only ever added to: actors by pseudonyms, texts by commitments, facts by keys and numbers"

NOBODY_STANDS_IN: Final = {
    "needs.external_id": LABEL,
    "needs.status": KEYS,
    "needs.states": KEYS,
    "needs.group": KEYS,
    "needs.visibility": KEYS,
    "offers.external_id": LABEL,
    "offers.status": KEYS,
    "offers.organisation": KEYS,
    "offers.visibility": KEYS,
    "candidates.profile_digest": IDS,
    "inbox.consumer": KEYS,
    "dead_letters.consumer": KEYS,
    "dead_letters.topic": BUS,
    "dead_letters.digest": IDS,
    "dead_letters.key": IDS,
    "dead_letters.headers": BUS,
    "outbox.topic": BUS,
    "outbox.key": IDS,
    "outbox.type": KEYS,
    "outbox.payload": "matches by ids, keys and numbers, checkpoints, and erasures by keyed digests",
    "outbox.headers": BUS,
    "outbox.last_error": BUS,
    "outbox.skip_reason": "why an operator of this installation gave an event up",
    "idempotency_keys.operation": "a method and a path, with ids",
    "idempotency_keys.digest": IDS,
    "idempotency_keys.location": "a path, with an id",
    "idempotency_keys.etag": KEYS,
    "erasures.identifiers": "keyed digests, which name nobody",
    "erasures.reason_code": KEYS,
    "activities.source": LABEL,
    "activities.external_id": LABEL,
    "activities.donor_organisation": KEYS,
    "activities.states": KEYS,
    "activities.regions": KEYS,
    "activities.categories": KEYS,
    "rate_tables.source": LABEL,
    "rate_tables.reference": KEYS,
    "rate_tables.millionths": STATES,
    "scoring_profiles.digest": IDS,
    "scoring_profiles.name": LABEL,
    "scoring_profiles.weights": STATES,
    "scoring_profile_remarks.digest": IDS,
    "scoring_profile_activations.digest": IDS,
    "decision_log.action": LOG,
    "decision_log.content": LOG,
    "decision_log.content_hash": LOG,
    "decision_log.previous_hash": LOG,
    "decision_log.hash": LOG,
    "decision_texts.salt": "random; it goes with its text",
    "decision_checkpoints.hash": LOG,
    "match_messages.speaker": KEYS,
    "match_messages.language": KEYS,
    "match_reads.speaker": KEYS,
    "matches.states": KEYS,
    "matches.group": KEYS,
    "matches.donors": KEYS,
    "matches.round_plan": KEYS,
    "matches.round_digest": IDS,
    "matches.input_digest": IDS,
    "matches.profile_digest": IDS,
    "matches.shortfalls": STATES,
    "matches.reason_code": KEYS,
    "match_lines.category": KEYS,
    "match_lines.unit": KEYS,
    "match_lines.currency": KEYS,
    "match_lines.component_unit": KEYS,
    "match_versions.happened": KEYS,
    "match_versions.by_role": KEYS,
    "match_versions.document": "the match as it is published: ids, keys and numbers",
    "rounds.settings": "ids, keys and numbers",
    "rounds.scope_states": KEYS,
    "rounds.input_digest": IDS,
    "rounds.digest": IDS,
    "rounds.outcome": "ids, keys and numbers",
    "rounds.failure": "what the solver or Accord said, which repeats no record's text",
    "rounds.violations": "what the checker found, by ids",
    "round_events.kind": KEYS,
    "round_events.facts": STATES,
    "stream_events.facts": "ids, versions and statuses",
}
"""Why nobody stands in a column that could hold somebody. A new column belongs here or in a holding."""


def could_hold_somebody(column: Column[Any]) -> bool:
    kind = column.type
    if isinstance(kind, Enum):
        return False
    return isinstance(kind, String | JSON | ARRAY | LargeBinary | TypeDecorator)


def places() -> Iterator[str]:
    for table in metadata.tables.values():
        yield from (f"{table.name}.{column.name}" for column in table.columns if could_hold_somebody(column))


def looked_through() -> set[str]:
    return {column for holding in HOLDINGS for column in holding.covered()}


def test_every_column_is_looked_through_or_named_with_the_reason_why_not() -> None:
    assert set(places()) == looked_through() | NOBODY_STANDS_IN.keys()


def test_no_column_is_both_looked_through_and_named_as_one_in_which_nobody_stands() -> None:
    assert not looked_through() & NOBODY_STANDS_IN.keys()


def test_what_is_looked_through_exists_and_can_be_changed_by_the_services_own_role() -> None:
    assert {place.partition(".")[0] for place in looked_through()} <= metadata.tables.keys() - set(ONLY_ADDED_TO)


def test_every_holding_has_a_place_of_its_own_and_says_what_it_is_for() -> None:
    assert len({holding.place for holding in HOLDINGS}) == len(HOLDINGS)
    for holding in HOLDINGS:
        assert holding.place.startswith("matcher.")
        assert all((holding.holds, holding.purpose, holding.kept_for))
