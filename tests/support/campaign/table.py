"""The campaign's table, as it is printed and kept in the documentation."""

from collections.abc import Iterable, Iterator

from tests.support.campaign.campaign import Outcome
from tests.support.campaign.checking.books import Breach

COLUMNS = (
    *("fault", "requests/s", "accepted", "unknown at first", "lost", "duplicated effects", "dead-lettered"),
    *("out of order", "undelivered", "unequal", "sent twice", "longest stall (s)", "ended by itself"),
    "taken back by a restore",
)


def table_of(outcomes: Iterable[Outcome]) -> str:
    """Return the outcomes as a Markdown table."""
    return "\n".join([_row(COLUMNS), _row("---" for _ in COLUMNS), *(row_of(each) for each in outcomes)]) + "\n"


def row_of(outcome: Outcome) -> str:
    """Return one outcome as a row; one that could not happen here says so, and has no figures."""
    if outcome.not_run:
        return _row([outcome.fault, f"not run here: {outcome.not_run}", *("-" for _ in COLUMNS[2:])])
    return _row(_cells(outcome))


def _cells(outcome: Outcome) -> Iterator[str]:
    yield outcome.fault
    yield f"{outcome.accepted / outcome.seconds:.1f}"
    yield from (f"{outcome.accepted}", f"{outcome.unknown}")
    for breach in (Breach.LOST, Breach.DUPLICATED, Breach.DEAD_LETTERED, Breach.OUT_OF_ORDER):
        yield f"{outcome.count(breach)}"
    yield from (f"{outcome.count(Breach.UNDELIVERED)}", f"{outcome.count(Breach.UNEQUAL)}")
    yield from (f"{outcome.sent_twice}", f"{outcome.stall_seconds:.1f}", f"{outcome.ended_unasked}")
    yield f"{outcome.taken_back}"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
