"""The figures of needs as an answer shows them."""

from typing import Self

from shared.http.figures import RecordFigures
from shared.persistence.statistics import Figures


class NeedFigures(RecordFigures):
    """How many needs you may see, in all and by status, and about how many more circulate."""

    needs: int

    @classmethod
    def of(cls, figures: Figures) -> Self:
        """Show the figures of one reader."""
        return cls(needs=figures.total, **cls.shown(figures))
