"""The life of a match as a Markdown table, for the documentation and the description of the HTTP interface."""

from collections.abc import Iterator, Sequence
from typing import Final

from matcher.domain.matches.life_cycle import TRANSITIONS, Transition

BEGINS: Final = "<!-- life cycle: written by python -m matcher.draw_life_cycle -->"
ENDS: Final = "<!-- end of the life cycle -->"


def life_cycle_markdown() -> str:
    """Return every transition as a row: what is done, by whom, from where to where, and what it means."""
    return "\n".join(["| action | by | from | to | meaning |", "|---|---|---|---|---|", *_rows()]) + "\n"


def with_present_table(document: str) -> str:
    """Return the document with the present table between its marks; one without marks stays as it is."""
    before, begins, rest = document.partition(BEGINS)
    _former, ends, after = rest.partition(ENDS)
    if not begins or not ends:
        return document
    return f"{before}{BEGINS}\n{life_cycle_markdown()}{ENDS}{after}"


def _rows() -> Iterator[str]:
    for row in TRANSITIONS:
        reason = " With a coded reason." if row.wants_reason else ""
        after = "stays" if row.after is None else _coded([row.after])
        cells = (_coded([row.action]), ", ".join(row.by), _before(row), after, row.meaning + reason)
        yield f"| {' | '.join(cells)} |"


def _before(row: Transition) -> str:
    return _coded(row.before) if row.before else "nothing"


def _coded(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
