"""Consent gate 1 (BMS7 101): nothing circulates that its State did not agree to circulate."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Consent:
    """Who agreed to circulation and when; `insisted` is true where the need was too vague and went out all the same."""

    consented_by: str
    consented_at: datetime
    insisted: bool = False
