"""What queries of Prometheus ask for: names of metrics and the labels by which they choose among them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import promql_parser
from promql_parser import Expr, VectorSelector

_KEPT_LABELS = re.compile(r"\b(?:by|on) \(([a-z_, ]*)\)")
_ONE_OF_NAMES = re.compile(r"\(([a-z|]+)\)(\w+)")


@dataclass(frozen=True)
class Asked:
    """The metrics that one selector names, and the labels that it looks at."""

    names: frozenset[str]
    labels: frozenset[str]


def asked_by(query: str) -> list[Asked]:
    """Return every selector of a query; ValueError where the query cannot be read."""
    found: list[Asked] = []

    def note(part: Expr) -> bool:
        if isinstance(part, VectorSelector):
            found.append(_asked(part))
        return True

    promql_parser.walk(promql_parser.parse(query), note)
    return found


def kept_labels(query: str) -> set[str]:
    """Return the labels by which a query adds up or joins."""
    return {label.strip() for kept in _KEPT_LABELS.findall(query) for label in kept.split(",")}


def _asked(selector: VectorSelector) -> Asked:
    matchers = {each.name: each.value for each in selector.matchers.matchers}
    pattern = matchers.pop("__name__", None)
    names = [selector.name] if selector.name else list(_spelt_out(pattern or ""))
    return Asked(frozenset(names), frozenset(matchers))


def _spelt_out(pattern: str) -> Iterator[str]:
    """Yield the names of `(needs|offers)_lag`; nothing more than that is understood, so that none is overlooked."""
    matched = _ONE_OF_NAMES.fullmatch(pattern)
    if matched is None:
        raise ValueError(f"not of the form (one|other)_rest: {pattern}")
    yield from (f"{service}{rest}" for service in matched[1].split("|") for rest in [matched[2]])
