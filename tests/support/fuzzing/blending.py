"""Made-up calls brought nearer to what a service lets in: records that exist, current versions, almost good bodies."""

import copy
import random
from collections.abc import Iterator
from typing import Any, Final

from schemathesis import Case

from tests.support.fuzzing.world import Prospect, World

_ASKED: Final = {
    "state": ("BFA", "KEN", "SEN"),
    "area": ("africa", "ecowas", "western_africa"),
    "region": ("africa", "ecowas"),
    "category": ("marking", "stockpile_management"),
    "donor": ("eu", "deu"),
    "organisation": ("eu", "deu"),
    "donor_kind": ("state", "regional_organisation"),
    "modality": ("equipment", "finance"),
    "status": ("open", "proposed", "in_delivery", "draft"),
    "weights": ("words:50", "specificity:100,coverage:420"),
    "external_id": ("N-1", "O-1", "N-001", "DE-1-0001"),
}
PROMISING: Final = 0.2
"""The share of calls, of operations for which there are prospects, that are one of these."""
_ALSO: Final = {"funder_offer_id": "offer_id", "profile": "digest"}
_ODD: Final = (
    *("", " ", "\x00", "\x7f", "\ud800", "'; DROP TABLE needs; --", "%", "x" * 5000, "\r\nSet-Cookie: a=b"),
    *("0001-01-01", "9999-12-31", "2026-02-30", "24:00", "1e999", "00000000-0000-0000-0000-000000000000"),
    *(None, True, False, 0, -1, 1.0005, 1e-9, 1e300, 10**18, 2**31, 2**63, -(2**63) - 1, 10**400),
    *([], {}, [None], [[]], {"": None}),
)
_ODD_IN_QUERIES: Final = (
    *("", "%00", "\x00", "\ud800", "' OR 1=1", "x" * 5000, "0", "-1", "1e9", "99999999999999999999", "NaN"),
    *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-03-02T09:30:00Z"),
    *("0001-01-01", "9999-12-31", "2026-02-30", "null", "true", "00000000-0000-0000-0000-000000000000"),
)


def blend(case: Case[Any], world: World, chance: random.Random) -> None:
    """Change the call in place: most addresses name what exists, most bodies are good or nearly so."""
    case.freeze_metadata()  # what is true of it as it was made up need not be looked into again
    for name in case.path_parameters:
        if chance.random() < 0.8:
            case.path_parameters[name] = _existing(name, world, chance, case.path_parameters[name])
    for name in list(case.query):
        if chance.random() < 0.4:
            case.query[name] = _asked(name, world, chance, case.query[name])
    good = world.bodies.get(case.operation.label)
    if good and chance.random() < 0.7:
        case.body, case.media_type = _nearly(chance.choice(good), case.body, chance), "application/json"
    if isinstance(case.body, dict | list) and chance.random() < 0.7:
        case.body = _with_existing_ids(case.body, world, chance)


def promising(case: Case[Any], world: World, chance: random.Random) -> Prospect | None:
    """Make the call one that the world knows to succeed, if it knows one and chance wants it, and return it."""
    known = world.prospects.get(case.operation.label)
    if not known or chance.random() >= PROMISING:
        return None
    prospect = chance.choice(known)
    case.freeze_metadata()
    case.path_parameters |= prospect.parameters
    case.query, case.headers = {}, type(case.headers)()
    if prospect.body is not None:
        case.body, case.media_type = copy.deepcopy(prospect.body), "application/json"
    return prospect


def _existing(name: str, world: World, chance: random.Random, otherwise: Any) -> Any:
    known = world.ids.get(_ALSO.get(name, name))
    return chance.choice(known) if known else otherwise


def _asked(name: str, world: World, chance: random.Random, otherwise: Any) -> Any:
    if chance.random() < 0.3:
        return chance.choice(_ODD_IN_QUERIES)
    if name == "cursor" and world.cursors:
        return chance.choice(world.cursors)
    if name in _ASKED:
        return chance.choice(_ASKED[name])
    return _existing(name, world, chance, otherwise)


def _nearly(good: Any, made_up: Any, chance: random.Random) -> Any:
    """Return a good body as it is, or with one place spoilt."""
    body = copy.deepcopy(good)
    if chance.random() < 0.5:
        return body
    places = list(_places(body))
    if not places:
        return body
    parent, key = chance.choice(places)
    spoil = chance.randrange(5)
    if spoil == 0:
        del parent[key]
    elif spoil == 1 and isinstance(parent, list):
        parent.append(copy.deepcopy(parent[key]))
    elif spoil == 2 and isinstance(made_up, dict | list):
        parent[key] = chance.choice([made_up, *(above[at] for above, at in _places(made_up))])
    else:
        parent[key] = chance.choice(_ODD)
    return body


def _places(document: Any) -> Iterator[tuple[Any, Any]]:
    """Give every place in a document, as what it stands in and its name or number there."""
    inside: Any = ()
    if isinstance(document, dict):
        inside = list(document)
    elif isinstance(document, list):
        inside = range(len(document))
    for key in inside:
        yield document, key
        yield from _places(document[key])


def _with_existing_ids(document: Any, world: World, chance: random.Random) -> Any:
    document = copy.deepcopy(document)
    for parent, key in list(_places(document)):
        if isinstance(key, str) and isinstance(parent[key], str):
            parent[key] = _existing(key, world, chance, parent[key])
    return document
