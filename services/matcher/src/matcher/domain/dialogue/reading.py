"""How far a side has read."""

from dataclasses import dataclass
from datetime import datetime

from matcher.domain.dialogue.voices import Voice


@dataclass(frozen=True)
class ReadMark:
    """The voice has read every message up to this number; it never goes back."""

    voice: Voice
    up_to: int
    read_at: datetime
