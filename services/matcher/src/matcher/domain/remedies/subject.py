"""What makes two sides speak of the same thing, in a form of help that one gives and the other takes."""

from collections.abc import Iterator

from matcher.domain.affinity import Affinity, affinity
from matcher.domain.conditions import Party, Verdict
from matcher.domain.remedies.case import Case
from matcher.domain.remedies.remedy import Difference, Option, added
from matcher.domain.remedies.sizes import ANOTHER_FORM, ANOTHER_SUBJECT, NEIGHBOUR


def same_subject(case: Case, _: Verdict) -> Iterator[Option]:
    """Have the donor add the category, or, between neighbours, the State ask for the one that contains both.

    A State is never told to ask for something else: every offer would answer a need that asked for what it offers.
    """
    asked, offered = case.component.category, case.line.categories
    yield Option(Party.DONOR, "category", case.with_line(categories=(*offered, asked)), _offered_too)
    nearest, _found = affinity(asked, offered, case.context)
    if nearest is Affinity.SIBLING:
        parent = case.context.vocabulary.ancestors(asked)[0]
        yield Option(Party.STATE, "category", case.with_component(category=parent), _asked_more_widely)


def same_form(case: Case, _: Verdict) -> Iterator[Option]:
    """Have the State accept a form that is given, or any where none is named; or the donor give one that is asked."""
    asked, given = case.component.modalities, case.line.modalities
    if given:
        accepting = case.with_component(modalities=(*asked, given[0]))
        yield Option(Party.STATE, "modality", accepting, _form_accepted)
    else:
        yield Option(Party.STATE, "any_modality", case.with_component(modalities=()), _any_form_accepted)
    yield Option(Party.DONOR, "modality", case.with_line(modalities=(*given, asked[0])), _form_given)


def _offered_too(before: Case, after: Case) -> Difference:
    names = added(before.line.categories, after.line.categories)
    nearest, _ = affinity(before.component.category, before.line.categories, before.context)
    size = NEIGHBOUR if nearest is Affinity.SIBLING else ANOTHER_SUBJECT
    return Difference(size, names=names)


def _asked_more_widely(before: Case, after: Case) -> Difference:
    category = after.component.category
    facts = {"was": before.component.category, "category": category}
    return Difference(NEIGHBOUR, names=(category,), facts={**facts})


def _form_accepted(before: Case, after: Case) -> Difference:
    return Difference(ANOTHER_FORM, names=added(before.component.modalities, after.component.modalities))


def _any_form_accepted(_before: Case, _after: Case) -> Difference:
    return Difference(ANOTHER_FORM)


def _form_given(before: Case, after: Case) -> Difference:
    return Difference(ANOTHER_FORM, names=added(before.line.modalities, after.line.modalities))
