"""The saga's state machine is worth something: whatever guard is taken away, it finds what goes wrong then.

The inbox and the newest-wins rule stand in for each other, so that only taking away both shows.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from matcher.domain.matches.holds import Answer, is_news
from matcher.domain.matches.match import Match
from needs.domain.component import NeedComponent
from needs.domain.demand import Demand
from needs.domain.holding import Share, Wish
from needs.domain.reservation import Reservation as Coverage
from needs.domain.targets import Claim
from offers.domain.charges import Charge
from offers.domain.line_room import LineRoom
from offers.domain.planning import Plan, planned
from offers.domain.reservation import Reservation as Capacity
from shared.statements.standings import STANDINGS
from tests.support.saga.machine import Advice, Delivery, Duel, LateAnswers, Redelivery, Saga, Scramble
from tests.support.saga.memory import MemoryCapacity
from tests.support.saga.services import SagaService

ENOUGH: Final = settings(
    max_examples=150,
    stateful_step_count=15,
    deadline=None,
    derandomize=True,
    database=None,
    report_multiple_bugs=False,
    phases=(Phase.generate,),
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.filter_too_much),
)

Removal = Callable[[pytest.MonkeyPatch], None]


def never(*_: Any, **__: Any) -> bool:
    return False


def nothing(*_: Any, **__: Any) -> tuple[()]:
    return ()


def offers_never_look_for_room(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(LineRoom, "size_problems", nothing)


def offers_never_look_at_ceilings(patch: pytest.MonkeyPatch) -> None:
    def all_to_the_first(amount: Decimal, rooms: Mapping[str, Decimal]) -> tuple[Charge, ...]:
        return tuple(Charge(state, amount) for state in list(rooms)[:1])

    patch.setattr("offers.domain.ceiling_room.in_equal_parts", all_to_the_first)


def offers_hold_what_they_can(patch: pytest.MonkeyPatch) -> None:
    def in_part(*asked: Any) -> Plan:
        return Plan(planned(*asked).takings)

    patch.setattr("offers.domain.following.planned", in_part)


def offers_keep_what_was_given_up(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Capacity, "let_go", nothing)


def offers_keep_what_the_needs_refused(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("offers.application.apply_match.STANDINGS", {**STANDINGS, "refused": "held"})


def needs_never_look_for_room(patch: pytest.MonkeyPatch) -> None:
    def all_of_it(component: NeedComponent) -> Decimal | None:
        return component.quantity

    patch.setattr(NeedComponent, "residual", all_of_it)


def needs_let_two_take_the_unmeasured(patch: pytest.MonkeyPatch) -> None:
    def granted(_: NeedComponent, claim: Claim, demand: Demand) -> Wish:
        return Wish(claim.component_id, Share(unmeasured=demand.standing in {"held", "confirmed"}))

    patch.setattr("needs.domain.judging._of_the_unmeasured", granted)


def needs_keep_what_the_offers_refused(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("needs.application.demands.STANDINGS", {**STANDINGS, "refused": "held"})


def inboxes_remember_nothing(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(SagaService, "is_claimed", never)


def needs_follow_older_versions(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Coverage, "knows", never)


def offers_follow_older_versions(patch: pytest.MonkeyPatch) -> None:
    get = MemoryCapacity.get

    async def forgetful(capacity: MemoryCapacity, match_id: object) -> Capacity | None:
        found = await get(capacity, match_id)
        if found is not None:
            found.match_version = 0
        return found

    patch.setattr(MemoryCapacity, "get", forgetful)


def needs_take_old_news_twice(patch: pytest.MonkeyPatch) -> None:
    inboxes_remember_nothing(patch)
    needs_follow_older_versions(patch)


def offers_take_old_news_twice(patch: pytest.MonkeyPatch) -> None:
    inboxes_remember_nothing(patch)
    offers_follow_older_versions(patch)


def the_matcher_believes_late_answers(patch: pytest.MonkeyPatch) -> None:
    def believed(answer: Answer, match: Any) -> bool:
        return is_news(replace(answer, match_version=match.version), match)

    patch.setattr("matcher.domain.matches.match.is_news", believed)


def the_matcher_waits_for_one_side_only(patch: pytest.MonkeyPatch) -> None:
    endorse = Match.endorse

    def impatiently(match: Match, *said: Any, **more: Any) -> None:
        endorse(match, *said, **more)
        match.needs_hold = "held"

    patch.setattr(Match, "endorse", impatiently)


def more_may_be_delivered_than_was_agreed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("matcher.domain.matches.match.must_be_deliverable", nothing)


def events_are_claimed_before_their_effects_are_there(patch: pytest.MonkeyPatch) -> None:
    is_claimed = SagaService.is_claimed

    def at_once(service: SagaService, event: Any) -> bool:
        known = is_claimed(service, event)
        service.store.claims.add(event.id)
        return known

    patch.setattr(SagaService, "is_claimed", at_once)


REMOVALS: Final[tuple[tuple[Removal, type[Saga]], ...]] = (
    (offers_never_look_for_room, Scramble),
    (offers_never_look_at_ceilings, Duel),
    (offers_hold_what_they_can, Scramble),
    (offers_keep_what_was_given_up, Scramble),
    (offers_keep_what_the_needs_refused, Scramble),
    (needs_never_look_for_room, Scramble),
    (needs_let_two_take_the_unmeasured, Advice),
    (needs_keep_what_the_offers_refused, Scramble),
    (needs_take_old_news_twice, Redelivery),
    (offers_take_old_news_twice, Redelivery),
    (the_matcher_believes_late_answers, LateAnswers),
    (the_matcher_waits_for_one_side_only, Scramble),
    (more_may_be_delivered_than_was_agreed, Delivery),
    (events_are_claimed_before_their_effects_are_there, Scramble),
)


@pytest.mark.parametrize(("remove", "machine"), REMOVALS, ids=[remove.__name__ for remove, _ in REMOVALS])
def test_a_removed_guard_is_found(remove: Removal, machine: type[Saga], monkeypatch: pytest.MonkeyPatch) -> None:
    remove(monkeypatch)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(machine, settings=ENOUGH)


@pytest.mark.parametrize(
    "remove", [inboxes_remember_nothing, needs_follow_older_versions, offers_follow_older_versions]
)
def test_of_the_two_guards_against_old_news_either_is_enough(remove: Removal, monkeypatch: pytest.MonkeyPatch) -> None:
    remove(monkeypatch)
    run_state_machine_as_test(Redelivery, settings=settings(ENOUGH, max_examples=8))
