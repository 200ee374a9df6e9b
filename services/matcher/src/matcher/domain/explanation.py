"""Why a score is what it is: one item for each criterion, whose contributions sum to the score exactly."""

from collections.abc import Mapping
from dataclasses import dataclass

from matcher.domain.amounts import ONE
from matcher.domain.facts import Facts
from matcher.domain.scoring.mark import Mark
from matcher.domain.scoring.profile import CRITERIA, ScoringProfile


@dataclass(frozen=True)
class Item:
    """One criterion's part: contribution = points x weight // 1000; key and facts make the sentence."""

    criterion: str
    points: int
    weight: int
    contribution: int
    message_key: str
    facts: Facts


@dataclass(frozen=True)
class Explanation:
    """All criteria in the order of telling."""

    items: tuple[Item, ...]

    @property
    def score(self) -> int:
        """The sum of all contributions, 0..1000."""
        return sum(item.contribution for item in self.items)


def score_of(marks: Mapping[str, Mark], profile: ScoringProfile, leaving_out: str | None = None) -> int:
    """Return the sum of all contributions, or of all but one criterion's."""
    return sum(marks[name].points * weight // ONE for name, weight in profile.weights.items() if name != leaving_out)


def explain(marks: Mapping[str, Mark], profile: ScoringProfile) -> Explanation:
    """Return the explanation of one mark for every criterion."""
    return Explanation(tuple(_item(criterion, marks[criterion], profile) for criterion in CRITERIA))


def _item(criterion: str, mark: Mark, profile: ScoringProfile) -> Item:
    return Item(
        criterion=criterion,
        points=mark.points,
        weight=profile.weights[criterion],
        contribution=mark.points * profile.weights[criterion] // ONE,
        message_key=f"criterion.{criterion}.{mark.variant}",
        facts=mark.facts,
    )
