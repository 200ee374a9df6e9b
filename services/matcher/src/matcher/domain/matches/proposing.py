"""From what a coordinator asks for to what each line promises: chosen by hand, or as the engine would take it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from matcher.domain.candidates import find_answer
from matcher.domain.demand import Need
from matcher.domain.matches.funding import cost_of
from matcher.domain.packages.filling import fill
from matcher.domain.packages.ways import BOTH, DELIVERS, FUNDS, Way, in_order, ways_of
from matcher.domain.proposals.promised import Present, Promise
from matcher.domain.scoring import ScoringProfile
from matcher.domain.supply import Offer
from shared.errors import FieldProblem, InvalidInput


@dataclass(frozen=True)
class LineAsked:
    """A component and a line; `quantity` in thousandths of the line's unit, None = as much as the engine would take."""

    component_id: UUID
    line_id: UUID
    quantity: int | None = None


@dataclass(frozen=True)
class Wanted:
    """A need and an offer, and the funder's offer where another's money pays; lines None = as the engine would."""

    need_id: UUID
    offer_id: UUID
    lines: tuple[LineAsked, ...] | None = None
    funder_offer_id: UUID | None = None
    funder_lines: tuple[LineAsked, ...] | None = None

    @property
    def offers(self) -> tuple[UUID, ...]:
        """The offers that are named."""
        return (self.offer_id,) if self.funder_offer_id is None else (self.offer_id, self.funder_offer_id)


def must_be_proposable(wanted: Wanted, present: Present, pointer: str = "") -> None:
    """Raise InvalidInput, naming each field, for records that are not there and offers that cannot work together."""
    problems = list(_faults(wanted, present, pointer))
    if problems:
        raise InvalidInput(problems)


def promises_for(wanted: Wanted, present: Present, profile: ScoringProfile, pointer: str = "") -> tuple[Promise, ...]:
    """Return what each line is to give, the provider's first; InvalidInput where nothing could be chosen."""
    if wanted.lines is None:
        found = _by_engine(wanted, present, profile)
        if not found:
            raise InvalidInput([FieldProblem(f"{pointer}/lines", "nothing fits by itself today: name the lines")])
        return found
    given = _by_hand(wanted, present)
    return (*given, *_paid_by_hand(wanted, given, present))


def _faults(wanted: Wanted, present: Present, pointer: str) -> Iterator[FieldProblem]:
    need = present.needs.get(wanted.need_id)
    if need is None or need.status == "draft":
        yield FieldProblem(f"{pointer}/need_id", "there is no such need")
    for name in ("offer_id", "funder_offer_id"):
        offer_id = getattr(wanted, name)
        offer = present.offers.get(offer_id)
        if offer_id is not None and (offer is None or offer.status == "draft"):
            yield FieldProblem(f"{pointer}/{name}", "there is no such offer")
    yield from _faults_of_lines(wanted, present, pointer)
    yield from _faults_of_funder(wanted, present, pointer)


def _faults_of_lines(wanted: Wanted, present: Present, pointer: str) -> Iterator[FieldProblem]:
    need = present.needs.get(wanted.need_id)
    components = {each.component_id for each in need.components} if need else set[UUID]()
    for name, offer_id in (("lines", wanted.offer_id), ("funder_lines", wanted.funder_offer_id)):
        asked: Sequence[LineAsked] | None = getattr(wanted, name)
        offer = None if offer_id is None else present.offers.get(offer_id)
        if asked is None or offer is None:
            continue
        if not asked:
            yield FieldProblem(f"{pointer}/{name}", "expected at least one line")
        yield from _faults_of_asked(asked, offer, components, f"{pointer}/{name}")


def _faults_of_asked(
    asked: Sequence[LineAsked], offer: Offer, components: set[UUID], pointer: str
) -> Iterator[FieldProblem]:
    lines, seen = {each.line_id for each in offer.lines}, set[tuple[UUID, UUID]]()
    for place, each in enumerate(asked):
        if each.component_id not in components:
            yield FieldProblem(f"{pointer}/{place}/component_id", "is not a component of the need")
        if each.line_id not in lines:
            yield FieldProblem(f"{pointer}/{place}/line_id", "is not a line of the offer")
        if each.quantity is not None and each.quantity <= 0:
            yield FieldProblem(f"{pointer}/{place}/quantity", "expected more than 0")
        if (each.component_id, each.line_id) in seen:
            yield FieldProblem(f"{pointer}/{place}", "is named twice")
        seen.add((each.component_id, each.line_id))


def _faults_of_funder(wanted: Wanted, present: Present, pointer: str) -> Iterator[FieldProblem]:
    if wanted.funder_offer_id is None:
        if wanted.funder_lines is not None:
            yield FieldProblem(f"{pointer}/funder_lines", "expected none without a funder's offer")
        return
    if (wanted.lines is None) != (wanted.funder_lines is None):
        yield FieldProblem(f"{pointer}/funder_lines", "name the lines of both offers, or of neither")
    if wanted.funder_offer_id == wanted.offer_id:
        yield FieldProblem(f"{pointer}/funder_offer_id", "expected another offer than the provider's")
    served = {each.component_id for each in wanted.lines or ()}
    for place, each in enumerate(wanted.funder_lines or ()):
        if each.component_id not in served:
            yield FieldProblem(
                f"{pointer}/funder_lines/{place}/component_id", "is not answered by the provider's lines"
            )
    provider, funder = present.offers.get(wanted.offer_id), present.offers.get(wanted.funder_offer_id)
    if provider is not None and provider.delivery_model not in {DELIVERS, BOTH}:
        yield FieldProblem(f"{pointer}/offer_id", "this donor does not deliver with others' money")
    if funder is not None and funder.delivery_model not in {FUNDS, BOTH}:
        yield FieldProblem(f"{pointer}/funder_offer_id", "this donor does not fund what others deliver")


def _by_engine(wanted: Wanted, present: Present, profile: ScoringProfile) -> tuple[Promise, ...]:
    need, context = present.needs[wanted.need_id], present.context
    ways = [way for each in wanted.offers for way in _ways(need, present.offers[each], present, profile)]
    filling = fill(in_order(ways), context)
    if wanted.funder_offer_id is None:
        return tuple(_promise(need, each.way, each.quantity) for each in filling.taken)
    paths = [
        path
        for path in filling.paths
        if path.provider.offer.offer_id == wanted.offer_id and path.funder.offer.offer_id == wanted.funder_offer_id
    ]
    given = [_promise(need, path.provider, path.quantity) for path in paths]
    paid = [replace(_promise(need, path.funder, path.cost), on_need=False) for path in paths]
    return (*_joined(given), *_joined(paid))


def _ways(need: Need, offer: Offer, present: Present, profile: ScoringProfile) -> tuple[Way, ...]:
    answer = find_answer(need, offer, present.context, profile)
    return () if answer is None else ways_of(need, offer, answer.explained(profile), present.context)


def _promise(need: Need, way: Way, quantity: int | None) -> Promise:
    return Promise(need.need_id, way.offer.offer_id, way.component.component_id, way.line.line_id, quantity)


def _joined(promises: Sequence[Promise]) -> list[Promise]:
    """Return one promise for each pair, what stands on several paths added up."""
    totals: dict[tuple[UUID, UUID], Promise] = {}
    for each in promises:
        key = (each.component_id, each.line_id)
        before = totals[key].quantity if key in totals else None
        total = each.quantity if before is None or each.quantity is None else before + each.quantity
        totals[key] = replace(each, quantity=total)
    return list(totals.values())


def _by_hand(wanted: Wanted, present: Present) -> tuple[Promise, ...]:
    promises: list[Promise] = []
    for each in wanted.lines or ():
        promise = Promise(wanted.need_id, wanted.offer_id, each.component_id, each.line_id, each.quantity)
        pairing = present.pairing(promise)
        if each.quantity is None and pairing is not None:
            promise = replace(promise, quantity=pairing.taking.takeable or None)
        promises.append(promise)
        present = present.after([promise])
    return tuple(promises)


def _paid_by_hand(wanted: Wanted, given: Sequence[Promise], present: Present) -> Iterator[Promise]:
    if wanted.funder_offer_id is None:
        return
    for each in wanted.funder_lines or ():
        paid = Promise(
            wanted.need_id, wanted.funder_offer_id, each.component_id, each.line_id, each.quantity, on_need=False
        )
        cost = each.quantity if each.quantity is not None else cost_of(given, paid, present)
        yield replace(paid, quantity=cost)
