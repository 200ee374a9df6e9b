"""How much each criterion counts: versioned data, whose digest is frozen into every match."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from types import MappingProxyType
from typing import Any, Final

from matcher.domain.amounts import ONE
from shared.errors import FieldProblem, InvalidInput

CRITERIA: Final = ("category", "specificity", "coverage", "modality", "timing", "language", "conditions", "words")
"""Every criterion, in the order in which an explanation tells them."""

MOST_FOR_WORDS: Final = 50
"""Words only break ties: this is the most that they may weigh, in thousandths."""


@dataclass(frozen=True)
class ScoringProfile:
    """Weights in thousandths, one for each criterion, summing to exactly 1000; InvalidInput names what is wrong."""

    name: str
    version: int
    weights: Mapping[str, int]

    def __post_init__(self) -> None:
        object.__setattr__(self, "weights", MappingProxyType(dict(self.weights)))
        problems = weight_problems(self.weights)
        if problems:
            raise InvalidInput(problems)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the profile's canonical JSON, in hexadecimal."""
        content = {"name": self.name, "version": self.version, "weights": dict(self.weights)}
        canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()


def parse_profile(document: Mapping[str, Any]) -> ScoringProfile:
    """Return the profile that a JSON document states, validated."""
    return ScoringProfile(name=document["name"], version=document["version"], weights=document["weights"])


@cache
def load_profile(name: str = "default") -> ScoringProfile:
    """Return a profile that ships with the matcher; FileNotFoundError where there is none of that name."""
    path = resources.files("matcher.domain.scoring") / "profiles" / f"{name}.json"
    return parse_profile(json.loads(path.read_text(encoding="utf-8")))


def weight_problems(weights: Mapping[str, int]) -> list[FieldProblem]:
    """Return what is wrong with weights, below /weights: a criterion missing or unknown, a weight, the sum."""
    missing = [_problem(name, "is missing") for name in CRITERIA if name not in weights]
    unknown = [_problem(name, "is not a criterion") for name in weights if name not in CRITERIA]
    beyond = [_problem(name, "must be 0 to 1000") for name, weight in weights.items() if not 0 <= weight <= ONE]
    if weights.get("words", 0) > MOST_FOR_WORDS:
        beyond.append(_problem("words", f"may weigh {MOST_FOR_WORDS} thousandths at most"))
    total = sum(weights.values())
    if total != ONE:
        beyond.append(FieldProblem("/weights", f"must sum to {ONE}, not {total}"))
    return missing + unknown + beyond


def _problem(name: str, detail: str) -> FieldProblem:
    escaped = name.replace("~", "~0").replace("/", "~1")
    return FieldProblem(f"/weights/{escaped}", detail)
