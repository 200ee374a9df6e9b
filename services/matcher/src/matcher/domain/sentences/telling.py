"""Fills a message with its facts.

A template is plain text with `{fact}` or `{fact:kind}` in it; the kind says how the fact is written.
"""

from collections.abc import Callable, Iterator, Mapping
from string import Formatter
from typing import Any, Final

from matcher.domain.amounts import ONE
from matcher.domain.conditions.verdict import Verdict
from matcher.domain.explanation import Item
from matcher.domain.facts import Facts
from matcher.domain.sentences.catalogue import catalogue_with
from matcher.domain.sentences.wording import Wording
from shared.geography import Geography
from shared.vocabulary import Term, Vocabulary

_Writer = Callable[[Any, Wording], str]


def tell_item(item: Item, language: str, vocabulary: Vocabulary, geography: Geography) -> str:
    """Return one criterion's reason as a sentence in the language, in English where it has none."""
    return tell(item.message_key, item.facts, language, vocabulary, geography)


def tell_verdict(verdict: Verdict, language: str, vocabulary: Vocabulary, geography: Geography) -> str:
    """Return what stands between two sides and what would change it, as a sentence; empty where the condition holds."""
    return "" if verdict.holds else tell(verdict.message_key, verdict.facts, language, vocabulary, geography)


def tell(message_key: str, facts: Facts, language: str, vocabulary: Vocabulary, geography: Geography) -> str:
    """Return the message in the language, in English where it has none; KeyError for a message nobody wrote."""
    catalogue = catalogue_with(message_key, language)
    wording = Wording(catalogue, vocabulary, geography)
    text = "".join(_parts(catalogue.messages[message_key], facts, wording))
    return text[:1].upper() + text[1:]


def _parts(template: str, facts: Facts, wording: Wording) -> Iterator[str]:
    for literal, name, kind, _ in Formatter().parse(template):
        yield literal
        if name is not None:
            yield _write(name, kind or "", facts, wording)


def _write(name: str, kind: str, facts: Facts, wording: Wording) -> str:
    if kind == "span":
        spans: Mapping[str, Any] = facts
        return wording.span(spans[f"{name}_start"], spans[f"{name}_end"])
    if kind == "quantity":
        amounts: Mapping[str, Any] = facts
        return wording.quantity(amounts[name], amounts["unit"], amounts["currency"])
    return _WRITERS[kind](facts[name], wording)


def _title(terms: Mapping[str, Term], key: str, language: str) -> str:
    term = terms.get(key)
    return key if term is None else term.title(language)


def _titles(field: str) -> _Writer:
    """Write a list of keys by their titles in one of the vocabulary's lists."""

    def write(keys: list[str], wording: Wording) -> str:
        terms: Mapping[str, Term] = getattr(wording.vocabulary, field)
        titles = (_title(terms, key, wording.catalogue.language) for key in keys)
        return wording.listing([wording.within(title) for title in titles])

    return write


def _message(message_key: str, wording: Wording) -> str:
    return catalogue_with(message_key, wording.catalogue.language).messages[message_key]


_WRITERS: Final[Mapping[str, _Writer]] = {
    "": lambda value, _: str(value),
    "owner": lambda name, wording: wording.owner(name),
    "count": lambda value, wording: wording.number(value * ONE),
    "number": lambda value, wording: wording.number(value),
    "percent": lambda value, wording: wording.percent(value),
    "days": lambda value, wording: wording.counted("day", value),
    "more_days": lambda value, wording: wording.counted("more_day", value),
    "months": lambda value, wording: wording.counted("month", value),
    "date": lambda value, wording: wording.day(value),
    "list": lambda values, wording: wording.listing(values),
    "messages": lambda keys, wording: wording.listing([_message(key, wording) for key in keys]),
    "states": lambda codes, wording: wording.listing([wording.state(code) for code in codes]),
    "area": lambda key, wording: wording.area(key),
    "category": lambda key, wording: _titles("categories")([key], wording),
    "categories": _titles("categories"),
    "forms": _titles("modalities"),
    "applicants": _titles("applicant_kinds"),
    "conditions": _titles("conditions"),
    "language": lambda code, wording: wording.language_name(code),
    "languages": lambda codes, wording: wording.listing([wording.language_name(code) for code in codes]),
    "party": lambda who, wording: wording.catalogue.parties[who],
    "status": lambda status, wording: wording.catalogue.statuses.get(status, status),
}
