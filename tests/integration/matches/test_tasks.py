"""What waits for whom, over HTTP, and that the database's narrowing leaves out nothing that the rules would find."""

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import insert, true

from matcher.adapters.dialogue.tables import match_messages, match_reads
from matcher.adapters.matches.tables import match_versions
from matcher.adapters.tasks.matches_at_hand import matches_at_hand
from matcher.adapters.tasks.queries import tasks_of
from matcher.domain.matches.delivery import DeliveryPlan, Milestone
from matcher.domain.matches.life_cycle import ENDED, OPEN, Status
from matcher.domain.matches.parties import Acceptance, DeclaredInterest, Party
from matcher.domain.tasks.on_match import tasks_on
from matcher.domain.tasks.task import Task
from matcher.domain.tasks.worker import Worker
from shared.identity.actor import Actor, Role
from tests.support.kept_matches import Row, keep, match_row
from tests.support.published_states import NOW, need_id, need_state, offer_id, offer_state
from tests.support.running_matcher import RunningMatcher
from tests.support.running_service import Headers

pytestmark = pytest.mark.asyncio(loop_scope="module")

STATUSES: list[Status] = sorted(OPEN | ENDED)
WORKERS = [
    Worker(Actor("s", Role.RECIPIENT, state="BFA"), NOW),
    Worker(Actor("s", Role.RECIPIENT, state="MLI"), NOW),
    Worker(Actor("d", Role.DONOR, organisation="eu"), NOW),
    Worker(Actor("d", Role.DONOR, organisation="jpn"), NOW),
    Worker(Actor("c", Role.COORDINATOR), NOW),
    Worker(Actor("c", Role.COORDINATOR, organisation="eu"), NOW),
    Worker(Actor("r", Role.COORDINATOR, regions=frozenset({"ecowas"})), NOW, frozenset({"BFA", "NER"})),
    Worker(Actor("o", Role.OBSERVER), NOW),
]


async def tasks(matcher: RunningMatcher, actor: Headers) -> Any:
    answer = await matcher.service.ask("GET", "/v1/tasks", actor)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_each_role_finds_what_waits_for_it_with_since_until_and_where_to_act(matcher: RunningMatcher) -> None:
    soon = (NOW + timedelta(days=10)).date()
    await matcher.take_in(need_state(confirm_by=soon), offer_state(1, confirm_by=soon), offer_state(2))
    await matcher.take_in(need_state(2, confirm_by=soon, status="closed"), need_state(3, states=("MLI", "BFA")))
    first, second = await keep(
        matcher.service, match_row(1, 1, status="reserved"), match_row(1, 2, deadline=NOW - timedelta(days=1))
    )
    forge = matcher.service.forge
    state, donor, coordinator = [
        await tasks(matcher, actor) for actor in (forge.as_recipient(), forge.as_donor(), forge.as_coordinator())
    ]
    assert state["counts"] == {"accept_match": 1, "reconfirm_need": 1}
    assert donor["counts"] == {"accept_match": 1, "reconfirm_offer": 1}
    assert (coordinator["counts"], coordinator["overdue"]) == ({"review_proposal": 1}, 1)
    [review] = coordinator["items"]
    assert review["link"] == f"/v1/matches/{second}"
    assert (review["need"]["external_id"], review["offer"]["external_id"]) == ("N-001", "O-002")
    confirm, accept = state["items"]
    assert (confirm["kind"], confirm["link"], confirm["offer"]) == ("reconfirm_need", f"/v1/needs/{need_id(1)}", None)
    assert (accept["record"], accept["overdue"]) == ({"kind": "match", "id": str(first)}, False)
    assert (accept["since"], accept["until"]) == ("2026-03-02T09:30:00Z", "2026-04-01T09:30:00Z")
    assert donor["items"][0]["link"] == f"/v1/offers/{offer_id(1)}"


async def test_observers_and_strangers_have_nothing_waiting(matcher: RunningMatcher) -> None:
    await matcher.take_in(need_state(confirm_by=NOW.date()), offer_state(confirm_by=NOW.date()))
    await keep(matcher.service, match_row(status="reserved"))
    forge = matcher.service.forge
    for actor in (forge.as_observer(), forge.as_recipient("MLI"), forge.as_donor("jpn")):
        assert (await tasks(matcher, actor))["total"] == 0


async def test_a_message_waits_for_the_others_until_they_have_read_it(matcher: RunningMatcher) -> None:
    await matcher.take_in(need_state(), offer_state())
    [match_id] = await keep(matcher.service, match_row(status="endorsed"))
    forge, messages = matcher.service.forge, f"/v1/matches/{match_id}/messages"
    for _ in range(2):
        await matcher.service.ask("POST", messages, forge.as_recipient(), {"language": "fr", "body": "Bonjour."})
    [unread] = (await tasks(matcher, forge.as_donor()))["items"]
    assert (unread["kind"], unread["unread"], unread["link"], unread["until"]) == ("unread_messages", 2, messages, None)
    assert (await tasks(matcher, forge.as_recipient()))["total"] == 0
    await matcher.service.ask("POST", f"{messages}/read", forge.as_donor(), {"up_to": 2})
    assert (await tasks(matcher, forge.as_donor()))["total"] == 0
    assert (await tasks(matcher, forge.as_coordinator()))["total"] == 1


async def test_the_most_urgent_is_first_and_five_hundred_are_listed_while_all_are_counted(
    matcher: RunningMatcher,
) -> None:
    await matcher.take_in(need_state(), offer_state())
    rows = [
        match_row(need=1, status="delivered", deadline=NOW + timedelta(days=each % 50), plan=DeliveryPlan())
        for each in range(501)
    ]
    await keep(matcher.service, *rows)
    found = await tasks(matcher, matcher.service.forge.as_recipient())
    assert (len(found["items"]), found["total"], found["counts"]) == (500, 501, {"evaluate_match": 501})
    until = [each["until"] for each in found["items"]]
    assert until == sorted(until)


async def test_narrowing_in_the_database_leaves_out_nothing_that_the_rules_find(matcher: RunningMatcher) -> None:
    chance = random.Random(5)
    await matcher.take_in(*(need_state(each) for each in range(1, 21)), *(offer_state(each) for each in range(1, 9)))
    rows = [a_match(chance, place) for place in range(160)]
    await keep(matcher.service, *rows)
    messages, marks = a_dialogue(chance, rows)
    async with matcher.service.database.engine.begin() as connection:
        await connection.execute(insert(match_messages), messages)
        await connection.execute(insert(match_reads), marks)
        await connection.execute(insert(match_versions), [an_outdating(row["id"]) for row in rows if row["stale"]])
    seen: set[str] = set()
    async with matcher.service.database.sessions() as session:
        for worker in WORKERS:
            everything = await matches_at_hand(session, worker, true())
            expected = {task for each in everything for task in tasks_on(each.match, worker)}
            found = [each.task for each in await tasks_of(session, worker)]
            assert set(found) == expected, worker
            assert len(found) == len(expected)
            assert unread_in(expected) == counted_by_hand(worker, everything, messages, marks), worker
            seen |= {task.kind for task in found}
    assert len(seen) == 11, "the generated world has a task of every kind on a match"


def a_match(chance: random.Random, place: int) -> Row:
    status = STATUSES[place % len(STATUSES)]
    states = chance.choice([("BFA",), ("MLI",), ("BFA", "MLI"), ("NER",)])
    donors = chance.choice([("eu",), ("jpn",), ("eu", "jpn")])
    group = chance.choice([None, None, None, "ecowas", "caricom"])
    stale = status in OPEN and status != "delivered" and chance.random() < 0.3
    lost = chance.random() < 0.2 and status in {"confirmed", "in_delivery", "delivered", "dissolved", "refused"}
    row = match_row(
        1 + place % 20,
        1 + place // 20,
        status=status,
        states=states,
        donors=donors,
        group=group,
        stale=stale,
        deadline=chance.choice([None, NOW - timedelta(days=2), NOW, NOW + timedelta(days=3)]),
        plan=DeliveryPlan(tuple(some_milestones(chance))),
        interests=(DeclaredInterest("c", NOW, "a relative"),) if chance.random() < 0.2 else (),
        endorsed_by=chance.choice([None, "c"]),
    )
    parties = [Party("recipient", group or states[0]), *(Party("donor", each) for each in donors)]
    accepted = [each for each in parties if chance.random() < 0.4] if status in {"reserved", "confirmed"} else []
    row["acceptances"] = tuple(Acceptance(each, NOW, "x", 1, 1) for each in accepted)
    return row | ({chance.choice(["needs_hold", "offers_hold"]): "refused"} if lost else {})


def some_milestones(chance: random.Random) -> Iterable[Milestone]:
    for number in range(chance.choice([0, 0, 1, 2, 3])):
        planned: date = NOW.date() + timedelta(days=chance.choice([-40, -1, 0, 6, 7, 8, 60]))
        milestone = Milestone(f"step {number}", planned)
        yield replace(milestone, actual=planned) if chance.random() < 0.4 else milestone


def an_outdating(match_id: UUID) -> Row:
    who = {"by_subject": "accord:matcher", "by_role": "service"}
    return {"record_id": match_id, "version": 2, "happened": "outdated", "at": NOW, "document": {}, **who}


def a_dialogue(chance: random.Random, rows: list[Row]) -> tuple[list[Row], list[Row]]:
    messages: list[Row] = []
    marks: list[Row] = []
    for row in chance.sample(rows, 80):
        first = "group" if row["group"] else "state"
        recipient = ("recipient", row["group"] if first == "group" else row["states"][0])
        voices = [recipient, *(("donor", each) for each in row["donors"]), ("coordinator", "")]
        length = chance.randint(1, 5)
        for number in range(1, length + 1):
            side, speaker = chance.choice(voices)
            told = {"language": "en", "body": "-", "sent_at": NOW + timedelta(minutes=number)}
            messages.append({"match_id": row["id"], "number": number, "side": side, "speaker": speaker, **told})
        for side, speaker in voices:
            up_to = chance.randint(0, length)
            marks.append({"match_id": row["id"], "side": side, "speaker": speaker, "up_to": up_to, "read_at": NOW})
    return messages, marks


def unread_in(tasks: Iterable[Task]) -> dict[UUID, int]:
    return {task.record_id: task.unread or 0 for task in tasks if task.kind == "unread_messages"}


def counted_by_hand(worker: Worker, matches: Iterable[Any], messages: list[Row], marks: list[Row]) -> dict[UUID, int]:
    counted: dict[UUID, int] = {}
    for each in matches:
        match = each.match
        voice = hand_voice(worker, match)
        if voice is None:
            continue
        mine = {(row["match_id"], row["side"], row["speaker"]): row["up_to"] for row in marks}
        read = mine.get((match.match_id, *voice), 0)
        unread = [
            row
            for row in messages
            if row["match_id"] == match.match_id and row["number"] > read and (row["side"], row["speaker"]) != voice
        ]
        counted |= {match.match_id: len(unread)} if unread else {}
    return counted


def hand_voice(worker: Worker, match: Any) -> tuple[str, str] | None:
    actor = worker.actor
    if actor.role is Role.RECIPIENT:
        return ("recipient", actor.state or "") if not match.group and match.states[0] == actor.state else None
    if actor.role is Role.DONOR:
        return ("donor", actor.organisation or "") if actor.organisation in match.donors else None
    if actor.role is not Role.COORDINATOR:
        return None
    if match.group and match.group in actor.regions:
        return "recipient", match.group
    return ("coordinator", "") if worker.coordinates(match.states) else None
