"""Rules for lists: bounded, and without the same entry twice."""

from collections.abc import Iterator, Sequence

from shared.errors import FieldProblem


def too_many(pointer: str, entries: Sequence[object], most: int) -> list[FieldProblem]:
    """Return the one problem of a list that is too long; its entries are then not worth checking."""
    if len(entries) <= most:
        return []
    return [FieldProblem(pointer, f"expected at most {most} entries, got {len(entries)}", "too-many")]


def duplicate_problems(pointer: str, entries: Sequence[str], field: str = "") -> Iterator[FieldProblem]:
    """Name each entry that already stands earlier in the list; `field` is where in the entry the value stands."""
    seen: set[str] = set()
    for place, entry in enumerate(entries):
        if entry in seen:
            yield FieldProblem(f"{pointer}/{place}{field}", f"{entry} is already named; say it once", "duplicate")
        seen.add(entry)
