"""What the engine holds, and in which order it answers."""

from dataclasses import replace
from datetime import date

import pytest

from matcher.domain.engine import Engine
from matcher.domain.scoring import ScoringProfile, load_profile
from matcher.domain.supply import Eligibility
from shared.errors import NotFound
from tests.support.matching_examples import component, context, line, need, numbered, offer

NEED, OFFER = numbered(1, 1), numbered(2, 1)
EVERYONE = Eligibility(everyone=True)


def engine() -> Engine:
    return Engine(context(), load_profile(), needs=[need()], offers=[offer()])


def test_the_better_offer_comes_first_and_equals_come_by_their_id() -> None:
    offers = [offer(3, eligibility=EVERYONE), offer(2), offer(1)]
    found = Engine(context(), load_profile(), needs=[need()], offers=offers).candidates_of_need(NEED)
    assert [each.offer_id for each in found] == [numbered(2, 1), numbered(2, 2), numbered(2, 3)]


def test_no_more_than_the_limit_is_given() -> None:
    offers = [offer(number) for number in range(5)]
    found = Engine(context(), load_profile(), needs=[need()], offers=offers).candidates_of_need(NEED, 2)
    assert [each.offer_id for each in found] == [numbered(2, 0), numbered(2, 1)]


def test_an_offer_is_told_the_needs_that_it_answers() -> None:
    two = Engine(context(), load_profile(), needs=[need(2), need(1)], offers=[offer()])
    assert [each.need_id for each in two.candidates_of_offer(OFFER)] == [numbered(1, 1), numbered(1, 2)]


def test_a_category_is_found_from_above_and_from_below() -> None:
    above, below = offer(1), offer(2, lines=(line(categories=("marking_equipment",)),))
    asking = need(components=(component(category="marking_equipment"),))
    found = Engine(context(), load_profile(), needs=[asking], offers=[above, below]).candidates_of_need(NEED)
    assert [each.offer_id for each in found] == [numbered(2, 2), numbered(2, 1)]


def test_a_new_version_takes_the_place_of_the_old() -> None:
    changed = engine()
    assert changed.put_offer(offer(version=2, eligibility=Eligibility(states=("KEN",))))
    assert changed.candidates_of_need(NEED) == ()


def test_a_late_event_with_an_older_version_changes_nothing() -> None:
    current = engine()
    current.put_need(need(version=3))
    assert not current.put_need(need(version=2, status="closed"))
    assert current.need(NEED).version == 3
    assert len(current.candidates_of_need(NEED)) == 1


def test_what_is_dropped_is_no_longer_found() -> None:
    emptied = engine()
    emptied.drop_offer(OFFER)
    emptied.drop_offer(OFFER)
    assert emptied.candidates_of_need(NEED) == ()
    with pytest.raises(NotFound):
        emptied.offer(OFFER)


def test_asking_for_a_need_that_is_not_held_says_so() -> None:
    with pytest.raises(NotFound):
        engine().candidates_of_need(numbered(1, 99))


def test_a_new_day_looks_at_membership_anew() -> None:
    burkina = need(states=("BFA",), window=replace(need().window, start=None))
    ecowas = offer(eligibility=Eligibility(groups=("ecowas",)), window=replace(offer().window, start=None))
    then = Engine(context(today=date(2024, 6, 1)), load_profile(), needs=[burkina], offers=[ecowas])
    assert len(then.candidates_of_need(NEED)) == 1
    assert then.under(context(today=date(2026, 3, 2))).candidates_of_need(NEED) == ()


def test_a_what_if_leaves_the_engine_as_it_is() -> None:
    real = engine()
    what_if = real.under(real.context)
    what_if.put_offer(offer(version=2, status="paused"))
    assert what_if.candidates_of_need(NEED) == ()
    assert len(real.candidates_of_need(NEED)) == 1


def test_a_refusal_takes_effect_under_the_new_context() -> None:
    refused = engine().under(context(refusals=frozenset({(NEED, OFFER)})))
    assert refused.candidates_of_need(NEED) == ()


def test_a_group_without_known_members_finds_the_offers_that_name_it() -> None:
    group = need(states=(), group="no_such_group")
    named = offer(eligibility=Eligibility(groups=("no_such_group",)))
    found = Engine(context(), load_profile(), needs=[group], offers=[named])
    assert len(found.candidates_of_need(NEED)) == len(found.candidates_of_offer(OFFER)) == 1


def test_a_state_that_the_gazetteer_does_not_know_is_found_where_it_is_named() -> None:
    named = offer(eligibility=Eligibility(states=("QQQ",)))
    found = Engine(context(), load_profile(), needs=[need(states=("QQQ",))], offers=[named])
    assert len(found.candidates_of_need(NEED)) == 1


def test_excluding_a_state_that_the_gazetteer_does_not_know_excludes_nobody_else() -> None:
    all_but_one = offer(eligibility=Eligibility(everyone=True, excluded_states=("QQQ",)))
    found = Engine(context(), load_profile(), needs=[need()], offers=[all_but_one])
    assert len(found.candidates_of_need(NEED)) == 1


def test_past_and_present_are_kept_apart_in_what_repeats_among_offers() -> None:
    present = offer(1, languages=("fr",), eligibility=EVERYONE, applicants=("state",))
    past = [
        offer(2, historic=True, eligibility=Eligibility(groups=("ecowas",)), applicants=("agency",)),
        offer(3, historic=True, eligibility=Eligibility(regions=("africa",)), languages=("en",)),
    ]
    long_ago = need(2, historic=True)
    held = Engine(context(), load_profile(), needs=[need(1), long_ago], offers=[present, *past])
    alone = Engine(context(), load_profile(), needs=[long_ago], offers=past)
    assert [each.offer_id for each in held.candidates_of_need(numbered(1, 1))] == [numbered(2, 1)]
    assert held.top(numbered(1, 2)) == alone.top(numbered(1, 2))
    assert [offer_id for offer_id, _ in alone.top(numbered(1, 2))] == [numbered(2, 3)]


def test_other_weights_give_another_score() -> None:
    weights = dict(load_profile().weights) | {"specificity": 300, "language": 130}
    other = engine().under(context(), ScoringProfile("other", 1, weights))
    (usual,), (changed,) = engine().candidates_of_need(NEED), other.candidates_of_need(NEED)
    assert usual.profile != changed.profile


def test_records_are_listed_by_id() -> None:
    held = Engine(context(), load_profile(), needs=[need(2), need(1)], offers=[offer(5), offer(4)])
    assert [each.need_id for each in held.needs] == [numbered(1, 1), numbered(1, 2)]
    assert [each.offer_id for each in held.offers] == [numbered(2, 4), numbered(2, 5)]
