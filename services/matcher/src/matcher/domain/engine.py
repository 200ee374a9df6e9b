"""All needs and offers of one day, and what each of them matches: the same answers as looking at every pair."""

from collections.abc import Iterable, Iterator
from typing import TypeVar
from uuid import UUID

from matcher.domain.branches import branches_of
from matcher.domain.buckets import Buckets, Row
from matcher.domain.candidates import Answer, Candidate, find_answer
from matcher.domain.context import Context
from matcher.domain.demand import ASKING, Need
from matcher.domain.index import Inquiry, OfferIndex, Outlook, best_offers
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
        self._outlooks = {historic: Outlook(context, profile) for historic in (False, True)}
        self._bits = StateBits(context)
        self._branches = branches_of(context.vocabulary)
        self._needs: Buckets[Need] = Buckets()
        self._offers: Buckets[Offer] = Buckets()
        self._index = {historic: OfferIndex(context, self._branches) for historic in (False, True)}
        self._is_shared = False
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

    @property
    def index_bytes(self) -> int:
        """Bytes of the arrays over offer lines, with their room for growth, and of the tables of what repeats."""
        return sum(index.size for index in self._index.values())

    def need(self, need_id: UUID) -> Need:
        """Return a need that is held."""
        return _held(self._needs, need_id).record

    def offer(self, offer_id: UUID) -> Offer:
        """Return an offer that is held."""
        return _held(self._offers, offer_id).record

    def under(self, context: Context, profile: ScoringProfile | None = None) -> "Engine":
        """Return an engine of its own with the same records: for a new day, other weights, or a what-if.

        What depends on neither day nor weights the two share until one of them changes it.
        """
        twin = Engine(context, profile or self._profile)
        if context.vocabulary is not self.context.vocabulary:
            return Engine(context, twin.profile, needs=self._needs, offers=self._offers)
        twin._index, twin._branches = self._index, self._branches
        if twin._sees_the_same_states(self):
            twin._bits, twin._needs, twin._offers = self._bits, self._needs, self._offers
        else:
            twin._enter(self._needs, self._offers)
        self._is_shared = twin._is_shared = True
        return twin

    def put_need(self, need: Need) -> bool:
        """Hold the need unless a newer version is held; say whether it was taken."""
        held = self._needs.get(need.need_id)
        if held is not None and held.record.version > need.version:
            return False
        self._own()
        self._enter([need], [])
        return True

    def put_offer(self, offer: Offer) -> bool:
        """Hold the offer unless a newer version is held; say whether it was taken."""
        held = self._offers.get(offer.offer_id)
        if held is not None and held.record.version > offer.version:
            return False
        self.drop_offer(offer.offer_id)
        self._own()
        self._enter([], [offer])
        self._index[offer.historic].put(offer)
        return True

    def drop_need(self, need_id: UUID) -> None:
        """Forget a need, if it is held."""
        self._own()
        self._needs.drop(need_id)

    def drop_offer(self, offer_id: UUID) -> None:
        """Forget an offer, if it is held."""
        held = self._offers.get(offer_id)
        if held is not None:
            self._own()
            self._index[held.historic].drop(held.record)
            self._offers.drop(offer_id)

    def top(self, need_id: UUID, limit: int | None = None) -> tuple[tuple[UUID, int], ...]:
        """Return the offers that answer the need with their scores, best first, at most `limit`."""
        need = self.need(need_id)

        def score(offer_id: UUID) -> int | None:
            answer = self._answer(need, self.offer(offer_id))
            return None if answer is None else answer.score

        found = best_offers(Inquiry(need, self._index[need.historic], self._outlooks[need.historic]), score, limit)
        return tuple(self._one_by_one(need_id, limit) if found is None else found)

    def answers_to_need(self, need_id: UUID) -> Iterator[Answer]:
        """Give every offer that answers the need, scored but not explained, in no set order."""
        row = _held(self._needs, need_id)
        answers = (self._answer(row.record, offer) for offer in self._possible(self._offers, row))
        return (answer for answer in answers if answer is not None)

    def candidates_of_need(self, need_id: UUID, limit: int | None = None) -> tuple[Candidate, ...]:
        """Return the offers that answer the need, best first, at most `limit`."""
        need = self.need(need_id)
        answers = (self._answer(need, self.offer(offer_id)) for offer_id, _ in self.top(need_id, limit))
        return tuple(answer.explained(self._profile) for answer in answers if answer is not None)

    def candidates_of_offer(self, offer_id: UUID, limit: int | None = None) -> tuple[Candidate, ...]:
        """Return the needs that the offer answers, best first, at most `limit`."""
        row = _held(self._offers, offer_id)
        answers = [self._answer(need, row.record) for need in self._possible(self._needs, row)]
        found = [answer for answer in answers if answer is not None]
        found.sort(key=lambda answer: (-answer.score, answer.meeting.need.need_id))
        return tuple(answer.explained(self._profile) for answer in found[:limit])

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

    def _one_by_one(self, need_id: UUID, limit: int | None) -> list[tuple[UUID, int]]:
        """Find the best offers without the index, for a need whose numbers pass it."""
        found = [(answer.meeting.offer.offer_id, answer.score) for answer in self.answers_to_need(need_id)]
        return sorted(found, key=lambda each: (-each[1], each[0]))[:limit]

    def _enter(self, needs: Iterable[Need], offers: Iterable[Offer]) -> None:
        """Put records where a search that does not use the index looks for them."""
        for need in needs:
            asked = frozenset(component.category for component in need.components)
            may_match = need.status in ASKING and need.visibility != "coordinators"
            self._needs.put(need.need_id, Row(need, asked, need.historic, self._bits.of_need(need), may_match))
        for offer in offers:
            given = frozenset(category for line in offer.lines for category in line.categories)
            states = self._bits.of_eligibility(offer.eligibility)
            self._offers.put(offer.offer_id, Row(offer, given, offer.historic, states, offer.status == "open"))

    def _own(self) -> None:
        """Cease to share what is held, before it is changed."""
        if self._is_shared:
            self._needs, self._offers = self._needs.copy(), self._offers.copy()
            self._index = {historic: index.copy() for historic, index in self._index.items()}
            self._is_shared = False

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
        return mine.today == theirs.today and mine.geography is theirs.geography


def _held(among: Buckets[Record], record_id: UUID) -> Row[Record]:
    row = among.get(record_id)
    if row is None:
        raise NotFound(f"The matcher holds no record {record_id}.")
    return row
