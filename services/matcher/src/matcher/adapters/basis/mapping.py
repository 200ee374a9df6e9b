"""Imperative mapping: the domain's plain classes on the tables, without the domain knowing.

Each is read from its row and from the one beside it that says who decided and in which words.
"""

from typing import Final

from sqlalchemy import Table, inspect
from sqlalchemy.orm import registry

from matcher.adapters.basis.tables import rate_table_authors, rate_tables, scoring_profile_remarks, scoring_profiles
from matcher.adapters.metadata import metadata
from matcher.domain.rates import RateTable
from matcher.domain.scoring.profile_version import ProfileVersion

mappers = registry(metadata=metadata)


_KEPT: Final[tuple[tuple[type, Table, Table, str], ...]] = (
    (RateTable, rate_tables, rate_table_authors, "id"),
    (ProfileVersion, scoring_profiles, scoring_profile_remarks, "digest"),
)


def map_domain() -> None:
    """Map the classes once; asked again it does nothing."""
    for record, decided, beside, key in _KEPT:
        if inspect(record, raiseerr=False) is None:
            both = {key: [decided.c[key], beside.c[key]]}
            mappers.map_imperatively(record, decided.join(beside), properties=both)
