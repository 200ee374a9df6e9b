"""A round as plain numbers in one canonical order, and the digest that names exactly these numbers."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from uuid import UUID

from matcher.domain.engine import Engine
from matcher.domain.rounds.bounds import Limits
from matcher.domain.rounds.completeness import without_incomplete_groups
from matcher.domain.rounds.judged import Judged
from matcher.domain.rounds.outcome import Refused
from matcher.domain.rounds.pairs import Offered, pairs_of_round
from matcher.domain.rounds.parts import Given, Limit, Pair, Pin, Wanted
from matcher.domain.rounds.pinned import pinned
from matcher.domain.rounds.scoping import inputs_of
from matcher.domain.rounds.settings import RoundSettings
from matcher.domain.rounds.settings_document import settings_document
from matcher.domain.rounds.wanting import wanted_of


@dataclass(frozen=True)
class Problem:
    """Everything a solver needs; `wanted` by component id, `given` by line id, `pairs` by both, `limits` as they occur.

    Only pairs that pass every hard condition and fit the limits by themselves are among `pairs`; banned ones are not.
    `refused` are the pins that no plan can hold. `offers_per_component` None = no such limit. `profile` is the digest
    of the weights by which the pairs are scored, `judged` what the checker will judge plans by.
    """

    wanted: tuple[Wanted, ...]
    given: tuple[Given, ...]
    pairs: tuple[Pair, ...]
    limits: tuple[Limit, ...]
    pins: tuple[Pin, ...]
    refused: tuple[Refused, ...]
    offers_per_component: int | None
    profile: str
    judged: Judged

    @property
    def settings(self) -> RoundSettings:
        """What the coordinator set."""
        return self.judged.settings

    @cached_property
    def total_weight(self) -> int:
        """The weight of all that is wanted, reachable or not: what covered shares are measured against."""
        return max(1, sum(wanted.weight for wanted in self.wanted))

    @cached_property
    def pairs_of_component(self) -> tuple[tuple[int, ...], ...]:
        """The places of each component's pairs."""
        found: list[list[int]] = [[] for _ in self.wanted]
        for place, pair in enumerate(self.pairs):
            found[pair.component].append(place)
        return tuple(tuple(places) for places in found)

    @cached_property
    def places(self) -> Mapping[str, tuple[int, ...]]:
        """The components of each State (or group) that could get anything and count for something."""
        return self._by(lambda wanted: wanted.places)

    @cached_property
    def regions(self) -> Mapping[str, tuple[int, ...]]:
        """The same by region."""
        return self._by(lambda wanted: wanted.regions)

    def _by(self, keys: Callable[[Wanted], tuple[str, ...]]) -> Mapping[str, tuple[int, ...]]:
        found: dict[str, list[int]] = {}
        for place, wanted in enumerate(self.wanted):
            if self.pairs_of_component[place] and wanted.weight:
                for key in keys(wanted):
                    found.setdefault(key, []).append(place)
        return {key: tuple(found[key]) for key in sorted(found)}

    @cached_property
    def digest(self) -> str:
        """The SHA-256, in hexadecimal, of the canonical JSON of all numbers, the settings and the scoring profile."""
        digest = hashlib.sha256()
        for part in self._parts():
            digest.update(json.dumps(part, sort_keys=True, separators=(",", ":"), default=str).encode() + b"\n")
        return digest.hexdigest()

    def _parts(self) -> Iterator[object]:
        yield settings_document(self.settings)
        yield self.profile
        for record in (*self.wanted, *self.given, *self.limits):
            yield asdict(record)
        for pair in self.pairs:
            uses = [(use.limit, use.multiply, use.divide, use.per_match) for use in pair.uses]
            yield (
                pair.component,
                pair.line,
                pair.asked,
                pair.least,
                pair.most,
                pair.alone,
                pair.step,
                pair.score,
                uses,
            )
        yield [asdict(each) for each in (*self.pins, *self.refused)]


def build_problem(engine: Engine, settings: RoundSettings) -> Problem:
    """Return the problem of an engine's day; InvalidInput where the settings name what does not exist.

    The order in which the engine was given its records makes no difference.
    """
    context, profile = engine.context, engine.profile
    inputs = inputs_of(engine, settings)
    wanted = wanted_of(inputs.needs, context, settings)
    components = {each.component_id: place for place, each in enumerate(wanted)}
    limits = Limits(wanted, context, settings)
    found = pairs_of_round(inputs, engine, limits, components, settings=settings)
    kept = without_incomplete_groups(wanted, found)
    given = _given(kept)
    lines = {each.line_id: place for place, each in enumerate(given)}
    pairs = tuple(offered.pair_at(lines[offered.line_id]) for offered in kept)
    reachable = frozenset(wanted[pair.component].component_id for pair in pairs)
    pins, refused = pinned(settings, wanted, given, pairs)
    limit_list, pairs = limits.renumbered(pairs)
    judged = Judged(inputs.needs, inputs.offers, context, profile, settings, reachable)
    per_component = settings.offers_per_component
    return Problem(wanted, given, pairs, limit_list, pins, refused, per_component, profile.digest, judged)


def _given(found: list[Offered]) -> tuple[Given, ...]:
    lines: dict[UUID, Given] = {each.line_id: Given(each.line_id, each.offer_id, each.donor) for each in found}
    return tuple(lines[line_id] for line_id in sorted(lines))
