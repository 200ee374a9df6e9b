"""What stands between a need and the offers that nearly answer it."""

from matcher.domain.conditions import Code
from matcher.domain.engine import Engine
from matcher.domain.near_misses import NearMiss
from matcher.domain.scoring import load_profile
from matcher.domain.supply import Eligibility, Offer
from tests.support.matching_examples import component, context, line, need, numbered, offer

ELSEWHERE = Eligibility(states=("KEN",))


def misses(*offers: Offer, limit: int = 5) -> tuple[NearMiss, ...]:
    return Engine(context(), load_profile(), needs=[need()], offers=offers).near_misses_of_need(numbered(1, 1), limit)


def test_an_offer_that_matches_is_no_near_miss() -> None:
    assert misses(offer()) == ()


def test_fewer_failed_conditions_are_nearer_than_a_better_score() -> None:
    two = offer(1, eligibility=ELSEWHERE, applicants=("agency",))
    one = offer(2, lines=(line(categories=("tracing",), modalities=("training", "equipment")),), languages=("ru",))
    assert [miss.offer_id for miss in misses(two, one)] == [numbered(2, 2), numbered(2, 1)]


def test_among_equals_the_better_score_is_nearer_then_the_smaller_id() -> None:
    offers = [offer(3, eligibility=ELSEWHERE), offer(1, eligibility=ELSEWHERE, languages=("ru",))]
    found = misses(*offers, offer(2, eligibility=ELSEWHERE))
    assert [miss.offer_id for miss in found] == [numbered(2, 2), numbered(2, 3), numbered(2, 1)]


def test_the_pair_with_the_fewest_failed_conditions_is_shown() -> None:
    (miss,) = misses(offer(eligibility=ELSEWHERE, lines=(line(1, categories=("tracing",)), line(2))))
    assert (miss.line_id, [verdict.code for verdict in miss.failed]) == (
        numbered(4, 2),
        [Code.STATE_NOT_ELIGIBLE],
    )


def test_failed_conditions_are_told_in_the_order_of_the_table() -> None:
    far = offer(
        status="paused",
        applicants=("agency",),
        conditions=("co_funding",),
        lines=(line(categories=("tracing",), delivered=10_000),),
    )
    (miss,) = misses(far)
    assert [verdict.code for verdict in miss.failed] == [
        Code.NOT_OPEN,
        Code.APPLICANT_NOT_ELIGIBLE,
        Code.CATEGORY_MISMATCH,
        Code.EXHAUSTED,
        Code.CONDITION_UNMET,
    ]


def test_no_more_than_the_limit_is_shown() -> None:
    offers = [offer(number, status="paused") for number in range(4)]
    assert [miss.offer_id for miss in misses(*offers, limit=2)] == [numbered(2, 0), numbered(2, 1)]
    assert misses(*offers, limit=0) == ()


def test_drafts_and_historic_examples_are_nobodys_near_miss() -> None:
    assert misses(offer(1, status="draft"), offer(2, historic=True)) == ()


def test_an_idle_offer_is_told_the_needs_it_nearly_answers() -> None:
    needs = [need(1, components=(component(category="tracing"),)), need(2, states=("KEN",))]
    found = Engine(context(), load_profile(), needs=needs, offers=[offer()]).near_misses_of_offer(numbered(2, 1))
    assert {miss.need_id: [verdict.code for verdict in miss.failed] for miss in found} == {
        numbered(1, 1): [Code.CATEGORY_MISMATCH],
        numbered(1, 2): [Code.STATE_NOT_ELIGIBLE],
    }
