"""Moments in queries, with any offset from universal time, as far as universal time reaches."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime
from pydantic_core import PydanticCustomError


def _in_universal_time(moment: datetime) -> datetime:
    """Refuse what an offset carries out of the years 1 to 9999, which neither Python nor the database can hold."""
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise PydanticCustomError(
            "datetime_range", "This lies outside the years 1 to 9999 in universal time."
        ) from error


Moment = Annotated[AwareDatetime, AfterValidator(_in_universal_time)]
"""A moment with its offset, turned into universal time."""
