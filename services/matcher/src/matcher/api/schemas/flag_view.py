"""A review flag as readers get it, of a package or of a match."""

from collections.abc import Mapping
from typing import Any, Protocol, Self

from pydantic import BaseModel

from matcher.api.schemas.round_view import sentence


class Flagged(Protocol):
    """A flag: a stable code, the paragraph that it comes from, and what makes its sentence."""

    @property
    def code(self) -> str:
        """Name what to look at."""
        ...

    @property
    def paragraph(self) -> str:
        """Name where that comes from."""
        ...

    @property
    def message_key(self) -> str:
        """Name its sentence."""
        ...

    @property
    def facts(self) -> Mapping[str, Any]:
        """Hold what the sentence tells."""
        ...


class FlagView(BaseModel):
    """Something for the reviewer to look at, never a block; `paragraph` is where it comes from."""

    code: str
    paragraph: str
    message_key: str
    facts: dict[str, Any]
    sentence: str

    @classmethod
    def of(cls, flag: Flagged, language: str, **more: Any) -> Self:
        """Tell a flag in a language."""
        facts = dict(flag.facts)
        return cls(
            code=flag.code,
            paragraph=flag.paragraph,
            message_key=flag.message_key,
            facts=facts,
            sentence=sentence(flag.message_key, facts, language),
            **more,
        )
