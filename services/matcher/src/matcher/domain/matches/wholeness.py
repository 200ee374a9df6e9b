"""Needs that are all or nothing: whether matches answer them whole."""

from collections.abc import Iterator, Sequence
from typing import Final

from matcher.domain.amounts import ONE
from matcher.domain.demand import Need
from matcher.domain.proposals.adoption import ONLY_TOGETHER, Objection, objection_about
from matcher.domain.proposals.promised import Present, Promise
from matcher.domain.taking import residual

LEFT_OPEN: Final = 1
"""The thousandths of a component that may stay open: cents and conversions round down, as in allocation rounds."""


def not_whole(asked: Sequence[Promise], siblings: Sequence[Promise], present: Present) -> tuple[Objection, ...]:
    """Return an objection to each promise to an all-or-nothing need that it and its siblings do not answer whole."""
    after = present.after([*siblings, *asked])
    torn = {each for each, need in present.needs.items() if need.all_or_nothing and not _is_whole(need, after)}
    return tuple(objection_about(each, ONLY_TOGETHER, present) for each in asked if each.need_id in torn)


def _is_whole(before: Need, after: Present) -> bool:
    return all(_leaves_little(*pair) for pair in _residuals(before, after.needs[before.need_id]))


def _residuals(before: Need, after: Need) -> Iterator[tuple[int | None, int | None]]:
    for then, now in zip(before.components, after.components, strict=True):
        yield residual(then), residual(now)


def _leaves_little(before: int | None, after: int | None) -> bool:
    if after is None:
        return False
    return after == 0 if before is None else after * ONE <= before * LEFT_OPEN
