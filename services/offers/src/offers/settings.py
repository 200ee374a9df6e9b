"""The offers service's settings: `ACCORD_*` in the environment, or files."""

from typing import Annotated

from pydantic import Field

from offers.domain.life_cycle import CONFIRMATION_PERIOD, REMINDED_BEFORE
from shared.settings import ServiceSettings
from shared.settings_retention import RetentionSettings


class OffersSettings(ServiceSettings, RetentionSettings):
    """Settings of the offers service."""

    service_name: str = "offers"

    confirmation_days: Annotated[int, Field(ge=1, le=3660)] = CONFIRMATION_PERIOD.days
    """How long an offer stands before its donor has to confirm it; holds from the next opening or confirmation on."""
    reminder_days: Annotated[int, Field(ge=0, le=3660)] = REMINDED_BEFORE.days
    """How long before that the donor is reminded."""


def settings_of(settings: ServiceSettings) -> OffersSettings:
    """Return this service's settings; what a process was not told, such as to print its API, has its default."""
    if isinstance(settings, OffersSettings):
        return settings
    return OffersSettings.model_validate(settings.model_dump())
