"""States and territories as ISO 3166-1 lists them, and which of them may post needs."""

from dataclasses import dataclass
from enum import StrEnum

from shared.vocabulary.languages import Titles


class Standing(StrEnum):
    """How an entry of ISO 3166-1 stands to the United Nations; OTHER is every territory and area."""

    MEMBER = "member"
    OBSERVER = "observer"
    USER_ASSIGNED = "user_assigned"
    OTHER = "other"


@dataclass(frozen=True)
class StateRecord:
    """One State or territory; `m49` and `iso2` are None where none is assigned.

    `un_member_since` is a year; `note` is a footnote in each language, empty for nearly all; `spellings` are
    further names under which sources mention it.
    """

    iso3: str
    iso2: str | None
    m49: str | None
    standing: Standing
    un_member_since: int | None
    names: Titles
    spellings: tuple[str, ...]
    note: Titles

    @property
    def may_post_needs(self) -> bool:
        """Whether needs can come from here: UN members, observer States, and Kosovo (SCR 1244) as XKX."""
        return self.standing is not Standing.OTHER

    def name(self, language: str) -> str:
        """Return the name in the language asked for, or in English where there is none."""
        return self.names.get(language) or self.names["en"]
