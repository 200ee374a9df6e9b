"""The figures of matches as they are shown, each with the address of the list that it counts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Self
from urllib.parse import urlencode

from pydantic import BaseModel, Field

from matcher.adapters.matches.filters import MatchFilter
from matcher.domain.match_statistics.figures import (
    Figures,
    FunnelStep,
    LeftTheWay,
    MatchStatistics,
    Quartiles,
    TimeInStage,
)
from matcher.domain.matches.life_cycle import TRANSITIONS, Status
from shared.geography import load_geography
from shared.vocabulary import load_vocabulary

LISTED_AT = "/v1/matches"

Link = Annotated[str, Field(description="Path of the list whose matches are counted here.")]
Hours = Annotated[float, Field(description="hours, to two decimals")]


@dataclass(frozen=True)
class Telling:
    """What the figures are of, and the language for the names of headings."""

    narrowed: MatchFilter
    language: str

    def link(self, **further: Any) -> str:
        """Return the path of the list, narrowed further."""
        asked = vars(replace(self.narrowed, **further))
        named = {name: value for name, value in asked.items() if value is not None and value != ()}
        return f"{LISTED_AT}?{urlencode(named, doseq=True)}" if named else LISTED_AT

    def under(self, **further: Any) -> Self:
        """Return the same for what is under a heading."""
        return replace(self, narrowed=replace(self.narrowed, **further))

    def title(self, titles: Mapping[str, str]) -> str:
        """Return a name in the reader's language, else in English."""
        return titles.get(self.language, titles["en"])


class HoursView(BaseModel):
    """The quartiles of a time: a quarter, half and three quarters of the cases took at most so long."""

    lower_quartile: Hours
    median: Hours
    upper_quartile: Hours

    @classmethod
    def of(cls, hours: Quartiles) -> Self:
        """Show quartiles."""
        rounded = (round(each, 2) for each in (hours.lower, hours.median, hours.upper))
        return cls(**dict(zip(cls.model_fields, rounded, strict=True)))


class StageCountView(BaseModel):
    """Matches that stand in a stage now."""

    stage: Status
    matches: int
    link: Link


class StageTimeView(BaseModel):
    """Finished stays in a stage. `matches` were there and have left it, some of them more than once."""

    stage: Status
    passages: int
    matches: int
    hours: HoursView
    link: Link

    @classmethod
    def of(cls, stage: Status, time: TimeInStage, telling: Telling) -> Self:
        """Show the times of one stage."""
        link = telling.link(passed=stage)
        hours = HoursView.of(time.hours)
        return cls(stage=stage, passages=time.passages, matches=time.matches, hours=hours, link=link)


class ConfirmationTimeView(BaseModel):
    """From the opening of the need to the consent of all parties, over the matches that came so far."""

    matches: int
    hours: HoursView
    link: Link


class FiguresView(BaseModel):
    """Matches by the stage in which they stand, and their times."""

    matches: int
    link: Link
    stages: list[StageCountView]
    times: list[StageTimeView]
    need_to_confirmation: ConfirmationTimeView | None = Field(description="null where none was ever confirmed")

    @classmethod
    def of(cls, figures: Figures, telling: Telling, **heading: str) -> Self:
        """Show the figures."""
        shown = (
            StageCountView(stage=stage, matches=figures.standing[stage], link=telling.link(status=(stage,)))
            for stage in STAGES
            if stage in figures.standing
        )
        times = (StageTimeView.of(stage, figures.times[stage], telling) for stage in STAGES if stage in figures.times)
        return cls(
            matches=figures.matches,
            link=telling.link(),
            stages=list(shown),
            times=list(times),
            need_to_confirmation=_confirmation(figures, telling),
            **heading,
        )


class CategoryFiguresView(FiguresView):
    """Matches with a line of this category or one below it; a match of several counts in each."""

    category: str
    title: str


class RegionFiguresView(FiguresView):
    """Matches of a State of this region (of the United Nations, M49); a match of several counts in each."""

    region: str
    title: str


class LeftTheWayView(BaseModel):
    """Matches that ended without delivery, by how, why and out of which stage."""

    status: Status
    reason: str
    title: str
    left_from: Status
    matches: int
    link: Link

    @classmethod
    def of(cls, left: LeftTheWay, telling: Telling) -> Self:
        """Show one way out."""
        term = load_vocabulary().match_reasons.get(left.reason)
        title = left.reason if term is None else telling.title(term.titles)
        link = telling.link(status=(left.status,), reason=left.reason, left_from=left.left_from)
        return cls(**vars(left), title=title, link=link)


class FunnelStepView(BaseModel):
    """Matches that ever came to a stage, as shares of all and of those of the step before (0 to 1)."""

    stage: Status
    matches: int
    of_all: float
    of_step_before: float
    link: Link

    @classmethod
    def of(cls, step: FunnelStep, telling: Telling) -> Self:
        """Show one step."""
        return cls(**vars(step), link=telling.link(reached=step.stage))


class MatchStatisticsView(FiguresView):
    """How matches go: where they stand, how long each stage takes, where and why they are lost."""

    categories: list[CategoryFiguresView]
    regions: list[RegionFiguresView]
    left: list[LeftTheWayView]
    funnel: list[FunnelStepView]

    @classmethod
    def told(cls, statistics: MatchStatistics, telling: Telling) -> Self:
        """Show everything."""
        return cls(
            **dict(FiguresView.of(statistics.all, telling)),
            categories=list(_categories(statistics, telling)),
            regions=list(_regions(statistics, telling)),
            left=[LeftTheWayView.of(each, telling) for each in statistics.left],
            funnel=[FunnelStepView.of(each, telling) for each in statistics.funnel],
        )


def _all_stages() -> Iterator[Status]:
    for row in TRANSITIONS:
        if row.after is not None:
            yield row.after


STAGES = tuple(dict.fromkeys(_all_stages()))
"""Every stage once, in the order of the table of transitions."""


def _confirmation(figures: Figures, telling: Telling) -> ConfirmationTimeView | None:
    time = figures.to_confirmation
    if time is None:
        return None
    return ConfirmationTimeView(
        matches=time.matches, hours=HoursView.of(time.hours), link=telling.link(reached="confirmed")
    )


def _categories(statistics: MatchStatistics, telling: Telling) -> Iterator[CategoryFiguresView]:
    for category, figures in statistics.categories.items():
        title = telling.title(load_vocabulary().categories[category].titles)
        yield CategoryFiguresView.of(figures, telling.under(category=category), category=category, title=title)


def _regions(statistics: MatchStatistics, telling: Telling) -> Iterator[RegionFiguresView]:
    for region, figures in statistics.regions.items():
        title = telling.title(load_geography().areas[region].titles)
        yield RegionFiguresView.of(figures, telling.under(region=region), region=region, title=title)
