"""The figures of a service's records as an answer shows them."""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import BaseModel, Field

from shared.persistence.statistics import Figures
from shared.rules.disclosure import NotShown


class NotShownView(BaseModel):
    """What circulates and you may not see, in steps of five that may be too low and never too high."""

    in_all: Annotated[str, Field(examples=["5-9"])]
    by_category: Annotated[
        dict[str, str], Field(description='with those below each; a category that is not named is at "0-4"')
    ]

    @classmethod
    def of(cls, not_shown: NotShown) -> Self:
        """Show the steps."""
        return cls(in_all=not_shown.in_all, by_category=dict(not_shown.by_heading))


class RecordFigures(BaseModel):
    """How many records you may see, exactly as many as your list has, and about how many more circulate."""

    by_status: dict[str, int]
    not_shown: NotShownView
    events_published: Annotated[
        int | None,
        Field(
            description="events that the broker has taken and that are not cleared away yet; for coordinators, for"
            " observers in whole hundreds, null for others"
        ),
    ]

    @staticmethod
    def shown(figures: Figures) -> Mapping[str, Any]:
        """Return the fields' values."""
        return {
            "by_status": figures.by_status,
            "not_shown": NotShownView.of(figures.not_shown),
            "events_published": figures.events_published,
        }
