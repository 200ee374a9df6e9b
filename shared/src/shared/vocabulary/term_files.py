"""Reads the flat term lists: one JSON file each, and currencies.csv."""

import csv
import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from types import MappingProxyType
from typing import TypedDict, TypeVar

from shared.vocabulary.faults import currency_faults, refuse, term_faults
from shared.vocabulary.terms import Currency, Modality, Reason, Term, Unit

TermT = TypeVar("TermT", bound=Term)


class TermRow(TypedDict):
    """An entry as every term list holds it."""

    key: str
    titles: dict[str, str]


class ModalityRow(TermRow):
    """An entry of modalities.json."""

    money_buys: bool


class UnitRow(TermRow):
    """An entry of units.json."""

    titles_plural: dict[str, str]


class ReasonRow(TermRow):
    """An entry of match_reasons.json."""

    actions: list[str]
    automatic: bool


def read_terms(name: str) -> Mapping[str, Term]:
    """Return the list `name`.json in its own order; BrokenReferenceDataError if it breaks a rule."""
    rows: list[TermRow] = json.loads(_text(f"{name}.json"))
    return _checked([Term(row["key"], MappingProxyType(row["titles"])) for row in rows])


def read_modalities() -> Mapping[str, Modality]:
    """Return the forms of help; BrokenReferenceDataError if the file breaks a rule."""
    rows: list[ModalityRow] = json.loads(_text("modalities.json"))
    return _checked([Modality(row["key"], MappingProxyType(row["titles"]), row["money_buys"]) for row in rows])


def read_units() -> Mapping[str, Unit]:
    """Return the units; BrokenReferenceDataError if the file breaks a rule."""
    rows: list[UnitRow] = json.loads(_text("units.json"))
    return _checked(
        [Unit(row["key"], MappingProxyType(row["titles"]), MappingProxyType(row["titles_plural"])) for row in rows]
    )


def read_reasons() -> Mapping[str, Reason]:
    """Return the reasons of matches; BrokenReferenceDataError if the file breaks a rule."""
    rows: list[ReasonRow] = json.loads(_text("match_reasons.json"))
    return _checked(
        [Reason(row["key"], MappingProxyType(row["titles"]), tuple(row["actions"]), row["automatic"]) for row in rows]
    )


def read_currencies() -> Mapping[str, Currency]:
    """Return the currencies by code; BrokenReferenceDataError if the file breaks a rule."""
    currencies = [
        Currency(row["key"], MappingProxyType({"en": row["name"]}), int(row["minor_units"]))
        for row in csv.DictReader(_text("currencies.csv").splitlines())
    ]
    refuse(currency_faults(currencies))
    return _by_key(currencies)


def _text(name: str) -> str:
    return (files("shared.vocabulary") / "data" / name).read_text("utf-8")


def _checked(terms: Sequence[TermT]) -> Mapping[str, TermT]:
    refuse(term_faults(terms))
    return _by_key(terms)


def _by_key(terms: Sequence[TermT]) -> Mapping[str, TermT]:
    return MappingProxyType({term.key: term for term in terms})
