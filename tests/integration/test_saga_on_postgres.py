"""A long walk through the life of many matches on real tables, over a bus on which everything goes wrong at random."""

from random import Random
from typing import Any

from sqlalchemy import select

from matcher.adapters.matches.tables import match_versions
from matcher.domain.decisions.replaying import MatchAsLogged, replay
from matcher.domain.matches.match import Match
from tests.support.databases import Databases
from tests.support.saga.beginnings import ALL_RIVALS
from tests.support.saga.real_world import RealWorld
from tests.support.saga.steps import WAYS_OUT
from tests.support.saga.traffic import FATES

STEPS = 150
SEED = 9
"""With it matches are reserved, refused, outdated, delivered, evaluated, rejected and dissolved."""

SERVICES = ("needs", "offers", "matcher")
MOSTLY_FIRST = (0, 0, 0, 1, 1, 2, 3, 4, 5)
AMOUNTS = (None, 1, 2, 3, 4, 6)


class Walk:
    """Steps chosen at random, the same in every run."""

    def __init__(self, world: RealWorld, seed: int) -> None:
        self._world = world
        self._random = Random(seed)

    def step(self) -> None:
        """Do something."""
        deeds: tuple[Any, ...] = (self._decide, self._exchange, self._propose, self._upset, self._disturb)
        [deed] = self._random.choices(deeds, (10, 20, 2, 1, 3))
        deed()

    def _any(self, *possible: Any) -> Any:
        return self._random.choice(possible)

    def _propose(self) -> None:
        whom, what = self._any(0, 1, 2), self._any(0, 1, 2)
        self._world.people.propose(self._any(0, 1), whom, what, self._any(*AMOUNTS), also_advice=True)

    def _decide(self) -> None:
        by, today = self._any(0, 1), self._world.now.date()
        self._world.people.carry_on(by, self._any(*MOSTLY_FIRST), self._any(*AMOUNTS), self._any(0, 0, 0, 1), today)

    def _exchange(self) -> None:
        for service in SERVICES:
            self._world.traffic.publish(service, 5, marked=self._any(True, True, False))
        for _ in range(3):
            self._world.traffic.deliver(self._any(*SERVICES), self._any(*range(6)), self._any(*FATES))

    def _upset(self) -> None:
        people, which, number = self._world.people, self._any(0, 1, 2), self._any(2, 4, 5, 7)
        match self._any("need", "offer", "match", "time"):
            case "need":
                people.change_need(which, number, "amend")
            case "offer":
                people.change_offer(which, number, self._any("amend", "pause"))
            case "match":
                people.give_up(self._any(0, 1), which, self._any(*WAYS_OUT), 0)
            case _:
                self._world.pass_time(1)

    def _disturb(self) -> None:
        if self._any(True, False):
            self._world.traffic.compact(self._any(*range(12)))
        else:
            self._world.traffic.deliver_again(self._any(*SERVICES), self._any(*range(6)), self._any(1, 3, 50))


FIGURES = ("component_id", "line_id", "quantity", "coverage", "delivered", "covered")


def logged(entry: MatchAsLogged) -> tuple[Any, ...]:
    """Return what the decision log tells of a match."""
    lines = [tuple(getattr(line, name) for name in FIGURES) for line in entry.lines]
    return entry.status, entry.stale, entry.reason, set(entry.accepted), lines


def as_it_is(match: Match) -> tuple[Any, ...]:
    """Return the same of the match itself."""
    lines = [tuple(getattr(line, name) for name in FIGURES) for line in match.lines]
    accepted = {f"{each.party.kind}:{each.party.key}" for each in match.acceptances}
    return match.status, match.stale, match.reason_code, accepted, lines


def test_on_postgres_all_agree_in_the_end_and_the_decision_log_tells_it_all(databases: Databases) -> None:
    with RealWorld(databases) as world:
        world.people.begin(6, 4)
        world.traffic.settle()
        for need, offer in ALL_RIVALS:
            world.people.propose(0, need, offer, 3, also_advice=True)
        walk = Walk(world, SEED)
        for number in range(STEPS):
            walk.step()
            if number % 25 == 0:
                world.must_be_sound()
        world.must_agree()
        told = {match_id: logged(entry) for match_id, entry in replay(world.log()).items()}
        assert told == {match.id: as_it_is(match) for match in world.matches.all_of(Match)}
        happened = {row["happened"] for row in world.matches.rows(select(match_versions.c.happened))}
    assert {"reserved", "refused", "outdated", "confirmed", "delivered", "dissolved"} <= happened
