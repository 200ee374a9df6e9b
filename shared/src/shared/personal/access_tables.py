"""Who read which contact, as tables: a log only added to, and apart from it who stands behind its pseudonyms."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, Column, Identity, Index, MetaData, Table, Text, Uuid, func

from shared.persistence.columns import KEYS, MOMENT, required


@dataclass(frozen=True)
class AccessTables:
    """A service's log of accesses, and its readers: without the reader's row nobody can tell who an access was by."""

    accesses: Table
    readers: Table


def access_tables(metadata: MetaData) -> AccessTables:
    """Declare `contact_accesses` and `contact_readers` in a service's metadata.

    Rows of the first are only ever added, as a trigger and the service's rights see to; old ones go through the
    owner's function `forget_contact_accesses`.
    """
    readers = Table(
        "contact_readers",
        metadata,
        Column("pseudonym", Uuid, primary_key=True),
        Column("subject", Text, nullable=False, unique=True),
        Column("since", MOMENT, nullable=False, server_default=func.now()),
    )
    accesses = Table(
        "contact_accesses",
        metadata,
        Column("number", BigInteger, Identity(always=True), primary_key=True),
        Column("at", MOMENT, nullable=False, server_default=func.now()),
        required("record_id", Uuid),
        required("reader", Uuid),
        required("by_role", Text),
        Column("organisation", Text),
        required("regions", KEYS),
        required("through", Text),
    )
    Index("contact_accesses_of_a_record", accesses.c.record_id, accesses.c.number)
    Index("contact_accesses_of_a_reader", accesses.c.reader)
    Index("contact_accesses_at", accesses.c.at)
    return AccessTables(accesses, readers)
