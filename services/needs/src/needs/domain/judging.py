"""Whether a need has room for what a match asks: the match is held whole or not at all."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from needs.domain.component import NeedComponent
from needs.domain.demand import Demand
from needs.domain.holding import Share, Wish
from needs.domain.identifiers import ComponentId
from needs.domain.life_cycle import CIRCULATED
from needs.domain.need import Need
from needs.domain.reservation import Reservation
from needs.domain.shortfall import Shortfall, ShortfallCode
from needs.domain.targets import Claim, target_of
from shared.statements.standings import NOTHING, Figures


@dataclass(frozen=True)
class Judgement:
    """What is to be set aside for the match; with shortfalls, only what it has delivered already."""

    wishes: Sequence[Wish]
    shortfalls: Sequence[Shortfall] = ()


def judged(need: Need | None, reservation: Reservation, demand: Demand) -> Judgement:
    """Return what follows from the match's state, from what it holds, and from what the need has left."""
    forgotten = list(_let_go(reservation, but={claim.component_id for claim in demand.claims}))
    if need is None:
        return Judgement(forgotten, tuple(_of_an_unknown_need(demand)))
    components = {component.id: component for component in need.components}
    found = [_judged(components.get(claim.component_id), claim, reservation, demand) for claim in demand.claims]
    wishes = [wish for wish in found if isinstance(wish, Wish)]
    shortfalls = [shortfall for shortfall in found if isinstance(shortfall, Shortfall)]
    if need.status not in CIRCULATED and (shortfalls or _take_more(wishes, reservation)):
        shortfalls = [Shortfall(code="need_not_open", need_id=need.id)]
    if shortfalls:
        return Judgement(list(_let_go(reservation)), shortfalls)
    return Judgement([*forgotten, *wishes])


def _judged(
    component: NeedComponent | None, claim: Claim, reservation: Reservation, demand: Demand
) -> Wish | Shortfall | None:
    if component is None:
        asks = claim.asks_for_anything(demand.standing)
        return _lacking(demand, claim, "component_unknown") if asks else None
    if component.quantity is None:
        return _of_the_unmeasured(component, claim, demand)
    return _of_the_measured(component, claim, reservation.share_of(claim.component_id), demand)


def _of_the_unmeasured(component: NeedComponent, claim: Claim, demand: Demand) -> Wish | Shortfall:
    if demand.standing not in {"held", "confirmed"}:
        return Wish(claim.component_id, Share())
    if component.taken_by not in {None, demand.match_id}:
        return _lacking(demand, claim, "component_taken")
    return Wish(claim.component_id, Share(unmeasured=True))


def _of_the_measured(component: NeedComponent, claim: Claim, current: Share, demand: Demand) -> Wish | Shortfall:
    mine = current.figures.total()
    room = (component.residual() or NOTHING) + mine
    whole = claim.coverage is None and demand.standing != "released"
    open_figure = mine if current.whole else room
    figure = open_figure if claim.coverage is None else claim.coverage
    target = target_of(demand.standing, claim, figure, current.figures.delivered)
    if target.total() > mine and _is_measured_otherwise(claim, component):
        return _lacking(demand, claim, "measured_otherwise")
    if target.total() > room or (whole and figure == 0):
        return Shortfall(
            code="component_covered",
            need_id=demand.need_id,
            component_id=claim.component_id,
            asked=claim.coverage,
            remaining=room,
            unit=component.unit,
        )
    return Wish(claim.component_id, Share(target, whole=whole))


def _is_measured_otherwise(claim: Claim, component: NeedComponent) -> bool:
    """Answer whether the State has changed what it counts since the match was judged."""
    return claim.coverage is not None and claim.unit not in {None, component.unit}


def _lacking(demand: Demand, claim: Claim, code: ShortfallCode) -> Shortfall:
    return Shortfall(code=code, need_id=demand.need_id, component_id=claim.component_id, asked=claim.coverage)


def _of_an_unknown_need(demand: Demand) -> Iterator[Shortfall]:
    if any(claim.asks_for_anything(demand.standing) for claim in demand.claims):
        yield Shortfall(code="need_unknown", need_id=demand.need_id)


def _let_go(reservation: Reservation, but: Iterable[ComponentId] = ()) -> Iterator[Wish]:
    """Yield what is left of each holding when it ends: what was delivered, which nobody takes back."""
    for holding in reservation.holdings:
        if holding.component_id not in but:
            yield Wish(holding.component_id, Share(Figures(delivered=holding.delivered)))


def _take_more(wishes: Sequence[Wish], reservation: Reservation) -> bool:
    return any(_takes_more(wish.share, reservation.share_of(wish.component_id)) for wish in wishes)


def _takes_more(wanted: Share, current: Share) -> bool:
    grows = wanted.figures.total() > current.figures.total()
    return grows or (wanted.unmeasured and not current.unmeasured)
