"""Offers as the compiled floor reads them: packed rows, every set as bits."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np

from matcher.domain.context import Context
from matcher.domain.spans import Span
from matcher.domain.supply import Line, Offer
from matcher.domain.texts import words_of

UNKNOWN = 1 << 53
NEVER = date.max.toordinal() + 1
WORD = (1 << 64) - 1
HOT = np.dtype(
    [
        ("areas", "u8"),
        ("offer", "u4"),
        ("start", "i4"),
        ("end", "i4"),
        ("call_start", "i4"),
        ("call_end", "i4"),
        ("forms", "u2"),
        ("measure", "u1"),
        ("applicants", "u1"),
        ("conditions", "u1"),
        ("working", "u1"),
        ("known", "u1"),
    ],
    align=True,
)
"""What the lines of the right categories are looked at for: 40 bytes."""

AMOUNTS = np.dtype([("remaining", "i8"), ("smallest", "i8"), ("largest", "i8"), ("room", "i8")])
REST = np.dtype(
    [("named", "u8", 4), ("excluded", "u8", 4), ("high", "u8"), ("low", "u8"), ("words_from", "u4"), ("words", "u4")]
)
"""What the lines that are left are looked at for, by their offers."""


class Numbers:
    """Numbers keys in the order in which they come."""

    def __init__(self, keys: Iterable[Any] = ()) -> None:
        self.known: dict[Any, int] = {key: number for number, key in enumerate(keys)}

    def __getitem__(self, key: Any) -> int:
        return self.known.setdefault(key, len(self.known))

    def mask(self, keys: Iterable[Any]) -> int:
        return sum(1 << self[key] for key in set(keys))


class PackedOffers:
    """All lines of open offers, those of one offer together."""

    def __init__(self, offers: Sequence[Offer], context: Context) -> None:
        self.areas, self.states = Numbers(context.geography.areas), Numbers(context.geography.states)
        self.categories, self.forms = Numbers(context.vocabulary.categories), Numbers(context.vocabulary.modalities)
        self.languages, self.applicants, self.conditions = Numbers(), Numbers(), Numbers()
        self.measures, self.words = Numbers(), Numbers()
        lines = [(number, offer, line) for number, offer in enumerate(offers) for line in offer.lines]
        self.hot = np.array([self._hot(*each) for each in lines], HOT)
        ends = [(line.categories[0], line.categories[-1]) for _, _, line in lines]
        self.of_category = np.array([[self.categories[each] for each in pair] for pair in ends], np.uint8)
        self.amounts = np.array([_amounts(offer, line) for _, offer, line in lines], AMOUNTS)
        runs = [self._run(offer) for offer in offers]
        self.tokens = np.array([word for run in runs for word in run], np.int32)
        self.language_of = np.array([self.languages[language] for language, _ in self.words.known], np.int8)
        begins = np.cumsum([0, *map(len, runs)]).tolist()
        rest = [(*self._rest(offer), begin, len(run)) for offer, run, begin in zip(offers, runs, begins, strict=False)]
        self.rest = np.array(rest, REST)

    def _hot(self, number: int, offer: Offer, line: Line) -> tuple[int, ...]:
        everyone = int(offer.eligibility.everyone) << 63
        return (
            self.areas.mask(offer.eligibility.areas) | everyone,
            number,
            *_days(offer.window),
            *_days(offer.call),
            self.forms.mask(line.modalities),
            self.measures[line.unit, line.currency],
            self.applicants.mask(offer.applicants),
            self.conditions.mask(offer.conditions),
            self.languages.mask(offer.languages),
            self.languages.mask([*offer.languages, *(text.language for text in offer.texts)]),
        )

    def _run(self, offer: Offer) -> list[int]:
        return [self.words[text.language, word] for text in offer.texts for word in words_of(text)]

    def _rest(self, offer: Offer) -> tuple[Any, ...]:
        masks = (self.states.mask(offer.eligibility.states), self.states.mask(offer.eligibility.excluded_states))
        named, excluded = (tuple(mask >> 64 * word & WORD for word in range(4)) for mask in masks)
        return named, excluded, offer.offer_id.int >> 64, offer.offer_id.int & WORD


def _days(span: Span) -> tuple[int, int]:
    return (
        0 if span.start is None else span.start.toordinal(),
        NEVER if span.end is None else span.end.toordinal(),
    )


def _amounts(offer: Offer, line: Line) -> tuple[int, ...]:
    ceiling = offer.ceiling
    comparable = ceiling is not None and (ceiling.unit, ceiling.currency) == (line.unit, line.currency)
    room = ceiling.amount if ceiling is not None and comparable else None
    known = (line.remaining, line.smallest_share or 1, line.largest_share, room)
    return tuple(UNKNOWN if amount is None else amount for amount in known)
