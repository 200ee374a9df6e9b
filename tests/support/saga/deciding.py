"""What coordinators, parties and the clock do to matches, by the matcher's own use cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from matcher.application.matches.accept_match import AcceptMatch, accept_match
from matcher.application.matches.complete_delivery import CompleteDelivery, complete_delivery
from matcher.application.matches.decline_match import DeclineMatch, decline_match
from matcher.application.matches.dissolve_match import DissolveMatch, dissolve_match
from matcher.application.matches.endorse_match import EndorseMatch, endorse_match
from matcher.application.matches.endorse_package import EndorsePackage, endorse_package
from matcher.application.matches.evaluate_match import EvaluateMatch, evaluate_match
from matcher.application.matches.propose_match import ProposeMatch, propose_match
from matcher.application.matches.propose_package import ProposePackage, propose_package
from matcher.application.matches.reject_match import RejectMatch, reject_match
from matcher.application.matches.report_delivery import ReportDelivery, report_delivery
from matcher.application.matches.revise_match import ReviseMatch, revise_match
from matcher.application.matches.run_clock import RunClock, run_clock
from matcher.domain.matches.delivery import DeliveredLine
from matcher.domain.matches.evaluation import FACETS, Rating
from matcher.domain.matches.match import Match
from matcher.domain.matches.parties import Party, parties_of
from matcher.domain.matches.proposing import LineAsked, Wanted
from matcher.domain.matches.reasons import Reason
from shared.identity.actor import Actor
from tests.support.saga.counter import Counter
from tests.support.saga.records import donor, recipient

GIVEN_UP: Final = Reason("duplication")
FLAGS: Final = (
    "embargo_regime",
    "missing_authority",
    "equipment_only",
    "running_activities",
    "similar_needs",
    "active_matches",
)
"""The review flags, all of which these coordinators have read."""

EXCESSIVE: Final = 6_000
"""More than any line of a match has, in thousandths."""

RATINGS: Final = tuple(Rating(facet, 4) for facet in FACETS)


def speaks_for(party: Party) -> Actor:
    """Return who speaks for a party."""
    return recipient(party.key) if party.kind == "recipient" else donor(party.key)


@dataclass(frozen=True)
class MatchDesk:
    """Everyone who decides about matches."""

    counter: Counter

    def all(self) -> list[Match]:
        """Return the matches as they are committed, oldest first."""
        return self.counter.all_of(Match)

    def propose(self, by: Actor, wanted: Wanted) -> None:
        """Put a need and an offer together by hand."""
        self._do(propose_match, ProposeMatch(wanted), by)

    def propose_together(self, by: Actor, wanted: Sequence[Wanted]) -> None:
        """Propose a package."""
        self._do(propose_package, ProposePackage(wanted), by)

    def revise(self, by: Actor, match: Match, quantity: int | None, version: int) -> None:
        """Set the first line's quantity anew, the others as they were."""
        first, *rest = match.lines
        lines = (
            LineAsked(first.component_id, first.line_id, quantity),
            *(LineAsked(each.component_id, each.line_id, each.quantity) for each in rest),
        )
        self._do(revise_match, ReviseMatch(match.id, lines, expected_version=version), by)

    def endorse(self, by: Actor, match: Match, version: int) -> None:
        """Endorse a match, or the package that it is of."""
        if match.package_id is None:
            self._do(endorse_match, EndorseMatch(match.id, FLAGS, expected_version=version), by)
        else:
            self._do(endorse_package, EndorsePackage(match.package_id, FLAGS), by)

    def reject(self, by: Actor, match: Match, version: int) -> None:
        """Turn a match down as a coordinator."""
        self._do(reject_match, RejectMatch(match.id, GIVEN_UP, version), by)

    def accept(self, party: Party, match: Match, version: int) -> None:
        """Consent as a party."""
        self._do(accept_match, AcceptMatch(match.id, version), speaks_for(party))

    def decline(self, party: Party, match: Match, version: int) -> None:
        """Turn a match down as a party."""
        self._do(decline_match, DeclineMatch(match.id, GIVEN_UP, version), speaks_for(party))

    def dissolve(self, party: Party, match: Match, version: int) -> None:
        """End what was agreed."""
        self._do(dissolve_match, DissolveMatch(match.id, GIVEN_UP, version), speaks_for(party))

    def deliver(self, party: Party, match: Match, quantity: int, version: int, *, on: date) -> None:
        """Report that so much has come of the first line of which something is to come, or what is left of it."""
        waiting = [line for line in match.lines if not line.is_delivered_in_full()] or match.lines
        report = ReportDelivery(match.id, on, (_part_of(waiting[0], quantity),), expected_version=version)
        self._do(report_delivery, report, speaks_for(party))

    def complete(self, party: Party, match: Match, version: int) -> None:
        """Say that no more will come."""
        self._do(complete_delivery, CompleteDelivery(match.id, version), speaks_for(party))

    def evaluate(self, match: Match, version: int) -> None:
        """Evaluate what came, as the State."""
        command = EvaluateMatch(match.id, (), RATINGS, expected_version=version)
        self._do(evaluate_match, command, speaks_for(parties_of(match)[0]))

    def run_clocks(self) -> None:
        """Look after every match's deadline."""
        for match in self.all():
            self.counter.carry_out(run_clock, RunClock(match.id))

    def _do(self, use_case: Any, command: Any, actor: Actor) -> None:
        self.counter.carry_out(use_case, command, actor=actor)


def _part_of(line: Any, quantity: int) -> DeliveredLine:
    """Return so much of a line, or what is left of it; more than the line has where more than any line has is asked."""
    if line.quantity is None:
        return DeliveredLine(line.component_id, line.line_id, None)
    left = line.quantity - line.delivered
    return DeliveredLine(line.component_id, line.line_id, quantity if quantity >= EXCESSIVE else min(quantity, left))
