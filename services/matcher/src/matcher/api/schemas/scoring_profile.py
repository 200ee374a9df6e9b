"""Scoring profiles as coordinators write them and as everybody reads them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Self

from pydantic import Field, StrictInt

from matcher.adapters.basis.queries import Activation
from matcher.api.schemas.rate_table import sees_who_decided
from matcher.application.create_profile import CreateProfile
from matcher.domain.scoring import CRITERIA
from matcher.domain.scoring.profile_version import ProfileVersion
from shared.http.documents import Part
from shared.identity.actor import Actor

Weights = Annotated[
    dict[str, StrictInt],
    Field(
        max_length=4 * len(CRITERIA),
        description=f"thousandths by criterion ({', '.join(CRITERIA)}), summing to 1000; words at most 50",
    ),
]


class ScoringProfileDocument(Part):
    """Weights under a name; a name that exists gets its next version."""

    name: str = Field(examples=["regions first"])
    weights: Weights
    note: str = Field(default="", description="what these weights are for")

    def command(self) -> CreateProfile:
        """Return what the document asks for."""
        return CreateProfile(self.name, self.weights, self.note)


class ActivationView(Part):
    """When a profile came into force last, and why."""

    activated_at: datetime
    reason: str
    activated_by: str | None = Field(description="shown to coordinators and observers")


class ScoringProfileView(Part):
    """A scoring profile; `digest` is frozen into every candidate that it scored."""

    digest: str = Field(description="SHA-256 of name, version and weights")
    name: str
    version: int
    weights: Mapping[str, int]
    note: str
    created_at: datetime
    created_by: str | None = Field(description="shown to coordinators and observers")
    in_force: bool
    activation: ActivationView | None = Field(description="null = it was never in force")

    @classmethod
    def of(cls, kept: ProfileVersion, actor: Actor, *, in_force: bool, activation: Activation | None) -> Self:
        """Show a profile to an actor."""
        is_told = sees_who_decided(actor)
        return cls(
            digest=kept.digest,
            name=kept.name,
            version=kept.version,
            weights={criterion: kept.weights[criterion] for criterion in CRITERIA},
            note=kept.note,
            created_at=kept.created_at,
            created_by=kept.created_by if is_told else None,
            in_force=in_force,
            activation=activation
            and ActivationView(
                activated_at=activation.activated_at,
                reason=activation.reason,
                activated_by=activation.activated_by if is_told else None,
            ),
        )
