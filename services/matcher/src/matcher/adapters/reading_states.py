"""From the published state of a need or an offer to what the matching looks at: exact integers, plain records."""

from decimal import Decimal

from matcher.domain import demand, supply
from matcher.domain.amounts import ONE, thousandths
from matcher.domain.spans import Span
from matcher.domain.texts import Text
from shared.events import model
from shared.events.needs import NeedComponent, NeedState
from shared.events.offers import OfferLine, OfferState


def need_from(state: NeedState) -> demand.Need:
    """Return the need that this state describes."""
    return demand.Need(
        need_id=state.need_id,
        version=state.version,
        status=state.status,
        components=tuple(_component(component) for component in state.components),
        states=state.states,
        group=state.group,
        external_id=state.external_id,
        texts=_texts(state.texts),
        all_or_nothing=state.all_or_nothing,
        priority=state.priority,
        deadline=state.deadline,
        window=_span(state.window),
        shortest_useful_days=state.shortest_useful_days,
        languages=state.working_languages,
        applicants=state.applicants,
        conditions_met=state.conditions_met,
        visibility=state.visibility,
        opened_at=state.opened_at,
        historic=state.provenance.historic_example,
        statement=state.statement or state.version,
        has_authority=state.has_authority,
        has_upkeep_plan=state.has_sustainability_plan,
    )


def offer_from(state: OfferState) -> supply.Offer:
    """Return the offer that this state describes."""
    given, ceiling = state.eligibility, state.per_state_ceiling
    return supply.Offer(
        offer_id=state.offer_id,
        version=state.version,
        status=state.status,
        donor=supply.Donor(state.donor.organisation, state.donor.name, state.donor.kind),
        lines=tuple(_line(line) for line in state.lines),
        eligibility=supply.Eligibility(
            given.everyone, given.states, given.regions, given.groups, given.excluded_states
        ),
        external_id=state.external_id,
        texts=_texts(state.texts),
        applicants=state.applicants,
        languages=state.working_languages,
        window=_span(state.window),
        call=_span(state.call),
        conditions=state.conditions,
        ceiling=ceiling and supply.Ceiling(thousandths(ceiling.amount), ceiling.unit, ceiling.currency),
        delivery_model=state.delivery_model,
        visibility=state.visibility,
        opened_at=state.opened_at,
        historic=state.provenance.historic_example,
        statement=state.statement or state.version,
    )


def _component(component: NeedComponent) -> demand.Component:
    quantity, covered = _whole(component.quantity), _whole(component.covered)
    if component.taken and quantity is None and component.estimated_cost is None:
        # Nobody said how much it is, so one match takes it whole; figures that say so leave nothing for another.
        quantity = covered = ONE
    return demand.Component(
        component_id=component.component_id,
        category=component.category,
        modalities=component.modalities,
        quantity=quantity,
        unit=component.unit,
        estimated_cost=_whole(component.estimated_cost),
        currency=component.currency,
        covered=covered,
    )


def _line(line: OfferLine) -> supply.Line:
    return supply.Line(
        line_id=line.line_id,
        categories=line.categories,
        modalities=line.modalities,
        unit=line.unit,
        currency=line.currency,
        pledged=_whole(line.pledged),
        reserved=thousandths(line.reserved),
        committed=thousandths(line.committed),
        delivered=thousandths(line.delivered),
        smallest_share=_whole(line.smallest_share),
        largest_share=_whole(line.largest_share),
        divisible=line.divisible,
        unit_cost=_whole(line.unit_cost),
    )


def _texts(texts: tuple[model.Text, ...]) -> tuple[Text, ...]:
    return tuple(Text(text.language, text.title, text.narrative) for text in texts)


def _span(window: model.Window) -> Span:
    return Span(window.start, window.end)


def _whole(amount: Decimal | None) -> int | None:
    return None if amount is None else thousandths(amount)
