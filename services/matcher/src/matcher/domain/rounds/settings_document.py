"""A round's settings as a JSON document: what is kept with the round and goes into its digest."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from matcher.domain.rounds.settings import RoundSettings


def settings_document(settings: RoundSettings) -> dict[str, Any]:
    """Return the settings as JSON values; equal settings give equal documents."""
    scope, weights = settings.scope, settings.weights
    return {
        "scope": {
            "needs": _ids(scope.needs),
            "offers": _ids(scope.offers),
            "states": sorted(scope.states),
            "areas": sorted(scope.areas),
            "categories": sorted(scope.categories),
            "historic": scope.historic,
        },
        "weights": {str(priority): weight for priority, weight in weights.items()},
        "tolerances": dict(settings.tolerances),
        "gap": settings.gap,
        "time_limit_seconds": settings.time_limit_seconds,
        "offers_per_component": settings.offers_per_component,
        "caps": [asdict(cap) for cap in settings.caps],
        "pins": [_choice(asdict(pin)) for pin in settings.pins],
        "bans": [_choice(asdict(ban)) for ban in settings.bans],
        "alternatives": settings.alternatives,
        "min_difference": settings.min_difference,
    }


def _ids(ids: tuple[UUID, ...] | None) -> list[str] | None:
    return None if ids is None else sorted(str(each) for each in ids)


def _choice(document: dict[str, Any]) -> dict[str, Any]:
    return {**document, "component_id": str(document["component_id"]), "line_id": str(document["line_id"])}
