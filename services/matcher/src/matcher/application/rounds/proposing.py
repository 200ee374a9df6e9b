"""What of a round's plan is still to be proposed, and the matches that it becomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from uuid import UUID

from matcher.application.matches.drafting import Draft, between
from matcher.application.matches.ports import UnitOfWork
from matcher.application.matches.reasoning import reasoned
from matcher.domain.matches.clocks import Moment
from matcher.domain.matches.line import MatchLine
from matcher.domain.matches.match import Match
from matcher.domain.matches.origin import Origin
from matcher.domain.matches.proposing import Wanted
from matcher.domain.matches.standing import lines_for, uncounted
from matcher.domain.proposals.promised import Present, Promise
from matcher.domain.rounds.outcome import Allocation
from matcher.domain.scoring import ScoringProfile
from shared.identifiers import new_id

NeedAndOffer = tuple[UUID, UUID]


@dataclass(frozen=True)
class Proposing:
    """Today's records, and the unconfirmed matches of them: those that this round proposed before among them."""

    origin: Origin
    present: Present
    profile: ScoringProfile
    standing: Sequence[Match]
    at: Moment

    @cached_property
    def mine(self) -> dict[NeedAndOffer, Match]:
        """What this round has proposed and nobody has decided about yet."""
        return {(each.need_id, each.offer_id): each for each in self.standing if self._is_mine(each)}

    @property
    def base(self) -> Present:
        """The records with everything counted that standing matches are to give."""
        return self.present.after(uncounted(self.standing))

    @property
    def taken(self) -> list[NeedAndOffer]:
        """Between whom another match stands."""
        return [(each.need_id, each.offer_id) for each in self.standing if not self._is_mine(each)]

    def still_to_propose(self, chosen: Sequence[Allocation]) -> list[Promise]:
        """Return what of these this round has not proposed yet."""
        held = {(*key, *line.key) for key, match in self.mine.items() for line in match.lines}
        asked = [
            Promise(each.need_id, each.offer_id, each.component_id, each.line_id, each.quantity) for each in chosen
        ]
        return [each for each in asked if (each.need_id, each.offer_id, each.component_id, each.line_id) not in held]

    def propose(self, allowed: Sequence[Promise], chosen: Sequence[Allocation], uow: UnitOfWork) -> list[Match]:
        """Propose all that is allowed, which comes by need and offer; return the matches that now hold the chosen."""
        base, packages = self.base, self._packages(allowed)
        for key, group in groupby(allowed, key=lambda promise: (promise.need_id, promise.offer_id)):
            promises = list(group)
            lines = lines_for(promises, base, {(each.component_id, each.line_id): each.score for each in chosen})
            self._propose(key, lines, packages.get(key[0]), uow)
            base = base.after(promises)
        wanted = {(each.need_id, each.offer_id) for each in chosen}
        return [self.mine[key] for key in sorted(self.mine) if key in wanted]

    def _propose(self, key: NeedAndOffer, lines: Sequence[MatchLine], package_id: UUID | None, uow: UnitOfWork) -> None:
        if key in self.mine:
            self.mine[key].add(lines, self.at)
            return
        why = reasoned(*key, self.present, self.profile)
        draft = Draft(between(Wanted(*key), self.present, package_id), why.judgement, lines, 0)
        self.mine[key] = draft.proposed(self.origin, self.at)
        uow.matches.add(self.mine[key])

    def _packages(self, allowed: Sequence[Promise]) -> dict[UUID, UUID]:
        """Return a package for each all-or-nothing need that several offers are to answer together."""
        offers: dict[UUID, set[UUID]] = {}
        for promise in allowed:
            offers.setdefault(promise.need_id, set()).add(promise.offer_id)
        needs = self.present.needs
        return {each: new_id() for each, given in offers.items() if len(given) > 1 and needs[each].all_or_nothing}

    def _is_mine(self, match: Match) -> bool:
        return match.status == "proposed" and match.origin.round_id == self.origin.round_id
