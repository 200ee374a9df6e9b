"""The saga as a state machine: Hypothesis chooses who decides what, and what goes wrong on the bus, step by step."""

from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.support.saga.beginnings import ALL_RIVALS, Rivals, Setting, beginning
from tests.support.saga.records import COORDINATORS
from tests.support.saga.steps import WAYS_OUT
from tests.support.saga.traffic import FATES, Fate
from tests.support.saga.world import World

WHICH: Final = st.integers(0, 5)
MOSTLY_FIRST: Final = st.sampled_from((0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 4, 5))
WHO: Final = st.integers(0, len(COORDINATORS) - 1)
AMOUNTS: Final = (None, 1, 2, 3, 4, 6)
AMOUNT: Final = st.sampled_from(AMOUNTS)
LAG: Final = st.sampled_from((0, 0, 0, 0, 1))
SERVICE: Final = st.sampled_from(("needs", "offers", "matcher"))
NOBODY: Final = st.just(0)
DECISION: Final = st.tuples(st.none(), st.just(FATES[0]), WHO, MOSTLY_FIRST, WHICH, LAG)
DELIVERY: Final = st.tuples(SERVICE, st.sampled_from(FATES), NOBODY, WHICH, NOBODY, NOBODY)
Deed = tuple[str | None, Fate, int, int, int, int]
"""A delivery to a consumer, or a decision where there is none."""

NEW_TERMS: Final = ("amend",) * 6
MANY: Final = st.sampled_from((1, 2, 3, 5, 50))


def in_mix(name: str) -> Any:
    """Return what keeps a rule to the machines in whose mix it is."""
    return precondition(lambda machine: name in machine.mix)


class Saga(RuleBasedStateMachine):
    """Coordinators, parties, States, donors, relays, consumers and clocks, each doing something of its own accord."""

    mix: frozenset[str] = frozenset({"work", "propose", "give_up", "records", "time", "misfortune", "again", "settle"})
    """What may happen; a directed machine leaves out what leads away from what it looks for."""

    rivals: Rivals = ALL_RIVALS
    amounts: tuple[int | None, ...] = AMOUNTS
    agreed = False

    def __init__(self) -> None:
        super().__init__()
        self.world = World()

    @initialize(pledged=st.sampled_from((4, 6)), ceiling=st.sampled_from((None, 4)), amount=AMOUNT, blind=st.booleans())
    def begin_anyhow(self, pledged: int, ceiling: int | None, amount: int | None, blind: bool) -> None:  # noqa: FBT001 (Hypothesis names it)
        """Begin with much or little of everything."""
        self.begin(pledged, ceiling, amount, blind=blind)

    def begin(self, pledged: int, ceiling: int | None, amount: int | None, *, blind: bool) -> None:
        """Post needs and offers, have everyone hear of them, and propose matches that want the same."""
        self.world = World(blind=blind)
        self.world.recall(beginning(Setting(pledged, ceiling, amount, blind, self.rivals, self.agreed)))

    @in_mix("propose")
    @rule(by=WHO, need=WHICH, offer=WHICH, amount=AMOUNT, others=st.booleans())
    def propose(self, by: int, need: int, offer: int, amount: int | None, others: bool) -> None:  # noqa: FBT001 (as above)
        """Put a need and an offer together."""
        self.world.people.propose(by, need, offer, amount, also_advice=others)

    @in_mix("propose")
    @rule(by=WHO, need=WHICH, offer=WHICH, amount=AMOUNT)
    def propose_together(self, by: int, need: int, offer: int, amount: int | None) -> None:
        """Propose a package."""
        self.world.people.propose_together(by, need, offer, amount)

    @in_mix("give_up")
    @rule(by=WHO, which=WHICH, how=st.sampled_from(WAYS_OUT), lag=LAG)
    def give_up(self, by: int, which: int, how: str, lag: int) -> None:
        """Turn a match down, end it, or begin anew with it."""
        self.world.people.give_up(by, which, how, lag)

    @in_mix("records")
    @rule(which=WHICH, number=st.integers(1, 7), how=st.sampled_from((*NEW_TERMS, "withdraw", "close")))
    def change_need(self, which: int, number: int, how: str) -> None:
        """Have a State change its mind."""
        self.world.people.change_need(which, number, how)

    @in_mix("records")
    @rule(which=WHICH, number=st.integers(1, 7), how=st.sampled_from((*NEW_TERMS, "pause", "pause", "close")))
    def change_offer(self, which: int, number: int, how: str) -> None:
        """Have a donor change its mind."""
        self.world.people.change_offer(which, number, how)

    @in_mix("time")
    @rule(days=st.sampled_from((1, 1, 1, 3, 3, 9, 40)))
    def pass_time(self, days: int) -> None:
        """Let days go by."""
        self.world.pass_time(days)

    @in_mix("work")
    @rule(done=st.lists(st.one_of(DELIVERY, DECISION), min_size=4, max_size=16))
    def work(self, done: list[Deed]) -> None:
        """Have people do what comes next, and consumers read and perhaps die before or after they commit."""
        for consumer, fate, by, which, amount, lag in done:
            if consumer is None:
                self.world.people.carry_on(by, which, self.amounts[amount], lag, self.world.now.date())
            else:
                self.world.traffic.publish_all()
                self.world.traffic.deliver(consumer, which, fate)
            self.sound()

    @in_mix("misfortune")
    @rule(service=SERVICE, count=MANY)
    def relay_dies(self, service: str, count: int) -> None:
        """Have a relay send some rows and die before it notes that."""
        self.world.traffic.publish(service, count, marked=False)

    @in_mix("again")
    @rule(consumer=SERVICE, which=WHICH, back=MANY)
    def deliver_again(self, consumer: str, which: int, back: int) -> None:
        """Lose acknowledgements, also those of long ago."""
        self.world.traffic.deliver_again(consumer, which, back)

    @in_mix("again")
    @rule(consumer=SERVICE)
    def deliver_all_again(self, consumer: str) -> None:
        """Forget how far a consumer has read."""
        self.world.traffic.deliver_all_again(consumer)

    @in_mix("misfortune")
    @rule(which=WHICH)
    def compact(self, which: int) -> None:
        """Have the broker drop what is older."""
        self.world.traffic.compact(which)

    @in_mix("misfortune")
    @rule(service=st.sampled_from(("needs", "offers", "matcher", "all, for the broker's disk is gone")))
    def restate(self, service: str) -> None:
        """State everything again."""
        self.world.restate(service)

    @in_mix("settle")
    @rule()
    def settle(self) -> None:
        """Have everything heard: then all three agree."""
        self.world.must_agree()

    @invariant()
    def sound(self) -> None:
        """Hold what must always hold."""
        self.world.must_be_sound()

    def teardown(self) -> None:
        """Agree in the end."""
        self.world.must_agree()


class Quarrel(Saga):
    """Matches that want the same, endorsed, refused and begun anew, while answers are late."""

    mix = frozenset({"work", "give_up", "misfortune", "again"})


class Scramble(Saga):
    """A few matches that never all fit, with nothing but work on them: the shortest way to most mistakes."""

    mix = frozenset({"work"})
    rivals = ((0, 0), (2, 0), (2, 2))
    amounts = (3, 4) * 3
    first_amount = 4
    ceiling: int | None = None

    @initialize()
    def begin_anyhow(self) -> None:
        """Propose more than there is, by those who do not see that."""
        self.begin(6, ceiling=self.ceiling, amount=self.first_amount, blind=True)


class Duel(Scramble):
    """Two matches of one State, of which its ceiling under the offer allows one, or both with less."""

    rivals = ((0, 0), (2, 0))
    amounts = (1, 3) * 3
    first_amount = 3
    ceiling = 4


class LateAnswers(Duel):
    """The same two, one refused and endorsed anew while the needs' first answer to it is on its way."""

    @initialize()
    def begin_anyhow(self) -> None:
        """Endorse both, keep back what the needs answer, and endorse the refused one with less."""
        super().begin_anyhow()
        for which in range(len(self.rivals)):
            self.world.people.carry_on(0, which, None, 0, self.world.now.date())
        self.world.traffic.settle(but_for=b'"side":"needs"')
        for _ in ("revise", "endorse"):
            self.world.people.carry_on(0, 1, 1, 0, self.world.now.date())


class Advice(Scramble):
    """Two matches that fit but for the advice in both, of which nobody says how much it is."""

    rivals = ((0, 0), (0, 2))
    first_amount = 2


class Delivery(Saga):
    """Matches that were agreed on, until they are evaluated or given up."""

    mix = frozenset({"work", "records", "give_up", "misfortune", "again", "settle"})
    agreed = True


class Redelivery(Saga):
    """Matches that were agreed on, of which everything is heard again."""

    mix = frozenset({"work", "again"})
    agreed = True
