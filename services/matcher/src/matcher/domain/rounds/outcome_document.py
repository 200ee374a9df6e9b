"""An outcome as a JSON document, and back: what a table keeps and another process reads."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from matcher.domain.rounds.outcome import Allocation, Binding, Level, Outcome, Plan, Refused


def outcome_document(outcome: Outcome) -> dict[str, Any]:
    """Return the outcome as JSON values only; the same outcome always gives the same document."""
    return json.loads(json.dumps(asdict(outcome), default=str))


def outcome_from(document: Mapping[str, Any]) -> Outcome:
    """Return the outcome that `outcome_document` wrote; KeyError or TypeError for any other document."""
    made: dict[str, Any] = {
        "plan": _plan(document["plan"]),
        "greedy": _plan(document["greedy"]),
        "alternatives": tuple(_plan(each) for each in document["alternatives"]),
        "bindings": tuple(_binding(each) for each in document["bindings"]),
        "infeasible": tuple(Refused(**_with_ids(each)) for each in document["infeasible"]),
    }
    return Outcome(**{**document, **made})


def _plan(document: Mapping[str, Any]) -> Plan:
    allocations = tuple(Allocation(**_with_ids(each)) for each in document["allocations"])
    return Plan(allocations, tuple(Level(**each) for each in document["levels"]))


def _with_ids(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: UUID(value) if name.endswith("_id") else value for name, value in document.items()}


def _binding(document: Mapping[str, Any]) -> Binding:
    made: dict[str, Any] = {**document, "ids": tuple(document["ids"])}
    return Binding(**made)
