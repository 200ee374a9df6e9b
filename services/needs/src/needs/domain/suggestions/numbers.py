"""Gives each quantity to the branch that it belongs to: whose concept it counts, or whose words stand nearest."""

from collections.abc import Mapping, Sequence

from needs.domain.suggestions.branches import Branch
from needs.domain.suggestions.mentions import Mention, Number


def numbers_by_branch(numbers: Sequence[Number], branches: Sequence[Branch]) -> Mapping[str, tuple[Number, ...]]:
    """Return each branch's quantities, those that count a concept of its own first; some belong to none."""
    owned: dict[str, list[tuple[bool, Number]]] = {branch.root: [] for branch in branches}
    for number in numbers:
        root, is_own = _owner(number, branches)
        if root is not None:
            owned[root].append((not is_own, number))
    return {root: tuple(n for _, n in sorted(those, key=lambda each: each[0])) for root, those in owned.items()}


def _owner(number: Number, branches: Sequence[Branch]) -> tuple[str | None, bool]:
    for branch in branches:
        if any(mention.concept.key == number.concept.key for mention in branch.mentions):
            return branch.root, True
    near = [
        (_distance(number, mention), place, branch.root)
        for place, branch in enumerate(branches)
        for mention in branch.mentions
        if mention.sentence == number.sentence
    ]
    if near:
        return min(near)[2], False
    return (branches[0].root if len(branches) == 1 else None), False


def _distance(number: Number, mention: Mention) -> int:
    return max(0, mention.words.start - number.words.end, number.words.start - mention.words.end)
