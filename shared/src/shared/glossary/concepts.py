"""What the glossary knows: concepts of the field, what each stands for in the vocabulary, and its terms."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum


class Certainty(StrEnum):
    """How sure a term's meaning is: it names the entry, it likely stands for it, or it only hints at it."""

    CERTAIN = "certain"
    LIKELY = "likely"
    HINT = "hint"

    @property
    def points(self) -> int:
        """How sure, in thousandths."""
        return {Certainty.CERTAIN: 900, Certainty.LIKELY: 600, Certainty.HINT: 300}[self]


@dataclass(frozen=True)
class Meaning:
    """Keys of the vocabulary's lists; a concept of the field may stand for several of them, or for none."""

    category: str | None = None
    modality: str | None = None
    unit: str | None = None
    stage: str | None = None
    target_group: str | None = None
    condition: str | None = None

    def keys(self) -> dict[str, str]:
        """Return the keys that are given, by the name of their list."""
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: key for name, key in given.items() if key is not None}


@dataclass(frozen=True)
class Concept:
    """One concept with its terms by language; inflected forms need not stand there, for terms are read by stem."""

    key: str
    meaning: Meaning
    certainty: Certainty
    terms: Mapping[str, tuple[str, ...]]
