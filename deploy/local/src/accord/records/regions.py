"""Names of regions that sources use and no list of members knows: read as wider areas, so that nobody is shut out."""

import re
from collections.abc import Sequence

from shared.geography import load_geography

EVERYWHERE = frozenset(
    {
        "global",
        "worldwide",
        "world",
        "all regions",
        "all states",
        "un member states",
        "all un member states",
        "att states parties",
    }
)
"""Names of everyone, in small letters."""

WIDER = {
    "sahel": ("greater_sahel",),
    "g5 sahel": ("greater_sahel",),
    "west and central africa": ("western_africa", "middle_africa"),
    "gulf of guinea": ("western_africa", "middle_africa"),
    "mano river union": ("western_africa",),
    "horn of africa": ("eastern_africa",),
    "igad": ("eastern_africa", "northern_africa"),
    "east and southern africa": ("eastern_africa", "southern_africa"),
    "maghreb": ("northern_africa", "western_africa"),
    "middle east": ("western_asia", "league_of_arab_states"),
    "mena": ("western_asia", "northern_africa", "league_of_arab_states"),
    "caucasus": ("western_asia",),
    "south caucasus": ("western_asia",),
    "balkans": ("south_east_europe", "western_balkans"),
    "eastern partnership": ("eastern_europe", "western_asia"),
    "cis": ("eastern_europe", "central_asia", "western_asia"),
    "commonwealth of independent states": ("eastern_europe", "central_asia", "western_asia"),
    "partnership for peace": ("nato_partners",),
    "andean community": ("south_america",),
    "andean": ("south_america",),
    "mercosur": ("south_america",),
    "pacific islands": ("oceania",),
    "pacific island": ("oceania",),
    "developing": ("dac_oda_recipients",),
}
"""From a name in small letters, without "States" or "region" after it, to the areas that hold everyone it means."""

_AROUND = re.compile(r"^(?:the )|(?: (?:member |partner )?(?:states|countries)| region| area)$")
_BETWEEN = re.compile(r"\s*(?:,|;|/|\+|&|\band\b)\s*")


def areas_named(spelling: str) -> tuple[str, ...]:
    """Return the keys of the areas that a name means, alone or joined by "and"; empty where a part is not known."""
    return _areas(spelling) or _joined([_areas(part) for part in _BETWEEN.split(spelling) if part])


def means_everyone(spelling: str) -> bool:
    """Whether a name means every State."""
    return _plain(spelling) in EVERYWHERE or spelling.strip().lower() in EVERYWHERE


def _areas(name: str) -> tuple[str, ...]:
    key = load_geography().find_area(name)
    return (key,) if key is not None else WIDER.get(_plain(name), ())


def _joined(parts: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(area for part in parts for area in part)) if all(parts) else ()


def _plain(name: str) -> str:
    return _AROUND.sub("", _AROUND.sub("", name.strip().lower()))
