"""Reasons as data and as sentences in the reader's language."""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field

from matcher.domain.conditions.verdict import Verdict
from matcher.domain.sentences import tell, tell_verdict
from shared.geography import load_geography
from shared.vocabulary import load_vocabulary


class ReasonView(BaseModel):
    """One criterion's part of a score: contribution = points x weight / 1000, rounded down; they sum to the score."""

    criterion: str
    points: int = Field(description="0 to 1000")
    weight: int = Field(description="thousandths; all weights sum to 1000")
    contribution: int
    message_key: str
    facts: dict[str, Any]
    sentence: str

    @classmethod
    def of(cls, item: Mapping[str, Any], language: str) -> Self:
        """Tell a stored reason in a language."""
        sentence = tell(item["message_key"], item["facts"], language, load_vocabulary(), load_geography())
        return cls(**item, sentence=sentence)


class ChangeView(BaseModel):
    """The smallest change that would make a failed condition hold; `quantity` is in thousandths of its unit."""

    model_config = ConfigDict(from_attributes=True)

    who: str
    what: str
    days: int | None
    quantity: int | None
    unit: str | None
    currency: str | None
    names: tuple[str, ...]


class FailedConditionView(BaseModel):
    """A hard condition that failed, the smallest change that would satisfy it, and a sentence."""

    code: str
    message_key: str
    facts: dict[str, Any]
    change: ChangeView | None
    sentence: str

    @classmethod
    def of(cls, verdict: Verdict, language: str) -> Self:
        """Tell a verdict in a language."""
        change = verdict.change
        return cls(
            code=verdict.code.value,
            message_key=verdict.message_key,
            facts=dict(verdict.facts),
            change=change and ChangeView.model_validate(change),
            sentence=tell_verdict(verdict, language, load_vocabulary(), load_geography()),
        )
