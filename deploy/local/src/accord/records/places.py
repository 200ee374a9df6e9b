"""States, regions and groups as records name them."""

from dataclasses import dataclass, field

from accord.records.record import BadRecord
from accord.records.regions import areas_named, means_everyone
from shared.geography import load_geography


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


def without_territories(codes: list[str]) -> list[str]:
    """Leave out the codes of territories, which no need can come from; unknown codes stay, to be refused by name."""
    states = load_geography().states
    return [code for code in codes if code not in states or states[code].may_post_needs]


def area_key(name: str, spelling: str) -> str:
    """Return the key of a region or group; BadRecord names the field."""
    key = load_geography().find_area(spelling)
    if key is None:
        raise BadRecord(name, f"expected a region or group of docs/reference-data.md, got {spelling!r}")
    return key


def places_of(regions_field: str, regions: list[str], states_field: str, states: list[str]) -> Places:
    """Sort the named places by kind; a country among the regions becomes a State."""
    places = Places(everyone=any(means_everyone(name) for name in regions))
    if places.everyone:
        return places
    places.states = list(dict.fromkeys(state_code(states_field, code) for code in without_territories(states)))
    for spelling in regions:
        _add(places, regions_field, spelling)
    return places


def _add(places: Places, field_name: str, spelling: str) -> None:
    geography = load_geography()
    state = geography.find_state(spelling)
    if state is not None:
        places.states += [state] if state not in places.states else []
        return
    for key in areas_named(spelling) or (area_key(field_name, spelling),):
        kind = places.regions if geography.areas[key].kind == "region" else places.groups
        if key not in kind:
            kind.append(key)
