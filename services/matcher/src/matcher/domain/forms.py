"""Which of the forms of help that a component asks for a line can give."""

from typing import Final

from matcher.domain.demand import Component
from matcher.domain.supply import Line
from shared.vocabulary import Vocabulary

FINANCE: Final = "finance"


def are_said(component: Component, line: Line) -> bool:
    """Say whether both sides name their forms; where a side does not, the pair holds at half points.

    A component that asks for nothing but finance is the exception: a line that does not say finance has none.
    """
    only_finance = set(component.modalities) == {FINANCE}
    return bool(component.modalities) and (bool(line.modalities) or only_finance)


def met(component: Component, line: Line, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the asked forms that the line gives itself, or buys with its finance."""
    return tuple(form for form in component.modalities if _gives(line, form, vocabulary))


def _gives(line: Line, form: str, vocabulary: Vocabulary) -> bool:
    if form in line.modalities:
        return True
    term = vocabulary.modalities.get(form)
    return FINANCE in line.modalities and term is not None and term.money_buys
