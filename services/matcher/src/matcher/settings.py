"""The matcher's settings: `ACCORD_*` in the environment, or files."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Annotated, Final

from pydantic import Field, field_validator
from pydantic_settings import NoDecode

from matcher.domain.dialogue.floor import OPEN_AFTER_THE_END
from matcher.domain.matches.clocks import USUAL, StagePeriods
from matcher.domain.matches.life_cycle import Status
from shared.settings import ServiceSettings

LONGEST_DAYS: Final = 36_500
"""A hundred years: what is longer is a slip, and would end beyond the last date that there is."""

DIALOGUE_OPEN_DAYS: Final = OPEN_AFTER_THE_END.days
"""People may write that long after the end, so words are kept for no less."""

WORDS_DAYS: Final = 7 * 365
"""Review conferences of the Programme of Action come every six years: what was said is there for the next one."""

PSEUDONYM_DAYS: Final = 10 * 365
ROUND_INPUTS_DAYS: Final = 365

LOOK_SECONDS: Final = 10.0
CHECKPOINT_SECONDS: Final = 60.0

Days = Annotated[float, Field(gt=0, le=LONGEST_DAYS)]
"""A period in days; parts of days are welcome where somebody tries things out."""


class MatcherSettings(ServiceSettings):
    """Settings of the matcher."""

    service_name: str = "matcher"
    stage_days: Annotated[Mapping[Status, Days], NoDecode] = Field(default_factory=dict[Status, float])
    """How long a match may stand in a stage, as `proposed=30,endorsed=2`; stages not named keep their usual period."""
    stage_reminder_days: Days = 7
    """How long before its end a stage's parties are reminded; never before half of the stage is over."""
    clock_seconds: Annotated[float, Field(gt=0, le=3600)] = LOOK_SECONDS
    """How often is looked for matches to be reminded of or to be ended."""

    checkpoint_seconds: Annotated[float, Field(gt=0, le=86_400)] = CHECKPOINT_SECONDS
    """How often a checkpoint of the decision log is published, where the log has grown."""

    dialogue_retention_days: Annotated[float, Field(ge=DIALOGUE_OPEN_DAYS, le=LONGEST_DAYS)] = WORDS_DAYS
    """How long messages, reasons and declared interests in words are kept once their match has come to its end."""
    pseudonym_retention_days: Days = PSEUDONYM_DAYS
    """How long it can be told which account is behind a pseudonym of the decision log, after its last decision."""
    round_inputs_retention_days: Days = ROUND_INPUTS_DAYS
    """How long the inputs of a finished round are kept; longer where a match from it still goes on."""

    @field_validator("stage_days", mode="before")
    @classmethod
    def read_stages(cls, value: object) -> object:
        """Read `proposed=30, endorsed=2`; a wrong entry is refused by its place."""
        return dict(_entries(value)) if isinstance(value, str) else value

    @field_validator("stage_days", mode="after")
    @classmethod
    def name_stages_that_have_a_clock(cls, value: Mapping[Status, float]) -> Mapping[Status, float]:
        """Refuse a period for an end: nothing moves a match from there."""
        if not value.keys() <= USUAL.keys():
            raise ValueError(f"only these stages have a period: {', '.join(USUAL)}")
        return value


def stage_periods(settings: ServiceSettings) -> StagePeriods:
    """Return the periods in force: the usual ones, and in their place those that were set."""
    if not isinstance(settings, MatcherSettings):
        return StagePeriods()
    periods: dict[Status, timedelta] = dict(USUAL)
    periods.update((stage, timedelta(days=days)) for stage, days in settings.stage_days.items())
    return StagePeriods(periods, timedelta(days=settings.stage_reminder_days))


def clock_seconds(settings: ServiceSettings) -> float:
    """Return how often the clock looks, in seconds."""
    return settings.clock_seconds if isinstance(settings, MatcherSettings) else LOOK_SECONDS


def checkpoint_seconds(settings: ServiceSettings) -> float:
    """Return how often the decision log is looked at for a checkpoint, in seconds."""
    return settings.checkpoint_seconds if isinstance(settings, MatcherSettings) else CHECKPOINT_SECONDS


def _entries(said: str) -> Iterator[tuple[str, str]]:
    parts = [part.strip() for part in said.split(",") if part.strip()]
    for place, part in enumerate(parts, 1):
        stage, equals, days = (piece.strip() for piece in part.partition("="))
        if stage not in USUAL or not equals or not days:
            raise ValueError(f"entry {place}: expected <stage>=<days> with a stage among {', '.join(USUAL)}")
        yield stage, days
