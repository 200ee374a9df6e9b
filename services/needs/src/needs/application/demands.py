"""What a published match means for the needs service."""

from uuid import UUID

from needs.domain.demand import Demand
from needs.domain.identifiers import ComponentId, MatchId, NeedId
from needs.domain.targets import Claim
from shared.events.matches import MatchLine, MatchState
from shared.statements.standings import STANDINGS


def demand_of(state: MatchState, event_id: UUID) -> Demand:
    """Return what the match asks, component by component; lines that only fund cover nothing.

    Where several lines give to one component, one of them without a figure makes the match take all that remains.
    """
    lines: dict[UUID, list[MatchLine]] = {}
    for line in state.lines:
        if line.role == "provides":
            lines.setdefault(line.component_id, []).append(line)
    return Demand(
        match_id=MatchId(state.match_id),
        match_version=state.version,
        event_id=event_id,
        need_id=NeedId(state.need_id),
        standing=STANDINGS[state.status],
        claims=tuple(_claim(ComponentId(component_id), given) for component_id, given in lines.items()),
        wants_an_answer=state.status == "endorsed",
    )


def _claim(component_id: ComponentId, lines: list[MatchLine]) -> Claim:
    figures = [line.coverage for line in lines]
    measured = [figure for figure in figures if figure is not None]
    coverage = sum(measured[1:], measured[0]) if len(measured) == len(figures) else None
    covered = sum((line.covered for line in lines[1:]), lines[0].covered)
    return Claim(component_id, coverage, covered, unit=lines[0].component_unit)
