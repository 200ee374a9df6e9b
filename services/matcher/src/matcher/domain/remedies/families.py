"""Unanswered needs by what one donor could change for all of them at once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias
from uuid import UUID

from matcher.domain.conditions import Code
from matcher.domain.remedies.case import Case
from matcher.domain.remedies.unanswered import Blocked

_OF_LINES: Final = frozenset({Code.CATEGORY_MISMATCH, Code.MODALITY_MISMATCH, Code.BELOW_MINIMUM_SHARE, Code.EXHAUSTED})
_NOT_A_DONORS: Final = frozenset({Code.PAIR_EXCLUDED, Code.NOT_VISIBLE})

Key: TypeAlias = tuple[UUID, int, UUID, str]
"""Offer, the place of the code, the line (the offer's id where the change is the offer's), and what is to be added."""


@dataclass(frozen=True)
class Family:
    """Pairs of one offer that the same condition alone blocks, so that one change may settle them all."""

    code: Code
    cases: tuple[Case, ...]

    @property
    def needs(self) -> int:
        """How many needs there are: no change can unlock more."""
        return len({case.need.need_id for case in self.cases})


def families(found: Iterable[Blocked]) -> Sequence[Family]:
    """Return the families, those of most needs first, ties in a set order."""
    members: dict[Key, tuple[Code, list[Case]]] = {}
    for code, case in _alone(found):
        members.setdefault(_key(code, case), (code, []))[1].append(case)
    gathered = {key: Family(code, tuple(sorted(cases, key=_place))) for key, (code, cases) in members.items()}
    return [gathered[key] for key in sorted(gathered, key=lambda key: (-gathered[key].needs, key))]


def _alone(found: Iterable[Blocked]) -> Iterator[tuple[Code, Case]]:
    for each in found:
        for cases in each.alone.values():
            yield from ((code, case) for code, case in cases if code not in _NOT_A_DONORS)


def _key(code: Code, case: Case) -> Key:
    """Keep apart what takes a change of its own: each line, and each category or form of help."""
    line = case.line_id if code in _OF_LINES else case.offer.offer_id
    return case.offer.offer_id, list(Code).index(code), line, _tag(code, case)


def _tag(code: Code, case: Case) -> str:
    if code is Code.CATEGORY_MISMATCH:
        return case.component.category
    return case.component.modalities[0] if code is Code.MODALITY_MISMATCH else ""


def _place(case: Case) -> tuple[UUID, UUID, UUID]:
    return case.need.need_id, case.component_id, case.line_id
