"""Reading a table as it is stored, row by row: persons are known by digests alone, so no index can find one."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import RowMapping, Select, Table, TableClause, Update, column, select, tuple_, update
from sqlalchemy import table as lightweight
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from shared.persistence.documents import Document

AT_ONCE: Final = 200
"""How many rows are in memory, and how many are locked by one statement."""

Row = RowMapping
"""Each column's stored value by its name in the database."""

Key = tuple[Any, ...]
"""The primary key of a row."""


@cache
def stored(table: Table) -> TableClause:
    """Return the table with its columns as they are stored: documents as JSON, and not as what they are read as."""
    return lightweight(table.name, *(column(each.name, _plain(each.type)) for each in table.columns))


def key_of(table: Table, row: Row) -> Key:
    """Return a row's primary key."""
    return tuple(row[each.name] for each in table.primary_key.columns)


async def batches_of_rows(session: AsyncSession, table: Table, columns: Iterable[str]) -> AsyncIterator[Sequence[Row]]:
    """Read all rows with the columns named and the primary key, in its order, as many at a time as a thread is given.

    Digests of every word take about a second for a megabyte: whoever looks through a batch does so `in_thread`.
    """
    found = await session.stream(_rows(table, columns).execution_options(yield_per=AT_ONCE))
    async for batch in found.mappings().partitions(AT_ONCE):
        yield batch


async def locked_rows(
    session: AsyncSession, table: Table, columns: Iterable[str], keys: Sequence[Key]
) -> Sequence[Row]:
    """Read the rows of these keys as last committed, and lock them until the transaction ends."""
    raw = stored(table)
    chosen = tuple_(*(raw.c[each.name] for each in table.primary_key.columns)).in_(keys)
    found = await session.execute(_rows(table, columns).where(chosen).with_for_update())
    return found.mappings().all()


def rewriting(table: Table, row: Row, values: Mapping[str, Any]) -> Update:
    """Return the statement that puts these values, as they are stored, into a row."""
    raw = stored(table)
    same = (raw.c[each.name] == row[each.name] for each in table.primary_key.columns)
    return update(raw).where(*same).values(values)


def in_chunks(keys: Sequence[Key]) -> Iterable[Sequence[Key]]:
    """Return the keys, as many at a time as are handled at once."""
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))


def _rows(table: Table, columns: Iterable[str]) -> Select[Any]:
    raw = stored(table)
    key = [each.name for each in table.primary_key.columns]
    names = dict.fromkeys([*key, *columns])
    return select(*(raw.c[name] for name in names)).order_by(*(raw.c[name] for name in key))


def _plain(kind: Any) -> Any:
    return JSONB(none_as_null=True) if isinstance(kind, Document | JSONB) else kind
