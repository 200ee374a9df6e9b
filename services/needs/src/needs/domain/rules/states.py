"""Rules for who asks: States that may post under the PoA, the first of them in the lead, or a group on their behalf."""

from collections.abc import Iterator

from needs.domain.details import NeedDetails
from shared.errors import FieldProblem
from shared.geography import AreaKind, load_geography
from shared.rules.keys import shown
from shared.rules.lists import duplicate_problems, too_many

MOST_STATES = 60
"""More States than any group that has asked for help together."""


def asking_problems(details: NeedDetails) -> Iterator[FieldProblem]:
    """Check the States and the group; at least one of the two is named."""
    if not details.states and details.group is None:
        detail = "expected at least one State (ISO 3166-1 alpha-3), the lead State first, or a group"
        yield FieldProblem("/states", detail, "required")
    yield from _group_problems(details.group)
    excess = too_many("/states", details.states, MOST_STATES)
    yield from excess
    if not excess:
        for place, state in enumerate(details.states):
            yield from _state_problems(f"/states/{place}", state)
        yield from duplicate_problems("/states", details.states)


def _state_problems(pointer: str, state: str) -> Iterator[FieldProblem]:
    record = load_geography().states.get(state)
    if record is None:
        detail = f"expected a State as ISO 3166-1 alpha-3 such as KEN, got {shown(state)}"
        yield FieldProblem(pointer, detail, "unknown")
    elif not record.may_post_needs:
        detail = f"expected a State that may post needs; {state} is a territory or area in the list of codes only"
        yield FieldProblem(pointer, detail, "not-allowed")


def _group_problems(group: str | None) -> Iterator[FieldProblem]:
    if group is None:
        return
    area = load_geography().areas.get(group)
    if area is None:
        detail = f"expected the key of a regional organisation or region such as ecowas, got {shown(group)}"
        yield FieldProblem("/group", detail, "unknown")
    elif area.kind is AreaKind.DEVELOPMENT:
        detail = f"expected a regional organisation or region; {group} is a class of States that nobody speaks for"
        yield FieldProblem("/group", detail, "not-allowed")
