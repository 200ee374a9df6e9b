"""The figures of offers as an answer shows them."""

from typing import Self

from shared.http.figures import RecordFigures
from shared.persistence.statistics import Figures


class OfferFigures(RecordFigures):
    """How many offers you may see, in all and by status, and about how many more circulate."""

    offers: int

    @classmethod
    def of(cls, figures: Figures) -> Self:
        """Show the figures of one reader."""
        return cls(offers=figures.total, **cls.shown(figures))
