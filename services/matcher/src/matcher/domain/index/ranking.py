"""The best of many scores, without sorting them all."""

import numpy as np

from matcher.domain.index.arrays import Cells, Ints, Places


def least_of_best(scores: Ints, limit: int | None) -> int:
    """Return the score of the last of the best `limit`; 0 where there are no more than that."""
    if limit is None or len(scores) <= limit:
        return 0
    return int(np.partition(scores, len(scores) - limit)[len(scores) - limit])


def best_first(scores: Ints, high: Cells, low: Cells, limit: int | None) -> Places:
    """Return the places of the best `limit`, ties by identifier, given as its two halves."""
    among = np.flatnonzero(scores >= least_of_best(scores, limit))
    order = np.lexsort((low[among], high[among], -scores[among]))
    return among[order[:limit]]
