"""The life of a match as data: the same table that the code obeys."""

from typing import Annotated

from pydantic import BaseModel, Field

from matcher.domain.matches.life_cycle import ENDED, OFF_RAMPS, TRANSITIONS
from shared.http.routing import service_router
from shared.identity.dependencies import CurrentActor

router = service_router("/v1/life-cycle", tag="matches")


class TransitionView(BaseModel):
    """One way a match can move; `after` null = it stays where it is."""

    action: str
    before: tuple[str, ...]
    after: str | None
    by: Annotated[tuple[str, ...], Field(description="coordinator, recipient, donor, or accord by itself")]
    meaning: str
    wants_reason: bool


class LifeCycleView(BaseModel):
    """Every way a match can move, and where it comes to an end."""

    transitions: list[TransitionView]
    ended: list[str]
    off_ramps: list[str]


@router.get("")
async def read_life_cycle(_actor: CurrentActor) -> LifeCycleView:
    """Read the life of a match as data: what is not in it is refused."""
    names = TransitionView.model_fields
    rows = [TransitionView(**{name: getattr(row, name) for name in names}) for row in TRANSITIONS]
    return LifeCycleView(transitions=rows, ended=sorted(ENDED), off_ramps=sorted(OFF_RAMPS))
