"""What the author wrote, with the language it is written in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """A title (3..300 characters) and a narrative (up to 10,000) in one UN language, never translated by Accord."""

    language: str
    title: str
    narrative: str = ""
