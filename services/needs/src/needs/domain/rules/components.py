"""Rules for what is asked: known keys, quantity and unit together, cost and currency together."""

from collections.abc import Iterator

from needs.domain.component import ComponentDetails, OwnContribution
from needs.domain.details import NeedDetails
from shared.errors import FieldProblem
from shared.rules.keys import key_problems, keys_problems
from shared.rules.lists import duplicate_problems, too_many
from shared.rules.numbers import MONEY, amount_problems, quantity_problems
from shared.rules.wording import prose_problems
from shared.vocabulary import load_vocabulary

MOST_COMPONENTS = 50
"""More than this is a programme, to be posted as several needs."""


def component_list_problems(details: NeedDetails) -> Iterator[FieldProblem]:
    """Check every component, and that no id is used twice."""
    excess = too_many("/components", details.components, MOST_COMPONENTS)
    yield from excess
    if not excess:
        for place, component in enumerate(details.components):
            yield from _component_problems(f"/components/{place}", component)
        ids = [str(component.id or f"new {place}") for place, component in enumerate(details.components)]
        yield from duplicate_problems("/components", ids, "/id")


def _component_problems(pointer: str, component: ComponentDetails) -> Iterator[FieldProblem]:
    vocabulary = load_vocabulary()
    yield from key_problems(f"{pointer}/category", component.category, vocabulary.categories, "category", alike=str)
    yield from keys_problems(f"{pointer}/modalities", component.modalities, vocabulary.modalities, "form of help")
    yield from prose_problems(f"{pointer}/description", component.description)
    yield from _measure_problems(pointer, component)
    yield from _cost_problems(pointer, component)
    if component.own_contribution is not None:
        yield from _contribution_problems(f"{pointer}/own_contribution", component.own_contribution)


def _measure_problems(pointer: str, component: ComponentDetails) -> Iterator[FieldProblem]:
    if component.quantity is not None and component.unit is None:
        yield FieldProblem(f"{pointer}/unit", "expected the unit in which the quantity is counted", "required")
    elif component.unit is not None and component.quantity is None:
        yield FieldProblem(f"{pointer}/quantity", f"expected how many of the unit {component.unit}", "required")
    if component.unit == MONEY:
        detail = "expected a unit of things or people; money is said in estimated_cost and currency"
        yield FieldProblem(f"{pointer}/unit", detail, "not-allowed")
    else:
        yield from key_problems(f"{pointer}/unit", component.unit, load_vocabulary().units, "unit", alike=str)
        yield from quantity_problems(f"{pointer}/quantity", component.quantity, component.unit, count_included=True)


def _cost_problems(pointer: str, component: ComponentDetails) -> Iterator[FieldProblem]:
    yield from amount_problems(f"{pointer}/estimated_cost", component.estimated_cost)
    if component.currency is not None and component.estimated_cost is None:
        detail = f"expected the estimated cost in {component.currency}, or no currency"
        yield FieldProblem(f"{pointer}/estimated_cost", detail, "required")
    yield from _currency_problems(
        f"{pointer}/currency", component.currency, wanted=component.estimated_cost is not None
    )


def _contribution_problems(pointer: str, contribution: OwnContribution) -> Iterator[FieldProblem]:
    if contribution.amount is None and not contribution.text.strip():
        yield FieldProblem(pointer, "expected an amount with its currency, or a text", "required")
    yield from amount_problems(f"{pointer}/amount", contribution.amount)
    yield from _currency_problems(f"{pointer}/currency", contribution.currency, wanted=contribution.amount is not None)
    yield from prose_problems(f"{pointer}/text", contribution.text)


def _currency_problems(pointer: str, currency: str | None, *, wanted: bool) -> Iterator[FieldProblem]:
    if wanted and currency is None:
        yield FieldProblem(pointer, "expected the currency of the amount, ISO 4217, such as EUR", "required")
    yield from key_problems(pointer, currency, load_vocabulary().currencies, "currency", alike=str)
