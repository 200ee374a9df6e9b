"""Imperative mapping: the domain's plain classes on the tables, without the domain knowing."""

from sqlalchemy import inspect
from sqlalchemy.orm import registry

from matcher.adapters.basis.tables import rate_tables, scoring_profiles
from matcher.adapters.metadata import metadata
from matcher.domain.rates import RateTable
from matcher.domain.scoring.profile_version import ProfileVersion

mappers = registry(metadata=metadata)


def map_domain() -> None:
    """Map the classes once; asked again it does nothing."""
    for record, table in ((RateTable, rate_tables), (ProfileVersion, scoring_profiles)):
        if inspect(record, raiseerr=False) is None:
            mappers.map_imperatively(record, table)
