"""One piece of evidence: facts about another record, from which nobody but the reader draws a conclusion."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from matcher.domain.affinity import POINTS, Affinity

Money = tuple[int, str]
"""An amount in thousandths, and its currency."""


@dataclass(frozen=True)
class Related:
    """A category that is asked for, one of the other record, and how the other stands to it."""

    asked: str
    other: str
    affinity: Affinity


@dataclass(frozen=True)
class Overlap:
    """Days that both run together, and the days in which help is wanted from now on; None = an end is not known."""

    together: int | None
    wanted: int | None


@dataclass(frozen=True)
class Alike:
    """How alike the titles are, in per cent, in the language of both in which they are most alike."""

    language: str
    percent: int


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What a need and another record have in common: States, categories on one branch, and time.

    `alike` None = the two have no language in common.
    """

    kind: Literal["similar_need", "running_activity"]
    other_id: UUID
    states: tuple[str, ...]
    related: tuple[Related, ...]
    overlap: Overlap
    equal_amounts: tuple[Money, ...] = ()
    alike: Alike | None = None
    same_donor: bool = False

    @property
    def order(self) -> tuple[bool, int, bool, int, int, int]:
        """The order of telling: the same donor, the nearer subject, equal amounts, longer together, likeness, id."""
        nearest = max(POINTS[each.affinity] for each in self.related)
        alike = self.alike.percent if self.alike else 0
        together = self.overlap.together or 0
        return (not self.same_donor, -nearest, not self.equal_amounts, -together, -alike, self.other_id.int)
