"""People of the demonstration, one for each role; their passwords come from outside."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import NAMESPACE_DNS, uuid5

PASSWORD: Final = "${ACCORD_DEMO_PASSWORD}"  # noqa: S105 - a placeholder, filled in when Keycloak imports the file
PEOPLE: Final[Mapping[str, Mapping[str, str]]] = {
    "person-recipient": {"role": "recipient", "state": "BFA"},
    "person-donor": {"role": "donor", "organisation": "deu"},
    "person-coordinator": {"role": "coordinator"},
    "person-observer": {"role": "observer"},
}


def demo_people() -> list[dict[str, Any]]:
    """Return the accounts with their attributes; their ids, the tokens' `sub`, are the same in every import."""
    return [_person(name, party) for name, party in PEOPLE.items()]


def _person(name: str, party: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": str(uuid5(NAMESPACE_DNS, f"{name}.accord")),
        "username": name,
        "enabled": True,
        "realmRoles": [party["role"]],
        "attributes": {key: [value] for key, value in party.items() if key != "role"},
        "credentials": [{"type": "password", "value": PASSWORD, "temporary": False}],
    }
