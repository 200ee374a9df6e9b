"""Finds the terms of one language in a row of tokens: the longest first, and no word counts twice."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from shared.glossary.concepts import Concept
from shared.glossary.habits import Habits
from shared.glossary.spelling import stem
from shared.glossary.tokens import Kind, Token, exactly, tokens_of
from shared.vocabulary.faults import refuse


class Match(NamedTuple):
    """A term from token `first` up to, not including, token `end`."""

    first: int
    end: int
    concept: Concept


@dataclass
class _Node:
    onward: dict[str, "_Node"] = field(default_factory=dict[str, "_Node"])
    concept: Concept | None = None


class TermIndex:
    """The terms of one language, each under the stems of its words.

    Abbreviations, and terms that the data marks with "=", are found by their letters only and before stems.
    """

    def __init__(self, concepts: Sequence[Concept], habits: Habits) -> None:
        self.habits = habits
        self._root = _Node()
        terms = [(term, concept) for concept in concepts for term in concept.terms[habits.language]]
        refuse([fault for term, concept in terms for fault in self._add(term, _as_written(term, habits), concept)])
        for term, concept in terms:
            list(self._add(term, _without_accents(term, habits), concept))

    def matches(self, tokens: Sequence[Token]) -> tuple[Match, ...]:
        """Return the terms found, in the text's order: of those that overlap the one of most words, then the first."""
        found = [match for first in range(len(tokens)) if (match := self._longest_at(tokens, first))]
        taken: set[int] = set()
        kept: list[Match] = []
        for match in sorted(found, key=lambda each: (each.first - each.end, each.first)):
            places = range(match.first, match.end)
            if taken.isdisjoint(places):
                taken.update(places)
                kept.append(match)
        return tuple(sorted(kept))

    def _longest_at(self, tokens: Sequence[Token], first: int) -> Match | None:
        reached: dict[int, Concept] = {}
        for end, concept in _walk(self._root, tokens, first):
            reached.setdefault(end, concept)
        return Match(first, max(reached), reached[max(reached)]) if reached else None

    def _add(self, term: str, keys: Iterable[str], concept: Concept) -> Iterator[str]:
        """Keep a term under its keys unless another concept has them, which is a fault."""
        node = self._root
        for key in keys:
            node = node.onward.setdefault(key, _Node())
        node.concept = node.concept or concept
        if node.concept.key != concept.key:
            yield f"{term}: stands for {node.concept.key} and for {concept.key} in {self.habits.language}"


def _walk(node: _Node, tokens: Sequence[Token], at: int) -> Iterator[tuple[int, Concept]]:
    if node.concept is not None:
        yield at, node.concept
    if at < len(tokens) and tokens[at].kind is not Kind.SENTENCE:
        for key in tokens[at].keys:
            if key in node.onward:
                yield from _walk(node.onward[key], tokens, at + 1)


def _as_written(term: str, habits: Habits) -> list[str]:
    if _is_found_by_letters(term):
        return [exactly(token.word) for token in tokens_of(term, habits)]
    return [_stem_of(token, token.written, habits) for token in tokens_of(term, habits)]


def _without_accents(term: str, habits: Habits) -> list[str]:
    if _is_found_by_letters(term):
        return _as_written(term, habits)
    return [_stem_of(token, token.word, habits) for token in tokens_of(term, habits)]


def _stem_of(token: Token, written: str, habits: Habits) -> str:
    return stem(written, habits.stemmer) if token.kind is Kind.WORD else token.keys[0]


def _is_found_by_letters(term: str) -> bool:
    return term.startswith("=") or (" " not in term and sum(letter.isupper() for letter in term) > 1)
