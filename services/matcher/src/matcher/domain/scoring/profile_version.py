"""A scoring profile as it is kept: who made this version, when, and what for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from matcher.domain.scoring.profile import ScoringProfile


@dataclass(eq=False, kw_only=True)
class ProfileVersion:
    """One version of a named profile, never changed afterwards; `created_by` None = it came with the matcher.

    `number` counts all versions in the order of their making; None until stored.
    """

    digest: str
    name: str
    version: int
    weights: Mapping[str, int]
    note: str
    created_by: str | None
    created_at: datetime
    number: int | None = None

    @classmethod
    def of(cls, profile: ScoringProfile, *, note: str, by: str, at: datetime) -> Self:
        """Return the version that keeps this profile."""
        return cls(
            digest=profile.digest,
            name=profile.name,
            version=profile.version,
            weights=dict(profile.weights),
            note=note,
            created_by=by,
            created_at=at,
        )

    @property
    def profile(self) -> ScoringProfile:
        """The weights, as matching uses them."""
        return ScoringProfile(self.name, self.version, self.weights)
