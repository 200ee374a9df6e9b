"""Areas: regions, organisations and groups of States, whose membership depends on the date."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.vocabulary.languages import Titles


class AreaKind(StrEnum):
    """How narrow an area is as an eligibility.

    REGION: M49 regions and organisations as wide as a continent; SUBREGIONAL: narrower organisations and named
    regions; DEVELOPMENT: groups by level of development.
    """

    REGION = "region"
    SUBREGIONAL = "subregional"
    DEVELOPMENT = "development"


@dataclass(frozen=True)
class Area:
    """A named set of States, with where its list comes from and how far it can be trusted.

    `verified`: the list and its dates were read at the source named, as of `as_of`; otherwise `note` says what was
    not. `known_from`: changes of membership are recorded from that day; None: one list is applied to all dates.
    An area holds its own members and those of the areas it is `composed_of`.
    """

    key: str
    kind: AreaKind
    titles: Titles
    spellings: tuple[str, ...]
    composed_of: tuple[str, ...]
    source: str
    as_of: date
    verified: bool
    known_from: date | None
    note: str

    def title(self, language: str) -> str:
        """Return the title in the language asked for, or in English where there is none."""
        return self.titles.get(language) or self.titles["en"]


@dataclass(frozen=True)
class Membership:
    """One State's time in an area: `since` is its first day (None: since before the data begin).

    `until` is the day it ended, no longer a day of membership (None: it lasts).
    """

    area: str
    state: str
    since: date | None
    until: date | None
    verified: bool
    note: str

    def holds(self, on: date) -> bool:
        """Whether the State is a member on that day."""
        return (self.since is None or self.since <= on) and self.lasts_beyond(on)

    def lasts_beyond(self, day: date) -> bool:
        """Whether the State is a member after that day, or becomes one."""
        return self.until is None or day < self.until
