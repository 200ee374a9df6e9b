"""Drawing at random from a seed: the same seed gives the same draws on every machine and every Python."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar

Kind = TypeVar("Kind")


class Draw:
    """Draws that use nothing but whole numbers and one source of chance, whose stream Python keeps stable."""

    def __init__(self, *seed: object) -> None:
        self._chance = Random("/".join(map(str, seed)))

    def below(self, end: int) -> int:
        """Draw a whole number from 0 to `end` - 1."""
        return int(self._chance.random() * end)

    def between(self, sizes: Sequence[int]) -> int:
        """Draw a whole number, both ends of `sizes` included."""
        low, high = sizes
        return low + self.below(high - low + 1)

    def size(self, sizes: Sequence[int]) -> int:
        """Draw a whole number whose doublings are equally likely: many small ones and a few that are large."""
        low, high = sizes
        steps = [low]
        while steps[-1] * 2 < high:
            steps.append(steps[-1] * 2)
        step = self.any_of(steps)
        return self.between((step, min(2 * step, high)))

    def happens(self, per_mille: int) -> bool:
        """Draw whether something happens that does so this often in a thousand."""
        return self.below(1000) < per_mille

    def any_of(self, choices: Sequence[Kind]) -> Kind:
        """Draw one of equally likely things."""
        return choices[self.below(len(choices))]

    def weighed(self, weights: Mapping[Kind, int]) -> Kind:
        """Draw one of several things by their weights."""
        place = self.below(sum(weights.values()))
        for choice, weight in weights.items():
            place -= weight
            if place < 0:
                return choice
        raise ValueError("weights must be positive")

    def several(self, weights: Mapping[Kind, int], number: int) -> tuple[Kind, ...]:
        """Draw so many different things by their weights, fewer where there are no more."""
        left, drawn = dict(weights), list[Kind]()
        while left and len(drawn) < number:
            drawn.append(self.weighed(left))
            del left[drawn[-1]]
        return tuple(drawn)
