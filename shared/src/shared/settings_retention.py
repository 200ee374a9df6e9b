"""Settings of how long personal data are kept by the services that take in records."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from shared.settings_files import FileSettings


class RetentionSettings(FileSettings):
    """`ACCORD_*_DAYS` of retention; what is due is removed by the worker, by the database's time."""

    contact_retention_days: Annotated[int, Field(ge=0, le=3660)] = 365
    """How long the contact of a closed record is kept after the last change of the record."""
    access_log_days: Annotated[int, Field(ge=365, le=3660)] = 730
    """How long it is kept who read a contact; the database itself keeps it for a year."""

    def retention(self) -> tuple[timedelta, timedelta]:
        """Return how long contacts of closed records and accesses are kept."""
        return timedelta(days=self.contact_retention_days), timedelta(days=self.access_log_days)
