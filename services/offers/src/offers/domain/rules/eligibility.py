"""Rules for who may benefit: known States, regions and groups, each in its own list, without contradiction."""

from collections.abc import Iterator, Sequence

from offers.domain.details import OfferDetails
from offers.domain.eligibility import Eligibility
from shared.errors import FieldProblem
from shared.geography import AreaKind, load_geography
from shared.rules.keys import nearest, shown
from shared.rules.lists import duplicate_problems, too_many

MOST_NAMES = 300
"""More than there are codes of States (249 and XKX), or areas."""

REGIONS = "/eligibility/regions"
GROUPS = "/eligibility/groups"

_LIST_OF_KIND = {AreaKind.REGION: REGIONS, AreaKind.SUBREGIONAL: GROUPS, AreaKind.DEVELOPMENT: GROUPS}
"""Where an area of each kind is named: groups are narrower than a continent, or classes such as the LDCs."""


def eligibility_problems(details: OfferDetails) -> Iterator[FieldProblem]:
    """Check that somebody is eligible, that every name is known, and that no State is both in and out."""
    eligibility = details.eligibility
    yield from _scope_problems(eligibility)
    yield from _state_list_problems("/eligibility/states", eligibility.states)
    yield from _area_list_problems(REGIONS, eligibility.regions)
    yield from _area_list_problems(GROUPS, eligibility.groups)
    yield from _state_list_problems("/eligibility/excluded_states", eligibility.excluded_states)
    for place, state in enumerate(eligibility.excluded_states[:MOST_NAMES]):
        if state in eligibility.states:
            detail = f"{shown(state)} is also eligible; expected it in one of the two lists"
            yield FieldProblem(f"/eligibility/excluded_states/{place}", detail, "contradiction")


def _scope_problems(eligibility: Eligibility) -> Iterator[FieldProblem]:
    listed = bool(eligibility.states or eligibility.regions or eligibility.groups)
    if eligibility.everyone and listed:
        detail = "expected either everyone, or lists of States, regions and groups: everyone includes them all"
        yield FieldProblem("/eligibility/everyone", detail, "contradiction")
    if not eligibility.everyone and not listed:
        detail = "expected everyone, or at least one State, region or group"
        yield FieldProblem("/eligibility", detail, "required")


def _state_list_problems(pointer: str, states: Sequence[str]) -> Iterator[FieldProblem]:
    excess = too_many(pointer, states, MOST_NAMES)
    yield from excess
    if not excess:
        for place, state in enumerate(states):
            yield from _state_problems(f"{pointer}/{place}", state)
        yield from duplicate_problems(pointer, states)


def _state_problems(pointer: str, state: str) -> Iterator[FieldProblem]:
    geography = load_geography()
    if state not in geography.states:
        meant = geography.find_state(state)
        hint = f" (perhaps {meant})" if meant else ""
        detail = f"expected a State as ISO 3166-1 alpha-3 such as KEN{hint}, got {shown(state)}"
        yield FieldProblem(pointer, detail, "unknown")


def _area_list_problems(pointer: str, areas: Sequence[str]) -> Iterator[FieldProblem]:
    excess = too_many(pointer, areas, MOST_NAMES)
    yield from excess
    if not excess:
        for place, area in enumerate(areas):
            yield from _area_problems(f"{pointer}/{place}", area, pointer)
        yield from duplicate_problems(pointer, areas)


def _area_problems(pointer: str, key: str, wanted: str) -> Iterator[FieldProblem]:
    geography = load_geography()
    area = geography.areas.get(key)
    if area is None:
        found = geography.find_area(key)
        hint = f" (perhaps {found})" if found else nearest(key, geography.areas)
        detail = f"expected the key of a {_kind_in(wanted)}{hint}, got {shown(key)}"
        yield FieldProblem(pointer, detail, "unknown")
    elif _LIST_OF_KIND[area.kind] != wanted:
        right = _LIST_OF_KIND[area.kind]
        yield FieldProblem(pointer, f"{key} is a {_kind_in(right)}; expected it under {right}", "wrong-list")


def _kind_in(pointer: str) -> str:
    return "region" if pointer == REGIONS else "group"
