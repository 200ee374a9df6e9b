"""How a need's components continue through an amendment: kept, changed, added or dropped, but never lost in use."""

from collections.abc import Sequence

from needs.domain.component import ComponentDetails, NeedComponent
from needs.domain.identifiers import ComponentId
from needs.domain.quantities import plainly
from shared.errors import Conflict
from shared.identifiers import new_id


def amended_components(current: Sequence[NeedComponent], wanted: Sequence[ComponentDetails]) -> list[NeedComponent]:
    """Return the components as wanted, in that order; those named by id keep their identity and their ledger.

    Raises Conflict `component-in-use`, before anything is changed, where coverage would lose its ground.
    """
    kept = {component.id: component for component in current}
    _must_keep_what_is_in_use(current, wanted)
    return [_continued(kept, details, position) for position, details in enumerate(wanted)]


def _continued(kept: dict[ComponentId, NeedComponent], details: ComponentDetails, position: int) -> NeedComponent:
    if details.id is not None and details.id in kept:
        component = kept[details.id]
    else:
        component = NeedComponent(id=ComponentId(new_id()), position=position, category=details.category)
    component.restate(details, position)
    return component


def _must_keep_what_is_in_use(current: Sequence[NeedComponent], wanted: Sequence[ComponentDetails]) -> None:
    wanted_by_id = {details.id: details for details in wanted}
    for component in current:
        if component.carries_matches():
            refusal = _what_is_lost(component, wanted_by_id.get(component.id))
            if refusal:
                raise Conflict(
                    f"Matches rest on component {component.position + 1}: {refusal}",
                    code="component-in-use",
                    component_id=str(component.id),
                    in_use=plainly(component.in_use()),
                    unit=component.unit,
                )


def _what_is_lost(component: NeedComponent, wanted: ComponentDetails | None) -> str | None:
    if wanted is None:
        return "it cannot be removed while matches rest on it."
    if wanted.unit != component.unit:
        return "its unit stays as it is, for its matches are counted in it."
    if wanted.quantity is not None and wanted.quantity < component.in_use():
        return f"its quantity cannot fall below the {plainly(component.in_use())} that matches hold or have given."
    return None
