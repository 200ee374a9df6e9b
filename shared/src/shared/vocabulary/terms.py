"""The entries of the flat term lists: forms of help, units, currencies, kinds of donors and the like."""

from dataclasses import dataclass

from shared.vocabulary.languages import Titles


@dataclass(frozen=True)
class Term:
    """One entry of a controlled list: its key never changes, its titles are for people."""

    key: str
    titles: Titles

    def title(self, language: str) -> str:
        """Return the title in the language asked for, or in English where there is none."""
        return self.titles.get(language) or self.titles["en"]


@dataclass(frozen=True)
class Modality(Term):
    """A form of help; `money_buys` says whether an offer of finance meets a need for it."""

    money_buys: bool


@dataclass(frozen=True)
class Unit(Term):
    """What quantities count; titles in lower case as they follow a number, `titles_plural` for more than one."""

    titles_plural: Titles


@dataclass(frozen=True)
class Currency(Term):
    """A circulating ISO 4217 currency: the key is its alphabetic code; the only title is the English name."""

    minor_units: int


@dataclass(frozen=True)
class Reason(Term):
    """Why a match leaves the straight way: for which actions it may be given; `automatic` = by Accord alone."""

    actions: tuple[str, ...]
    automatic: bool
