"""A match before it is one: judged, its lines laid out, its reasons frozen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from matcher.application.matches.finding import must_coordinate_states
from matcher.application.matches.ground import Ground
from matcher.application.matches.reasoning import Reasoned, reasoned
from matcher.domain.matches.clocks import Moment
from matcher.domain.matches.line import MatchLine
from matcher.domain.matches.match import Match
from matcher.domain.matches.origin import Between, Judgement, Origin
from matcher.domain.matches.proposing import Wanted, must_be_proposable, promises_for
from matcher.domain.matches.standing import lines_for
from matcher.domain.matches.states import states_on_account
from matcher.domain.proposals.promised import Present, Promise
from shared.identity.actor import Actor


@dataclass(frozen=True)
class Draft:
    """What a match is made from."""

    between: Between
    judgement: Judgement
    lines: Sequence[MatchLine]
    funder_statement: int

    def proposed(self, origin: Origin, at: Moment) -> Match:
        """Return the match, newly proposed."""
        return Match.propose(
            self.between, origin, self.judgement, self.lines, at, funder_statement=self.funder_statement
        )


def by_hand(actor: Actor) -> Origin:
    """Return the origin of what a coordinator puts together."""
    return Origin("hand", actor.subject)


def must_be_theirs(wanted: Sequence[Wanted], ground: Ground, actor: Actor, today: date, *, listed: bool) -> None:
    """Raise InvalidInput for records and lines that are not there, Forbidden beyond the coordinator's regions.

    `listed` = fields are named under `/matches/<place>`.
    """
    for place, each in enumerate(wanted):
        must_be_proposable(each, ground.kept, _pointer(place, listed=listed))
        must_coordinate_states(between(each, ground.kept).states, actor, today)


def drafts_of(
    wanted: Sequence[Wanted],
    ground: Ground,
    *,
    package_id: UUID | None = None,
    siblings: Sequence[Match] = (),
    listed: bool = False,
) -> list[Draft]:
    """Return a draft of each, judged together and each with all before it counted; raise PairsNoLongerHold."""
    base, asked = ground.base, list[tuple[Promise, ...]]()
    for place, each in enumerate(wanted):
        asked.append(promises_for(each, base, ground.profile, _pointer(place, listed=listed)))
        base = base.after(asked[-1])
    ground.must_allow(asked, siblings)
    base, drafts = ground.base, list[Draft]()
    for each, promises in zip(wanted, asked, strict=True):
        drafts.append(_draft(each, promises, base, ground, package_id))
        base = base.after(promises)
    return drafts


def between(wanted: Wanted, present: Present, package_id: UUID | None = None) -> Between:
    """Return between whom the match would be."""
    need = present.needs[wanted.need_id]
    donors = [present.offers[each].donor.organisation for each in wanted.offers]
    return Between(
        need_id=wanted.need_id,
        offer_id=wanted.offer_id,
        states=states_on_account(need, present.offers[wanted.offer_id], present.context),
        donors=tuple(dict.fromkeys(donors)),
        group=need.group,
        funder_offer_id=wanted.funder_offer_id,
        package_id=package_id,
    )


def _draft(
    wanted: Wanted, promises: Sequence[Promise], base: Present, ground: Ground, package_id: UUID | None
) -> Draft:
    present = ground.kept
    why: Reasoned = reasoned(wanted.need_id, wanted.offer_id, present, ground.profile)
    funder = None if wanted.funder_offer_id is None else present.offers[wanted.funder_offer_id]
    return Draft(
        between=between(wanted, present, package_id),
        judgement=why.judgement,
        lines=lines_for(promises, base, why.scores),
        funder_statement=0 if funder is None else funder.statement,
    )


def _pointer(place: int, *, listed: bool) -> str:
    return f"/matches/{place}" if listed else ""
