"""The need as anybody may know it, for readers outside Accord: what is public by the rule of HTTP, and less of it."""

from typing import Any

from needs.adapters import tables
from needs.domain.component import NeedComponent
from needs.domain.need import Need
from needs.domain.rights import may_see
from shared.events import public as wire
from shared.events.model import Text, Window
from shared.identity.actor import Actor, Role
from shared.persistence.publicity import Publicity

ANYBODY = Actor("anybody", Role.OBSERVER)
"""A reader with no claim of its own."""


def is_public(need: Need) -> bool:
    """Answer whether anybody may know of the need, and its State has not taken it back."""
    return need.opened_at is not None and need.closed_as != "withdrawn" and may_see(need, ANYBODY)


def public_state_of(need: Need) -> wire.PublicNeed | None:
    """Return the need's public state at its present version, or None where it has none."""
    if not is_public(need):
        return None
    stated: dict[str, Any] = {
        "need_id": need.id,
        "texts": tuple(Text.model_validate(text, from_attributes=True) for text in need.texts),
        "components": tuple(_component(component) for component in need.components),
        "window": Window(start=need.window.start, end=need.window.end),
        "confirm_by": need.confirm_by(),
        "provenance": wire.PublicProvenance.model_validate(need.provenance, from_attributes=True),
    }
    plain = wire.PublicNeed.model_fields.keys() - stated.keys()
    return wire.PublicNeed.model_validate(stated | {name: getattr(need, name) for name in plain})


def _component(component: NeedComponent) -> wire.PublicNeedComponent:
    measured = component.quantity is not None
    stated: dict[str, Any] = {
        "component_id": component.id,
        "covered": component.in_use() if measured else None,
        "delivered": component.delivered if measured else None,
    }
    plain = wire.PublicNeedComponent.model_fields.keys() - stated.keys()
    return wire.PublicNeedComponent.model_validate(stated | {name: getattr(component, name) for name in plain})


PUBLICITY = Publicity[Need](
    source="/accord/needs",
    history=tables.need_versions,
    outbox=tables.outbox,
    published="org.accord.need.published.v1",
    unpublished="org.accord.need.unpublished.v1",
    state_of=public_state_of,
    ends_in_public=lambda need: need.closed_as != "withdrawn",
)
"""How needs are told to anybody; a withdrawn need is taken back with its last word."""
