"""The need as other services may know it: no contact, no site, no stock figure leaves through here."""

from collections.abc import Mapping
from decimal import Decimal

from needs.domain.component import NeedComponent
from needs.domain.events import (
    NeedAmended,
    NeedClosed,
    NeedCoverageChanged,
    NeedEvent,
    NeedExpired,
    NeedOpened,
    NeedReconfirmed,
    NeedRegistered,
    NeedReminded,
    NeedWithdrawn,
)
from needs.domain.need import Need
from shared.events import needs as wire
from shared.events.model import Provenance, Text, Window

HAPPENED: Mapping[type[NeedEvent], str] = {
    NeedRegistered: "registered",
    NeedAmended: "amended",
    NeedOpened: "opened",
    NeedReconfirmed: "reconfirmed",
    NeedWithdrawn: "withdrawn",
    NeedClosed: "closed",
    NeedExpired: "expired",
    NeedCoverageChanged: "coverage_changed",
    NeedReminded: "reminded",
}
"""What each domain event is called in the history."""

EVENT_TYPES: Mapping[str, str] = {
    "amended": "org.accord.need.amended.v1",
    "opened": "org.accord.need.opened.v1",
    "reconfirmed": "org.accord.need.reconfirmed.v1",
    "withdrawn": "org.accord.need.withdrawn.v1",
    "closed": "org.accord.need.closed.v1",
    "expired": "org.accord.need.closed.v1",
    "coverage_changed": "org.accord.need.coverage_changed.v1",
    "reminded": "org.accord.need.reminded.v1",
}
"""What each is called on the bus; a draft's registration never travels."""

RESTATED = "org.accord.need.restated.v1"


def state_of(need: Need) -> wire.NeedState:
    """Return the need's published state at its present version."""
    return wire.NeedState(
        need_id=need.id,
        version=need.version,
        statement=need.statement,
        external_id=need.external_id,
        status=need.status,
        closed_as=need.closed_as,
        states=need.states,
        group=need.group,
        texts=tuple(Text.model_validate(text, from_attributes=True) for text in need.texts),
        components=tuple(_component(component) for component in need.components),
        all_or_nothing=need.all_or_nothing,
        priority=need.priority,
        deadline=need.deadline,
        window=Window(start=need.window.start, end=need.window.end),
        shortest_useful_days=need.shortest_useful_days,
        working_languages=need.working_languages,  # pyright: ignore[reportArgumentType] (validated by the model)
        life_cycle_stages=need.life_cycle_stages,
        new_technology=need.new_technology,
        target_groups=need.target_groups,
        applicants=need.applicants,
        conditions_met=need.conditions_met,
        has_authority=need.authority is not None,
        has_sustainability_plan=bool(need.sustainability.plan),
        visibility=need.visibility,
        specificity=need.specificity().score,
        opened_at=need.opened_at,
        confirmed_at=need.confirmed_at,
        confirm_by=need.confirm_by(),
        updated_at=need.updated_at,
        provenance=Provenance.model_validate(need.provenance, from_attributes=True),
    )


def _component(component: NeedComponent) -> wire.NeedComponent:
    return wire.NeedComponent(
        component_id=component.id,
        category=component.category,
        modalities=component.modalities,
        quantity=component.quantity,
        unit=component.unit,
        estimated_cost=component.estimated_cost,
        currency=component.currency,
        covered=_covered(component),
        taken=component.taken,
    )


def _covered(component: NeedComponent) -> Decimal | None:
    """Return how much is spoken for; of one without a quantity that is taken whole, all of its cost if that is said."""
    if component.quantity is not None:
        return component.in_use()
    return component.estimated_cost if component.taken else None
