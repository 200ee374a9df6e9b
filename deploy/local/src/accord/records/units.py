"""From the units as sources spell them to the vocabulary's units, and which quantities are not asked for at all."""

import re

UNITS = (
    (r"marking machines?", "machine"),
    (r"deactivation centres?|depot|arsenal|facilit|armour(y|ies)", "facility"),
    (r"storage sites?|sites?\b", "site"),
    (r"tonnes?|\btons?\b", "tonne"),
    (r"rounds?|cartridges?", "round"),
    (r"weapons per day", None),
    (r"small arms|weapons?|firearms?|MANPADS", "weapon"),
    (r"armourers|officials|officers|participants|personnel|trainers|trainees|experts|people|persons", "person"),
    (r"provinces?", "province"),
    (r"burning tank|\bkits?\b", "kit"),
    (r"\bvehicles?\b|\btrucks?\b", "vehicle"),
    (r"\bdogs?\b", "dog"),
    (r"\bcourses?\b", "course"),
    (r"\bworkshops?\b|\bseminars?\b", "workshop"),
    (r"\blaborator(y|ies)\b", "laboratory"),
    (r"^set\b", "set"),
)

NOT_ASKED = re.compile(r"\bheld\b|\bby earlier project\b|\bbuilt or rehabilitated since\b")
"""What the State already has: it stands under what was received, not under what is asked for."""


def unit_of(spelling: str) -> str | None:
    """Return the vocabulary's unit for a source's spelling, or None where there is none."""
    return next((unit for pattern, unit in UNITS if re.search(pattern, spelling)), None)


def is_asked_for(spelling: str) -> bool:
    """Whether a need's quantity in this unit is something that it asks for."""
    return NOT_ASKED.search(spelling) is None
