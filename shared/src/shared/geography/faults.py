"""What can be wrong with the gazetteer's data, so that a bad edit stops a service at its start."""

import re
from collections.abc import Iterator, Mapping, Sequence

from shared.geography.areas import Area, Membership
from shared.geography.states import StateRecord
from shared.vocabulary.faults import KEY, repeated_keys
from shared.vocabulary.languages import missing_languages

ALPHA_3 = re.compile(r"[A-Z]{3}")


def geography_faults(
    states: Sequence[StateRecord], areas: Sequence[Area], memberships: Sequence[Membership]
) -> list[str]:
    """Return every fault of the three lists; an empty list means that a Geography can be built on them."""
    by_key = {area.key: area for area in areas}
    return [
        *repeated_keys(state.iso3 for state in states),
        *repeated_keys(area.key for area in areas),
        *(fault for state in states for fault in _state_faults(state)),
        *(fault for area in areas for fault in _area_faults(area, by_key)),
        *_membership_faults({state.iso3 for state in states}, by_key, memberships),
        *_overlaps(memberships),
    ]


def _state_faults(state: StateRecord) -> Iterator[str]:
    yield from (f"{state.iso3}: no name in {language}" for language in missing_languages(state.names))
    if not ALPHA_3.fullmatch(state.iso3):
        yield f"{state.iso3}: not an alpha-3 code"
    if state.note:
        yield from (f"{state.iso3}: no note in {language}" for language in missing_languages(state.note))


def _area_faults(area: Area, areas: Mapping[str, Area]) -> Iterator[str]:
    yield from (f"{area.key}: no title in {language}" for language in missing_languages(area.titles))
    if not KEY.fullmatch(area.key):
        yield f"{area.key}: not a snake_case key"
    if not area.source.strip():
        yield f"{area.key}: no source"
    if not area.verified and not area.note.strip():
        yield f"{area.key}: not verified, and no note says why"
    yield from (f"{area.key}: its part {part} does not exist" for part in area.composed_of if part not in areas)
    if _goes_round(area, areas, ()):
        yield f"{area.key}: its parts go round in a circle"


def _goes_round(area: Area, areas: Mapping[str, Area], path: tuple[str, ...]) -> bool:
    if area.key in path:
        return True
    parts = [areas[part] for part in area.composed_of if part in areas]
    return any(_goes_round(part, areas, (*path, area.key)) for part in parts)


def _membership_faults(states: set[str], areas: Mapping[str, Area], memberships: Sequence[Membership]) -> Iterator[str]:
    for each in memberships:
        where = f"{each.state} in {each.area}"
        if each.state not in states:
            yield f"{where}: no such State"
        if each.area not in areas:
            yield f"{where}: no such area"
        else:
            yield from (f"{where}: {fault}" for fault in _contradictions(each, areas[each.area]))
        if each.since is not None and each.until is not None and each.until <= each.since:
            yield f"{where}: ends before it begins"


def _contradictions(membership: Membership, area: Area) -> Iterator[str]:
    if area.verified and not membership.verified:
        yield "not verified, yet the area says it is"
    for day in (membership.since, membership.until):
        if day is not None and (area.known_from is None or day < area.known_from):
            yield f"changes on {day}, before changes of the area are recorded"


def _overlaps(memberships: Sequence[Membership]) -> Iterator[str]:
    last: dict[tuple[str, str], Membership] = {}
    for each in memberships:
        before = last.get((each.area, each.state))
        if before is not None and (before.until is None or each.since is None or each.since < before.until):
            yield f"{each.state} in {each.area}: two memberships overlap, or stand out of order"
        last[each.area, each.state] = each
