"""The kinds of arrays that the index is made of, and how it writes what is not said."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

Cells: TypeAlias = npt.NDArray[Any]
"""Whole numbers of any width."""

Ints: TypeAlias = npt.NDArray[np.int64]
"""Points, amounts in thousandths, days."""

Places: TypeAlias = npt.NDArray[np.intp]
"""Row numbers, wide enough to gather by without a conversion."""

Flags: TypeAlias = npt.NDArray[np.bool_]
"""One answer for each row."""

UNKNOWN: Final = 1 << 53
"""Stands for an amount that is not said; larger than every amount in the arrays, and a thousand of it fits 64 bits."""

FIRST_DAY: Final = 0
"""Stands for a start that is left open: no calendar day has this ordinal."""

LAST_DAY: Final = date.max.toordinal() + 1
"""Stands for an end that is left open."""


def is_exact(amount: int | None) -> bool:
    """Say whether sums and products of the amount stay exact in 64 bits."""
    return amount is None or 0 <= amount < UNKNOWN


def amount_cell(amount: int | None) -> int:
    """Return the amount, or what stands for one that is not said or not exact."""
    return UNKNOWN if amount is None or not is_exact(amount) else amount


def start_cell(day: date | None) -> int:
    """Return the day's ordinal, or what stands for an open start."""
    return FIRST_DAY if day is None else day.toordinal()


def end_cell(day: date | None) -> int:
    """Return the day's ordinal, or what stands for an open end."""
    return LAST_DAY if day is None else day.toordinal()


def places(rows: Cells) -> Places:
    """Return row numbers in the width that gathers fastest."""
    return rows.astype(np.intp)


def joined(parts: Sequence[Cells]) -> Places:
    """Return the row numbers of all parts, one part after the other."""
    return places(np.concatenate(parts)) if parts else np.zeros(0, np.intp)


def grown(cells: Cells, needed: int) -> Cells:
    """Return the array with room for so many cells and an eighth more, which keeps growth cheap on the whole."""
    if needed <= len(cells):
        return cells
    larger = np.zeros(needed + needed // 8 + 8, cells.dtype)
    larger[: len(cells)] = cells
    return larger


def widened(cells: Cells, value: int) -> Cells:
    """Return the array, in a wider type where its own cannot hold the value."""
    kind = np.promote_types(cells.dtype, np.min_scalar_type(value))
    return cells if kind == cells.dtype else cells.astype(kind)
