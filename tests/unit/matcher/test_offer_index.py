"""What the arrays over offer lines promise besides the right answers: order, room, and no memory of what is gone."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from matcher.domain.engine import Engine
from matcher.domain.scoring import load_profile
from matcher.domain.spans import Span
from matcher.domain.supply import Ceiling, Eligibility, Offer
from matcher.domain.texts import Text
from tests.support.matching_examples import TODAY, component, context, line, need, numbered, offer

NEED = numbered(1, 1)


def engine_of(*offers: Offer) -> Engine:
    return Engine(context(), load_profile(), needs=[need()], offers=offers)


def found(engine: Engine, limit: int | None = None) -> list[UUID]:
    return [offer_id for offer_id, _ in engine.top(NEED, limit)]


def test_equals_come_in_the_order_of_their_whole_identifiers() -> None:
    ids = [UUID(int=(9 - number << 64) + number) for number in range(5)]
    engine = engine_of(*(offer(offer_id=each) for each in ids))
    assert found(engine) == sorted(ids)
    assert found(engine, 2) == sorted(ids)[:2]


def test_nothing_is_asked_for_and_nothing_is_given() -> None:
    assert found(engine_of(offer()), 0) == []


def test_amending_the_same_offers_takes_no_more_room() -> None:
    engine = engine_of(*(offer(number) for number in range(200)))
    before = engine.index_bytes
    for version in range(2, 12):
        for number in range(200):
            engine.put_offer(offer(number, version=version, texts=(Text("en", f"Version {version % 3} of machines"),)))
    assert len(found(engine)) == 200
    assert engine.index_bytes < before * 1.2


def test_more_kinds_of_calls_than_one_byte_can_number_are_told_apart() -> None:
    calls = [Span(TODAY - timedelta(days=each), TODAY + timedelta(days=each - 3)) for each in range(300)]
    engine = engine_of(*(offer(number, call=call) for number, call in enumerate(calls)))
    assert sorted(found(engine)) == [numbered(2, number) for number in range(3, 300)]


def test_more_areas_than_one_word_has_bits_are_told_apart() -> None:
    nowhere = [offer(number, eligibility=Eligibility(groups=(f"group_{number}",))) for number in range(100)]
    engine = engine_of(*nowhere, offer(100, eligibility=Eligibility(groups=("ecowas",))))
    assert found(engine) == [numbered(2, 100)]


def test_a_word_stands_for_itself_in_its_own_language_alone() -> None:
    same, other = (offer(each, texts=(Text(language, "Marking"),)) for each, language in ((2, "en"), (1, "fr")))
    assert found(engine_of(same, other)) == [numbered(2, 2), numbered(2, 1)]


def test_an_offer_that_is_dropped_gives_its_row_to_the_next() -> None:
    engine = engine_of(offer(1, eligibility=Eligibility(states=("KEN",), excluded_states=("GHA",))))
    engine.drop_offer(numbered(2, 1))
    engine.put_offer(offer(2, eligibility=Eligibility(everyone=True)))
    assert found(engine) == [numbered(2, 2)]


def test_a_paused_offer_is_found_again_once_it_is_open() -> None:
    engine = engine_of(offer(1, status="paused"))
    assert found(engine) == []
    engine.put_offer(offer(1, version=2))
    assert found(engine) == [numbered(2, 1)]


def test_what_a_ceiling_leaves_is_counted_for_each_state() -> None:
    limited = offer(eligibility=Eligibility(everyone=True), ceiling=Ceiling(1_000, "machine"))
    asked = need(states=("GHA", "KEN"), components=(component(quantity=4_000),))
    alone = Engine(context(), load_profile(), needs=[replace(asked, states=("GHA",))], offers=[limited])
    both = Engine(context(), load_profile(), needs=[asked], offers=[limited])
    assert both.top(NEED)[0][1] - alone.top(NEED)[0][1] == 30, "a quarter more of the weight of coverage"


def test_what_is_used_up_is_not_held_and_comes_back_with_what_is_released() -> None:
    engine = engine_of(offer(lines=(line(1, reserved=10_000), line(2, pledged=500, smallest_share=1_000))))
    assert found(engine) == []
    engine.put_offer(offer(version=2, lines=(line(1, reserved=9_000), line(2, pledged=500))))
    assert found(engine) == [numbered(2, 1)]
