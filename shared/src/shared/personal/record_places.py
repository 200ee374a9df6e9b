"""The places of personal data that every service has which takes in records: histories, copies, and who read what."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, TableClause, and_, exists, or_

from shared.personal.access_tables import AccessTables
from shared.personal.contact_readers import ContactReaders
from shared.personal.holdings import Holding
from shared.personal.removed_rows import RemovedRows
from shared.personal.rewritten_rows import RewrittenRows

WHILE_IT_STANDS = "as long as the record, so that anybody can see on what others relied"
"""How long what a State or a donor says officially is kept."""

CONTACT_KEPT = "while the record stands, and ACCORD_CONTACT_RETENTION_DAYS (365) after the last change of a closed one"
"""How long a contact is kept."""


@dataclass(frozen=True)
class RecordTables:
    """The tables of a service that are alike in all that take in records."""

    history: Table
    idempotency_keys: Table
    outbox: Table
    dead_letters: Table
    accesses: AccessTables


def places_alike(service: str, tables: RecordTables) -> tuple[Holding, ...]:
    """Return the places, the record's own history before the copies of it."""
    return (
        _history(service, tables.history),
        _answers(service, tables.idempotency_keys),
        _events(service, tables.outbox),
        _letters(service, tables.dead_letters),
        _readers(service, tables.accesses),
    )


def _history(service: str, history: Table) -> RewrittenRows:
    owner = next(iter(history.primary_key.columns)).name
    return RewrittenRows(
        place=f"{service}.history",
        holds="former contents of a record with its contact then, the reason of each change, and whose account made it",
        purpose="to show what was said when and on whose authority; to those who speak for the record",
        kept_for=f"{WHILE_IT_STANDS}; contacts in it as long as the record's contact",
        table=history,
        columns=("document", "reason"),
        accounts=("by_subject",),
        record=owner,
        at="at",
    )


def _answers(service: str, idempotency_keys: Table) -> RemovedRows:
    return RemovedRows(
        place=f"{service}.stored_answers",
        holds="the account that created a record with an Idempotency-Key, and the answer it got",
        purpose="to answer a repeated request as the first",
        kept_for="24 hours",
        table=idempotency_keys,
        columns=("body",),
        account="subject",
        record="operation",
        at="created_at",
    )


def _events(service: str, outbox: Table) -> RemovedRows:
    return RemovedRows(
        place=f"{service}.events",
        holds="persons whom the title, the narrative or the source of a record names; events carry no contacts",
        purpose="to tell the other services; where one goes, its record is stated anew without the person",
        kept_for="7 days after the event was published",
        table=outbox,
        columns=("payload", "last_error", "skip_reason"),
        may_go=_is_done_with,
        record="key",
        at="created_at",
    )


def _is_done_with(outbox: TableClause) -> ColumnElement[bool]:
    """Answer whether a row was published, given up or followed by another: the newest word on a record stays."""
    later = outbox.alias("later")
    same = and_(later.c.key == outbox.c.key, later.c.topic == outbox.c.topic)
    is_followed = exists().where(same, later.c.position > outbox.c.position)
    return or_(outbox.c.published_at.is_not(None), outbox.c.skipped_at.is_not(None), is_followed)


def _letters(service: str, dead_letters: Table) -> RemovedRows:
    return RemovedRows(
        place=f"{service}.dead_letters",
        holds="events that could not be applied, as they came; what Accord itself sends names nobody",
        purpose="to apply them later, or to find out what was wrong",
        kept_for="until an operator removes them",
        table=dead_letters,
        columns=("value", "key", "headers", "error"),
        at="buried_at",
    )


def _readers(service: str, accesses: AccessTables) -> ContactReaders:
    return ContactReaders(
        place=f"{service}.contact_readers",
        holds="the accounts that were shown the contact of somebody for whom they do not speak, and when",
        purpose="to answer who has read a contact",
        kept_for="as long as an access of theirs: ACCORD_ACCESS_LOG_DAYS (730)",
        tables=accesses,
    )
