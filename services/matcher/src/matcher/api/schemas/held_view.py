"""The figures of what the matcher holds and has found, as an answer shows them."""

from typing import Annotated, Self

from pydantic import BaseModel, Field

from matcher.adapters.figures import Held


class HeldNotShown(BaseModel):
    """What circulates and you may not know of, in steps of five that may be too low and never too high."""

    needs: Annotated[str, Field(examples=["5-9"])]
    offers: str
    candidates: Annotated[str, Field(description="pairs that you may not know of, whether you know of a side or not")]


class HeldView(BaseModel):
    """How much of it you may know of, exactly, and about how much there is besides."""

    needs: int
    offers: int
    candidates: int
    needs_with_candidates: int
    offers_with_candidates: int
    events_applied: Annotated[
        int, Field(description="events of needs and offers taken in; for observers in whole hundreds")
    ]
    not_shown: HeldNotShown

    @classmethod
    def of(cls, held: Held) -> Self:
        """Show the figures of one reader."""
        exact = {name: getattr(held, name) for name in cls.model_fields if name != "not_shown"}
        steps = {name: getattr(held, f"{name}_not_shown") for name in HeldNotShown.model_fields}
        return cls(**exact, not_shown=HeldNotShown(**steps))
