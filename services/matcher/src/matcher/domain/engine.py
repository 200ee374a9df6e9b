"""All needs and offers of one day, and what each of them matches: the same answers as looking at every pair."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar
from uuid import UUID

from matcher.domain.branches import branches_of
from matcher.domain.buckets import Buckets, Row
from matcher.domain.candidates import Answer, Candidate, find_answer
from matcher.domain.context import Context
from matcher.domain.demand import Need
from matcher.domain.near_misses import Gap, NearMiss, find_gap, nearest
from matcher.domain.scoring import ScoringProfile
from matcher.domain.state_bits import StateBits
from matcher.domain.supply import Offer
from shared.errors import NotFound

Record = TypeVar("Record")


class Engine:
    """Holds the latest needs and offers and finds candidates and near misses; order of input never matters.

    Candidates come best first, ties by the counterpart's id; near misses by failed conditions, score, id. Asking for
    a record that is not held raises NotFound.
    """

    def __init__(
        self,
        context: Context,
        profile: ScoringProfile,
        *,
        needs: Iterable[Need] = (),
        offers: Iterable[Offer] = (),
    ) -> None:
        self._context = context
        self._profile = profile
        self._bits = StateBits(context)
        self._branches = branches_of(context.vocabulary)
        self._needs: Buckets[Need] = Buckets()
        self._offers: Buckets[Offer] = Buckets()
        for need in needs:
            self.put_need(need)
        for offer in offers:
            self.put_offer(offer)

    @property
    def context(self) -> Context:
        """What holds on the engine's day."""
        return self._context

    @property
    def profile(self) -> ScoringProfile:
        """The weights in use."""
        return self._profile

    @property
    def needs(self) -> tuple[Need, ...]:
        """The needs held, in the order of their ids."""
        return tuple(sorted(self._needs, key=lambda need: need.need_id))

    @property
    def offers(self) -> tuple[Offer, ...]:
        """The offers held, in the order of their ids."""
        return tuple(sorted(self._offers, key=lambda offer: offer.offer_id))

    def need(self, need_id: UUID) -> Need:
        """Return a need that is held."""
        return _held(self._needs, need_id).record

    def offer(self, offer_id: UUID) -> Offer:
        """Return an offer that is held."""
        return _held(self._offers, offer_id).record

    def under(self, context: Context, profile: ScoringProfile | None = None) -> "Engine":
        """Return an engine of its own with the same records: for a new day, other weights, or a what-if."""
        twin = Engine(context, profile or self._profile)
        if twin._sees_the_same_states(self):
            twin._bits, twin._branches = self._bits, self._branches
            twin._needs, twin._offers = self._needs.copy(), self._offers.copy()
            return twin
        return Engine(context, twin.profile, needs=self._needs, offers=self._offers)

    def put_need(self, need: Need) -> bool:
        """Hold the need unless a newer version is held; say whether it was taken."""
        held = self._needs.get(need.need_id)
        if held is not None and held.record.version > need.version:
            return False
        categories = frozenset(component.category for component in need.components)
        self._needs.put(need.need_id, Row(need, categories, need.historic, self._bits.of_need(need)))
        return True

    def put_offer(self, offer: Offer) -> bool:
        """Hold the offer unless a newer version is held; say whether it was taken."""
        held = self._offers.get(offer.offer_id)
        if held is not None and held.record.version > offer.version:
            return False
        categories = frozenset(category for line in offer.lines for category in line.categories)
        states = self._bits.of_eligibility(offer.eligibility)
        self._offers.put(offer.offer_id, Row(offer, categories, offer.historic, states))
        return True

    def drop_need(self, need_id: UUID) -> None:
        """Forget a need, if it is held."""
        self._needs.drop(need_id)

    def drop_offer(self, offer_id: UUID) -> None:
        """Forget an offer, if it is held."""
        self._offers.drop(offer_id)

    def candidates_of_need(self, need_id: UUID, limit: int | None = None) -> tuple[Candidate, ...]:
        """Return the offers that answer the need, best first, at most `limit`."""
        row = _held(self._needs, need_id)
        answers = (self._answer(row.record, offer) for offer in self._possible(self._offers, row))
        return self._best(answers, lambda answer: answer.meeting.offer.offer_id, limit)

    def candidates_of_offer(self, offer_id: UUID, limit: int | None = None) -> tuple[Candidate, ...]:
        """Return the needs that the offer answers, best first, at most `limit`."""
        row = _held(self._offers, offer_id)
        answers = (self._answer(need, row.record) for need in self._possible(self._needs, row))
        return self._best(answers, lambda answer: answer.meeting.need.need_id, limit)

    def near_misses_of_need(self, need_id: UUID, limit: int = 5) -> tuple[NearMiss, ...]:
        """Return the offers that come nearest to answering the need and do not, nearest first."""
        row = _held(self._needs, need_id)
        meetings = ((row.record, offer) for offer in self._likeliest_first(self._offers, row))
        gaps = nearest(meetings, self._gap, lambda gap: gap.pairing.meeting.offer.offer_id, limit)
        return tuple(gap.explained(self._profile) for gap in gaps)

    def near_misses_of_offer(self, offer_id: UUID, limit: int = 5) -> tuple[NearMiss, ...]:
        """Return the needs that the offer comes nearest to answering and does not, nearest first."""
        row = _held(self._offers, offer_id)
        meetings = ((need, row.record) for need in self._likeliest_first(self._needs, row))
        gaps = nearest(meetings, self._gap, lambda gap: gap.pairing.meeting.need.need_id, limit)
        return tuple(gap.explained(self._profile) for gap in gaps)

    def _best(
        self, found: Iterable[Answer | None], counterpart: Callable[[Answer], UUID], limit: int | None
    ) -> tuple[Candidate, ...]:
        answers = [answer for answer in found if answer is not None]
        answers.sort(key=lambda answer: (-answer.score, counterpart(answer)))
        return tuple(answer.explained(self._profile) for answer in answers[:limit])

    def _answer(self, need: Need, offer: Offer) -> Answer | None:
        return find_answer(need, offer, self._context, self._profile)

    def _gap(self, need: Need, offer: Offer, most: int | None) -> Gap | None:
        return find_gap(need, offer, self._context, self._profile, most=most)

    def _possible(self, among: Buckets[Record], row: Row[Need] | Row[Offer]) -> Iterator[Record]:
        lone = frozenset[str]()
        near = row.categories.union(*(self._branches.get(category, lone) for category in row.categories))
        return among.possible(near, states=row.states, historic=row.historic)

    def _likeliest_first(self, among: Buckets[Record], row: Row[Need] | Row[Offer]) -> Iterator[Record]:
        """Give the whole part, so begun that the nearest are found early and bound the search."""
        likely = list(self._possible(among, row))
        seen = {id(record) for record in likely}
        yield from likely
        yield from (record for record in among.of_part(historic=row.historic) if id(record) not in seen)

    def _sees_the_same_states(self, other: "Engine") -> bool:
        mine, theirs = self.context, other.context
        return (
            mine.today == theirs.today and mine.geography is theirs.geography and mine.vocabulary is theirs.vocabulary
        )


def _held(among: Buckets[Record], record_id: UUID) -> Row[Record]:
    row = among.get(record_id)
    if row is None:
        raise NotFound(f"The matcher holds no record {record_id}.")
    return row
