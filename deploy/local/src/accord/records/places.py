"""States, regions and groups as records name them."""

from dataclasses import dataclass, field

from accord.records.record import BadRecord
from shared.geography import load_geography

EVERYWHERE = "Global"


@dataclass
class Places:
    """Who may benefit, by kind of place."""

    everyone: bool = False
    states: list[str] = field(default_factory=list[str])
    regions: list[str] = field(default_factory=list[str])
    groups: list[str] = field(default_factory=list[str])


def state_code(name: str, code: str) -> str:
    """Return the code if a need of that State can be taken in; BadRecord names the field."""
    record = load_geography().states.get(code)
    if record is None or not record.may_post_needs:
        raise BadRecord(name, f"expected a State as ISO 3166 alpha-3 (or XKX), got {code!r}")
    return code


def area_key(name: str, spelling: str) -> str:
    """Return the key of a region or group; BadRecord names the field."""
    key = load_geography().find_area(spelling)
    if key is None:
        raise BadRecord(name, f"expected a region or group of docs/reference-data.md, got {spelling!r}")
    return key


def places_of(regions_field: str, regions: list[str], states_field: str, states: list[str]) -> Places:
    """Sort the named places by kind; a country among the regions becomes a State."""
    geography, places = load_geography(), Places(everyone=EVERYWHERE in regions)
    if places.everyone:
        return places
    places.states = [state_code(states_field, code) for code in states]
    for spelling in regions:
        state = geography.find_state(spelling)
        if state is not None:
            places.states.append(state)
            continue
        key = area_key(regions_field, spelling)
        (places.regions if geography.areas[key].kind == "region" else places.groups).append(key)
    return places
