"""The structure that a need's texts suggest: components, stages and target groups; its author decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from needs.domain.suggestions.branches import Branch, branches_of
from needs.domain.suggestions.draft import Draft
from needs.domain.suggestions.evidence import Suggested, suggested_keys
from needs.domain.suggestions.mentions import Mention, Number, Words, by_field, read_drafts
from needs.domain.suggestions.numbers import numbers_by_branch
from shared.glossary import Glossary
from shared.vocabulary import Vocabulary


@dataclass(frozen=True)
class SuggestedQuantity:
    """How much of what unit, as the author's words have it."""

    quantity: Decimal
    unit: str
    because: Words


@dataclass(frozen=True)
class SuggestedComponent:
    """One thing that is perhaps asked for; of several quantities the likeliest stands first."""

    category: Suggested
    secondary_categories: tuple[Suggested, ...]
    modalities: tuple[Suggested, ...]
    quantities: tuple[SuggestedQuantity, ...]


@dataclass(frozen=True)
class TextLanguage:
    """The language in which a text was read, and whether that is a guess."""

    language: str
    guessed: bool


@dataclass(frozen=True)
class Suggestions:
    """Everything that the texts suggest, the surest first; empty where the glossary knows none of their words."""

    languages: tuple[TextLanguage, ...]
    components: tuple[SuggestedComponent, ...]
    life_cycle_stages: tuple[Suggested, ...]
    target_groups: tuple[Suggested, ...]


def suggest(drafts: Sequence[Draft], glossary: Glossary, vocabulary: Vocabulary) -> Suggestions:
    """Return the structure that the texts suggest; the same texts always suggest the same."""
    read = read_drafts(drafts, glossary)
    mentions = [mention for each in read for mention in each.mentions]
    branches = branches_of(mentions, vocabulary)
    numbers = numbers_by_branch([number for each in read for number in each.numbers], branches)
    return Suggestions(
        languages=tuple(TextLanguage(each.language, each.guessed) for each in read),
        components=tuple(_component(branch, mentions, numbers[branch.root]) for branch in branches),
        life_cycle_stages=suggested_keys(by_field(mentions, "stage")),
        target_groups=suggested_keys(by_field(mentions, "target_group")),
    )


def _component(branch: Branch, mentions: Sequence[Mention], numbers: Sequence[Number]) -> SuggestedComponent:
    best, *others = (branch.suggestion_of(category) for category in branch.categories)
    return SuggestedComponent(
        category=best,
        secondary_categories=tuple(others),
        modalities=_modalities(branch, mentions),
        quantities=tuple(SuggestedQuantity(each.value, each.unit, each.words) for each in numbers),
    )


def _modalities(branch: Branch, mentions: Sequence[Mention]) -> tuple[Suggested, ...]:
    """Return the forms of help named in the sentences that speak of the branch, else all that the texts name."""
    sentences = {mention.sentence for mention in branch.mentions}
    near = suggested_keys(by_field([each for each in mentions if each.sentence in sentences], "modality"))
    return near or suggested_keys(by_field(mentions, "modality"))
