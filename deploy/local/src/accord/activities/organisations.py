"""The key of an organisation that a file of activities names, as donor tokens would carry it."""

from accord.records.donors import organisation_key
from shared.geography import load_geography


def organisation_of(name: str) -> str | None:
    """Return a State's alpha-3 code in small letters, else a key made from the name; None where nothing is left of it.

    Keys are only compared: an activity whose donor is known by another key is found by its name, or not at all.
    """
    state = load_geography().find_state(name)
    return state.lower() if state else organisation_key(name) or None
