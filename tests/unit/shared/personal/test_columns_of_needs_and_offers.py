"""Every column of needs and offers that takes words is looked through for persons, or it is said why none is there."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pytest
from sqlalchemy import JSON, LargeBinary, MetaData, String, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY

from needs.adapters.personal import HOLDINGS as NEEDS_HOLDINGS
from needs.adapters.tables import metadata as needs_tables
from offers.adapters.personal import HOLDINGS as OFFERS_HOLDINGS
from offers.adapters.schema import metadata as offers_tables
from shared.persistence.documents import Document

SERVICES: Final[Mapping[str, tuple[MetaData, Sequence[Any]]]] = {
    "needs": (needs_tables, NEEDS_HOLDINGS),
    "offers": (offers_tables, OFFERS_HOLDINGS),
}
KEYS: Final = "keys of a controlled list, which name no person"
FIGURES: Final = "figures and ids"
PLANNED: Final = "days and nothing else"
OWN_WORDS: Final = "a word of Accord's own"
NUMBER: Final = "the author's own number, by which records are told apart: it stays, and is not to name a person"
BUS: Final = "where a record stood on the bus, and the digest of what it said"
KEYED: Final = "keyed digests, by which nobody can be named"

NOT_PERSONAL: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        [
            *("needs.lead", "needs.states", "needs.group", "needs.working_languages", "needs.life_cycle_stages"),
            *("needs.target_groups", "needs.applicants", "needs.conditions_met", "needs.visibility", "needs.status"),
            *("needs.closed_as", "need_components.category", "need_components.modalities", "need_components.unit"),
            *("need_components.currency", "reservations.status", "reservations.states", "coverage_entries.movement"),
            *("offers.organisation", "offers.donor_kind", "offers.kind", "offers.for_states", "offers.for_regions"),
            *("offers.for_groups", "offers.excluded_states", "offers.applicants", "offers.working_languages"),
            *("offers.conditions", "offers.delivery_model", "offers.visibility", "offers.status"),
            *("offer_lines.categories", "offer_lines.modalities", "offer_lines.unit", "offer_lines.currency"),
            *("offer_state_ledger.state", "capacity_entries.movement"),
            *("contact_accesses.organisation", "contact_accesses.regions", "contact_accesses.by_role"),
        ],
        KEYS,
    ),
    **dict.fromkeys(["needs.window", "offers.window", "offers.call"], PLANNED),
    **dict.fromkeys(["needs.external_id", "offers.external_id"], NUMBER),
    **dict.fromkeys(
        [
            *("reservations.shortfalls", "offers.per_state_ceiling", "reservation_holdings.charges"),
            *("capacity_entries.charged_before", "capacity_entries.charged_after", "reservation_versions.document"),
        ],
        FIGURES,
    ),
    **dict.fromkeys(
        [
            *("need_versions.happened", "need_versions.by_role", "offer_versions.happened", "offer_versions.by_role"),
            *("reservation_versions.happened", "reservation_versions.by_role", "reservation_versions.reason"),
            *("outbox.topic", "outbox.type", "outbox.key", "outbox.headers", "inbox.consumer"),
            *("contact_accesses.through", "dead_letters.consumer", "erasures.reason_code"),
        ],
        OWN_WORDS,
    ),
    "reservation_versions.by_subject": "always Accord itself, as which a service answers a match",
    **dict.fromkeys(["dead_letters.topic", "dead_letters.digest"], BUS),
    "erasures.identifiers": KEYED,
    **dict.fromkeys(
        [f"idempotency_keys.{name}" for name in ("operation", "key", "digest", "location", "etag")],
        "a route, a version, and what the account chose as a key; they go with the account's row within a day",
    ),
}


def takes_words(kind: Any) -> bool:
    """Say whether words can stand in a column of this type."""
    if isinstance(kind, Document | JSON | String | Text | LargeBinary):
        return True
    return isinstance(kind, ARRAY) and takes_words(kind.item_type)


def columns_of(tables: MetaData) -> set[str]:
    return {f"{table.name}.{column.name}" for table in tables.tables.values() for column in _wordy(table)}


def _wordy(table: Table) -> list[Any]:
    return [column for column in table.columns if takes_words(column.type)]


def looked_through(holdings: Sequence[Any]) -> set[str]:
    return {column for holding in holdings for column in holding.covered()}


@pytest.mark.parametrize("service", SERVICES)
def test_each_column_is_looked_through_or_it_is_said_why_not(service: str) -> None:
    tables, holdings = SERVICES[service]
    assert columns_of(tables) - looked_through(holdings) - NOT_PERSONAL.keys() == set()


@pytest.mark.parametrize("service", SERVICES)
def test_no_column_is_looked_through_and_said_to_hold_nothing(service: str) -> None:
    tables, holdings = SERVICES[service]
    assert looked_through(holdings) <= columns_of(tables)
    assert looked_through(holdings) & NOT_PERSONAL.keys() == set()


def test_no_reason_is_given_for_a_column_that_is_not_there() -> None:
    everywhere = {column for tables, _ in SERVICES.values() for column in columns_of(tables)}
    assert NOT_PERSONAL.keys() - everywhere <= {"erasures.reason_code", "erasures.identifiers"}


@pytest.mark.parametrize("service", SERVICES)
def test_each_place_says_what_it_holds_what_for_and_how_long(service: str) -> None:
    holdings = SERVICES[service][1]
    assert all(holding.holds and holding.purpose and holding.kept_for for holding in holdings)
    assert len({holding.place for holding in holdings}) == len(holdings)
    assert {holding.place.partition(".")[0] for holding in holdings} == {service}
