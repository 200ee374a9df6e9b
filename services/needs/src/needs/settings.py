"""The needs service's settings: `ACCORD_*` in the environment, or files."""

from typing import Annotated

from pydantic import Field

from needs.domain.life_cycle import CONFIRMATION_PERIOD, REMINDED_BEFORE
from shared.settings import ServiceSettings
from shared.settings_retention import RetentionSettings


class NeedsSettings(ServiceSettings, RetentionSettings):
    """Settings of the needs service."""

    service_name: str = "needs"
    confirmation_days: Annotated[int, Field(ge=1, le=3660)] = CONFIRMATION_PERIOD.days
    """How long a need stands before its State has to confirm it; holds from the next opening or confirmation on."""
    reminder_days: Annotated[int, Field(ge=0, le=3660)] = REMINDED_BEFORE.days
    """How long before that the State is reminded."""


def settings_of(settings: ServiceSettings) -> NeedsSettings:
    """Return this service's settings; what a process was not told, such as to print its API, has its default."""
    if isinstance(settings, NeedsSettings):
        return settings
    return NeedsSettings.model_validate(settings.model_dump())
