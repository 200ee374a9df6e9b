"""A database restored from an older backup while the others went on: what is noticed, and how all agree again."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from matcher.domain.matches.life_cycle import AGREED
from needs.application.amend_need import AmendNeed, amend_need
from needs.application.open_need import OpenNeed, open_need
from needs.application.register_need import RegisterNeed, register_need
from shared.events.registry import NEEDS_TOPIC
from tests.support.amid_statements import committed_after
from tests.support.databases import Databases
from tests.support.saga.records import DONORS, STATES, machines_offered, machines_wanted, recipient
from tests.support.saga.restored_world import RestoredWorld

SERVICES = ("needs", "offers", "matcher")
STEPS = 4
DETAILS = machines_wanted(STATES[0], 3)


@pytest.fixture
def world(databases: Databases) -> Iterator[RestoredWorld]:
    """Needs, offers and matches on the way, of which everybody has heard."""
    with RestoredWorld(databases) as world:
        world.people.begin(6, None)
        world.traffic.settle()
        world.people.propose(0, 0, 0, 2, also_advice=True)
        carry_on(world, STEPS)
        yield world


def carry_on(world: RestoredWorld, steps: int) -> None:
    """Have the matches go their way."""
    for step in range(steps):
        world.people.carry_on(step % 2, step, 1, 0, world.now.date())
        world.traffic.settle()


def live_on(world: RestoredWorld) -> None:
    """Have more happen: a new need, a new offer and a new match, a changed need, and what was agreed carried on."""
    world.people.needs.post(machines_wanted(STATES[0], 2))
    world.people.offers.post(machines_offered(DONORS[0], 2))
    world.people.propose(1, 2, 2, 1, also_advice=True)
    carry_on(world, STEPS)
    world.people.change_need(1, 5, "amend")
    world.traffic.settle()


def kinds(told: list[dict[str, object]]) -> set[tuple[object, object]]:
    return {(line["kind"], line["what"]) for line in told if "what" in line}


def test_nothing_is_found_in_databases_that_have_lost_nothing(world: RestoredWorld) -> None:
    live_on(world)
    for service in SERVICES:
        assert world.report(service) == [{"event": "compared", "service": service, "differences": 0}]
    assert world.differences() == []


@pytest.mark.parametrize("service", SERVICES)
def test_a_restored_database_is_found_out_and_believed_again(world: RestoredWorld, service: str) -> None:
    backup = world.back_up(service)
    live_on(world)
    world.restore(service, backup)
    found = world.report(service)
    assert found[-1]["differences"] == len(found) - 1 > 1
    assert {what for _, what in kinds(found)} == {"behind", "missing"}
    mended = world.mend_until_nothing_is_left(service)
    assert [line["mended"] for line in mended[:-1]] == [True] * (len(found) - 1)
    world.must_be_sound()
    assert world.differences() == []
    assert world.held_for_unknown_matches() == []
    live_on(world)
    world.must_be_sound()
    assert world.differences() == []


def test_without_a_repair_what_is_said_after_a_restore_is_not_heard(world: RestoredWorld) -> None:
    backup = world.back_up("needs")
    world.people.change_need(0, 5, "amend")
    world.traffic.settle()
    world.restore("needs", backup)
    world.people.change_need(0, 6, "amend")
    assert world.differences() != []
    assert kinds(world.report("needs")) == {("need", "different")}
    world.mend_until_nothing_is_left("needs")
    assert world.differences() == []


def test_a_match_agreed_on_words_that_are_lost_has_to_be_confirmed_anew(world: RestoredWorld) -> None:
    backup = world.back_up("needs")
    world.people.change_need(0, 5, "amend")
    world.traffic.settle()
    carry_on(world, STEPS)
    [agreed] = world.people.matches.all()
    assert (agreed.status in AGREED, agreed.stale) == (True, False)
    world.restore("needs", backup)
    world.mend_until_nothing_is_left("needs")
    [match] = world.people.matches.all()
    assert (match.status, match.stale) == (agreed.status, True)


def test_what_is_a_draft_again_has_ended_for_others_until_its_state_opens_it_anew(world: RestoredWorld) -> None:
    draft = world.needs.carry_out(register_need, RegisterNeed(DETAILS), actor=recipient(STATES[0]))
    opening = OpenNeed(draft.id, consent=True, insist=True, expected_version=draft.version)
    backup = world.back_up("needs")
    world.needs.carry_out(open_need, opening, actor=recipient(STATES[0]))
    world.traffic.settle()
    world.restore("needs", backup)
    assert ("need", "unopened") in kinds(world.report("needs"))
    world.repair("needs")
    world.traffic.settle()
    assert world.copies_of_needs()[draft.id] == (3, "closed")
    assert kinds(world.report("needs")) == set()
    world.needs.carry_out(open_need, replace(opening, expected_version=3), actor=recipient(STATES[0]))
    world.traffic.settle()
    assert world.copies_of_needs()[draft.id] == (4, "open")


def test_what_a_repair_was_not_asked_to_end_is_left_and_told(world: RestoredWorld) -> None:
    backup = world.back_up("matcher")
    live_on(world)
    world.restore("matcher", backup)
    told = world.repair("matcher", end_missing=False)
    assert {line["what"] for line in told[:-1] if not line["mended"]} == {"missing"}
    assert told[-1]["left"] == sum(line["what"] == "missing" for line in told[:-1]) > 0


def test_a_decision_log_that_lost_its_end_is_told_of_and_cannot_be_mended(world: RestoredWorld) -> None:
    world.publish_checkpoint()
    backup = world.back_up("matcher")
    carry_on(world, STEPS)
    world.publish_checkpoint()
    assert world.report("matcher")[-1]["differences"] == 0
    world.restore("matcher", backup)
    assert ("decision_log", "cut") in kinds(world.report("matcher"))
    live_on(world)
    assert ("decision_log", "forked") in kinds(world.repair("matcher"))


def test_what_was_published_after_the_backup_is_not_sent_again_behind_what_is_newer(world: RestoredWorld) -> None:
    draft = world.needs.carry_out(register_need, RegisterNeed(DETAILS), actor=recipient(STATES[0]))
    opening = OpenNeed(draft.id, consent=True, insist=True, expected_version=draft.version)
    world.needs.carry_out(open_need, opening, actor=recipient(STATES[0]))
    backup = world.back_up("needs")
    world.traffic.settle()
    world.needs.carry_out(amend_need, AmendNeed(draft.id, DETAILS, 2), actor=recipient(STATES[0]))
    world.traffic.settle()
    world.restore("needs", backup)
    world.mend_until_nothing_is_left("needs")
    sent = [each.version for each in world.traffic.bus.of_topic(NEEDS_TOPIC) if each.lane[1] == str(draft.id)]
    assert sent == sorted(sent)
    assert sent[:2] == [2, 3]
    assert world.copies_of_needs()[draft.id][0] == sent[-1]


def test_a_change_amid_the_comparison_is_not_taken_for_a_difference(world: RestoredWorld) -> None:
    changes = ("UPDATE offers SET version = version + 1", "UPDATE offer_lines SET pledged = pledged + 1")
    with committed_after("FROM offers", world.url("offers"), *changes):
        assert world.report("offers")[-1]["differences"] == 0


def test_a_match_that_went_on_without_a_new_answer_is_no_difference(world: RestoredWorld) -> None:
    later = "UPDATE reservations SET match_version = match_version + 1, updated_at = updated_at + interval '1 hour'"
    with committed_after("FROM offers", world.url("offers"), later):
        assert world.report("offers")[-1]["differences"] == 0


def test_what_went_past_the_published_version_before_it_could_be_raised_needs_no_repair(world: RestoredWorld) -> None:
    backup = world.back_up("needs")
    world.people.change_need(0, 5, "amend")
    world.traffic.settle()
    world.restore("needs", backup)
    with committed_after("FROM needs", world.url("needs"), "UPDATE needs SET version = version + 5"):
        [behind, summary] = world.repair("needs")
    assert (behind["what"], behind["mended"], summary["left"]) == ("behind", True, 0)


def test_all_three_restored_from_backups_of_different_moments_agree_again(world: RestoredWorld) -> None:
    backups: dict[str, str] = {}
    for service in SERVICES:
        backups[service] = world.back_up(service)
        live_on(world)
    for service, backup in backups.items():
        world.restore(service, backup)
    for service in SERVICES:
        world.repair(service)
    world.rebuild()
    for service in SERVICES:
        world.republish(service)
    world.mend_all_until_nothing_is_left()
    world.must_be_sound()
    assert world.differences() == []
    assert world.held_for_unknown_matches() == []


def test_a_lost_reservation_of_which_only_the_matchs_end_is_heard_is_released(world: RestoredWorld) -> None:
    backup = world.back_up("needs")
    world.people.propose(1, 2, 2, 1, also_advice=True)
    world.people.carry_on(0, 1, 1, 0, world.now.date())
    world.traffic.settle()
    world.restore("needs", backup)
    world.people.give_up(0, 1, "decline", 0)
    world.traffic.settle()
    assert ("reservation", "unopened") in kinds(world.report("needs"))
    world.mend_until_nothing_is_left("needs")
    assert world.differences() == []


@pytest.mark.parametrize("service", ["needs", "offers"])
def test_a_reservation_made_anew_may_end_at_the_version_at_which_the_lost_one_was_ended(
    world: RestoredWorld, service: str
) -> None:
    backup = world.back_up(service)
    world.people.propose(1, 2, 2, 1, also_advice=True)
    world.people.carry_on(0, 1, 1, 0, world.now.date())
    world.traffic.settle()
    world.restore(service, backup)
    world.repair(service)
    world.republish("matcher")
    world.people.give_up(0, 1, "decline", 0)
    world.traffic.settle()
    world.mend_until_nothing_is_left(service)
    assert world.differences() == []
