"""Mentions gathered by the branch of the vocabulary's tree that they speak of: each branch may be a component."""

from collections.abc import Sequence
from dataclasses import dataclass

from needs.domain.suggestions.evidence import Suggested, suggested
from needs.domain.suggestions.mentions import Mention, by_field
from shared.vocabulary import Vocabulary

_MOST = 6
"""More components than this are no help to an author."""


@dataclass(frozen=True)
class Branch:
    """A top category with all mentions of it and of what it contains; `categories` are those, the weightiest first."""

    root: str
    mentions: tuple[Mention, ...]
    categories: tuple[str, ...]

    def suggestion_of(self, category: str) -> Suggested:
        """Return a category of this branch with the words for it, or for the branch where it has none of its own."""
        own = [mention for key, mention in by_field(self.mentions, "category") if key == category]
        return suggested(category, own or self.mentions)


def branches_of(mentions: Sequence[Mention], vocabulary: Vocabulary) -> tuple[Branch, ...]:
    """Return the branches spoken of: the weightiest first, then the most spoken of, then as written."""
    by_root: dict[str, list[tuple[str, Mention]]] = {}
    for key, mention in by_field(mentions, "category"):
        by_root.setdefault(_root(key, vocabulary), []).append((key, mention))
    weights = {root: weight([mention for _, mention in those]) for root, those in by_root.items()}
    ranked = sorted(by_root, key=lambda root: (-weights[root], -len(by_root[root])))
    return tuple(_branch(root, by_root[root]) for root in ranked[:_MOST])


def weight(mentions: Sequence[Mention]) -> int:
    """Return the sum over the concepts mentioned, each as much as its weightiest mention counts."""
    heaviest: dict[str, int] = {}
    for mention in mentions:
        heaviest[mention.concept.key] = max(mention.counts, heaviest.get(mention.concept.key, 0))
    return sum(heaviest.values())


def _branch(root: str, those: Sequence[tuple[str, Mention]]) -> Branch:
    """Put first the part that holds more than half of the weight, else the whole."""
    mentions = tuple(mention for _, mention in those)
    by_key: dict[str, list[Mention]] = {}
    for key, mention in those:
        by_key.setdefault(key, []).append(mention)
    weights = {key: weight(own) for key, own in by_key.items()}
    ranked = sorted(weights, key=lambda key: -weights[key])
    best = ranked[0] if 2 * weights[ranked[0]] > sum(weights.values()) else root
    return Branch(root, mentions, (best, *(key for key in ranked if key not in {best, root})))


def _root(category: str, vocabulary: Vocabulary) -> str:
    return (category, *vocabulary.ancestors(category))[-1]
