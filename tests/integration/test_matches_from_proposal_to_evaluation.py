"""A match led through its life over HTTP: both ledgers answer by events, the parties agree, deliver and evaluate."""

import asyncio
from collections.abc import AsyncIterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
import pytest_asyncio

from matcher.adapters.decisions.queries import DecisionFilter, list_decisions
from matcher.adapters.matches.filters import MatchFilter
from matcher.adapters.matches.queries import list_matches
from matcher.domain.decisions.replaying import replay
from matcher.domain.matches.match import Match
from shared.events.model import Ceiling
from shared.events.reservations import Shortfall
from shared.identifiers import new_id
from shared.identity.actor import Actor, Role
from shared.messaging.processing import Applied
from tests.support.match_desk import Document, MatchDesk, Pair, match_desk_in
from tests.support.published_states import NOW

if TYPE_CHECKING:
    from tests.support.databases import Databases

pytestmark = pytest.mark.asyncio(loop_scope="module")

FACETS = ("adequate", "measurable", "sustainable", "timely")
INDICATOR = {"name": "rifles marked", "unit": "rifle", "baseline": 0, "target": 9000}
EVALUATED = {
    "indicators": [INDICATOR | {"actual": 8700.5}],
    "ratings": [{"facet": facet, "mark": 4, "comment": "Bon."} for facet in FACETS],
    "lessons": "Former plus tôt.",
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(databases: "Databases") -> AsyncIterator[MatchDesk]:
    async with match_desk_in(databases) as desk:
        yield desk


def delivery(pair: Pair, quantity: float, **more: Any) -> Document:
    return {"on": "2026-03-02", "lines": [pair.line | {"quantity": quantity}], **more}


async def happened(desk: MatchDesk, match: Document) -> list[str]:
    """Return what needs and offers are told of a match, in order."""
    query = "SELECT type FROM outbox WHERE key = :id ORDER BY position"
    rows = await desk.matcher.service.rows(query, id=match["id"])
    return [row["type"].removeprefix("org.accord.match.").removesuffix(".v1") for row in rows]


async def test_a_match_goes_from_proposal_to_evaluation(desk: MatchDesk) -> None:
    pair = await desk.pair()
    state, donor = desk.recipient(pair), desk.donor(pair)
    match = await desk.confirmed(pair)
    assert [facet["facet"] for facet in match["facets"]] == list(FACETS)
    plan = {"milestones": [{"title": "Première livraison", "planned": "2026-03-01"}], "indicators": [INDICATOR]}
    match = await desk.done(match, "delivery-plan", plan, method="PUT", actor=donor)
    match = await desk.done(match, "deliveries", delivery(pair, 1.5, milestone=1), actor=donor)
    assert (match["status"], match["lines"][0]["delivered"], match["lines"][0]["covered"]) == ("in_delivery", 1.5, 1.5)
    assert match["plan"]["milestones"][0]["actual"] == "2026-03-02"
    match = await desk.done(match, "deliveries", delivery(pair, 2.5), actor=state)
    assert (match["status"], match["waiting_for"]) == ("delivered", ["recipient"])
    match = await desk.done(match, "evaluation", EVALUATED, actor=state)
    assert (match["status"], match["actions"]) == ("evaluated", [])
    assert match["evaluation"]["indicators"][0]["actual"] == 8700.5
    assert await happened(desk, match) == [
        *("proposed", "endorsed", "reserved", "accepted", "accepted", "confirmed", "delivery_planned"),
        *("delivery_reported", "delivery_reported", "delivered", "evaluated"),
    ]


async def test_every_decision_is_logged_and_the_history_tells_all_of_it(desk: MatchDesk) -> None:
    pair = await desk.pair()
    match = await desk.confirmed(pair)
    logged = await desk.matcher.service.rows(
        "SELECT action FROM decision_log WHERE match_id = :id ORDER BY number", id=UUID(match["id"])
    )
    assert [row["action"] for row in logged] == ["propose", "endorse", "hold", "accept", "accept", "confirm"]
    told = (await desk.ask("GET", f"/v1/matches/{match['id']}/history", actor=desk.donor(pair))).json()["items"]
    assert [each["happened"] for each in told][-3:] == ["accepted", "accepted", "confirmed"]
    assert told[-1]["document"]["status"] == "confirmed"


async def test_a_refused_match_says_what_remains_and_is_revised(desk: MatchDesk) -> None:
    pair = await desk.pair()
    match = await desk.endorsed(pair)
    lacking = Shortfall(
        code="line_exhausted",
        record_id=pair.offer.offer_id,
        part_id=pair.offer.lines[0].line_id,
        asked=Decimal(4),
        remaining=Decimal("1.5"),
        unit="machine",
    )
    await desk.answer(match, "offers", "refused", shortfalls=[lacking])
    match = await desk.read(match["id"])
    [shortfall] = match["shortfalls"]
    assert (match["status"], match["holds"]["offers"]) == ("refused", "refused")
    assert (shortfall["remaining"], shortfall["title"]) == (1.5, "The line's capacity is used up")
    match = await desk.done(match, "revise", {"lines": [pair.line | {"quantity": 1.5}]})
    assert (match["status"], match["lines"][0]["quantity"], match["shortfalls"]) == ("proposed", 1.5, [])


async def test_a_need_amended_makes_its_match_stale_until_everybody_agrees_anew(desk: MatchDesk) -> None:
    pair = await desk.pair()
    match = await desk.confirmed(pair)
    await desk.matcher.take_in(pair.amended())
    match = await desk.read(match["id"], desk.donor(pair))
    assert (match["stale"], match["waiting_for"]) == (True, ["recipient", "donor"])
    assert match["actions"] == ["accept", "dissolve"]
    refused = await desk.tell(match, "deliveries", delivery(pair, 1), actor=desk.donor(pair))
    assert (refused.status_code, refused.json()["code"]) == (409, "match-stale")
    match = await desk.done(match, "accept", actor=desk.donor(pair))
    match = await desk.done(match, "accept", actor=desk.recipient(pair))
    assert (match["status"], match["stale"]) == ("confirmed", False)


async def test_a_need_that_only_moved_its_coverage_makes_nothing_stale(desk: MatchDesk) -> None:
    pair = await desk.pair()
    match = await desk.reserved(pair)
    await desk.matcher.take_in(pair.need.model_copy(update={"version": 5}), happened="coverage_changed")
    assert not (await desk.read(match["id"]))["stale"]


async def test_a_withdrawn_need_ends_its_match_and_says_so(desk: MatchDesk) -> None:
    pair = await desk.pair()
    match = await desk.reserved(pair)
    ended = pair.need.model_copy(update={"version": 2, "status": "closed", "closed_as": "withdrawn"})
    await desk.matcher.take_in(ended, happened="withdrawn")
    match = await desk.read(match["id"])
    assert (match["status"], match["reason"]["code"]) == ("dissolved", "need_ended")


async def test_answers_that_come_twice_late_or_early_change_nothing(desk: MatchDesk) -> None:
    pair = await desk.pair()
    match = await desk.endorsed(pair)
    await desk.answer(match, "offers", "held", version=3)
    for stale in (
        await desk.answer(match, "offers", "refused", version=2),
        await desk.answer(match, "offers", "held", version=3),
        await desk.answer(match, "needs", "refused", to_version=1),
    ):
        assert stale is Applied.APPLIED
    before = await desk.read(match["id"])
    assert (before["status"], before["holds"]) == ("endorsed", {"offers": "held", "needs": "asked"})
    await desk.answer(match, "needs", "held")
    after = await desk.read(match["id"])
    await desk.answers(match, "held")
    assert await desk.read(match["id"]) == after
    assert after["status"] == "reserved"


async def test_an_answer_for_a_match_that_is_not_here_is_no_dead_letter(desk: MatchDesk) -> None:
    lost = {"id": str(new_id()), "version": 3}
    assert await desk.answers(lost, "held") == [Applied.APPLIED, Applied.APPLIED]
    assert await desk.matcher.service.count("dead_letters") == {"dead_letters": 0}


async def test_a_package_is_endorsed_held_and_refused_together(desk: MatchDesk) -> None:
    package, endorsed = await package_of(desk, [await desk.pair(), await desk.pair()])
    assert {each["status"] for each in endorsed} == {"endorsed"}
    await desk.answers(endorsed[0], "held")
    await desk.answer(endorsed[1], "needs", "refused")
    assert {each["status"] for each in (await desk.ask("GET", package)).json()["matches"]} == {"refused"}


async def test_a_package_sent_twice_is_one_and_its_matches_are_not_endorsed_alone(desk: MatchDesk) -> None:
    document = {"matches": [(await desk.pair()).between for _ in range(2)]}
    answer, again = [await desk.ask("POST", "/v1/match-packages", document, key="package-1") for _ in range(2)]
    assert (answer.status_code, again.json()) == (201, answer.json())
    [one, _] = (await desk.ask("GET", answer.headers["Location"])).json()["matches"]
    alone = await desk.tell(one, "endorse", {"acknowledged": await desk.flags(one)})
    assert (alone.status_code, alone.json()["code"]) == (409, "endorse-the-package")


async def test_a_package_is_endorsed_as_it_was_read_or_not_at_all(desk: MatchDesk) -> None:
    pairs = [await desk.pair() for _ in range(2)]
    proposed = await desk.ask("POST", "/v1/match-packages", {"matches": [pair.between for pair in pairs]})
    path = proposed.headers["Location"]
    read = await desk.ask("GET", path)
    flags = [flag for member in read.json()["matches"] for flag in await desk.flags(member)]
    [one, _] = read.json()["matches"]
    await desk.done(one, "revise", {"lines": [pairs[0].line | {"quantity": 1}]})
    document = {"acknowledged": flags}
    unnamed = await desk.ask("POST", f"{path}/endorse", document)
    late = await desk.ask("POST", f"{path}/endorse", document, headers={"If-Match": read.headers["ETag"]})
    assert (unnamed.status_code, late.status_code) == (428, 412)
    assert late.json()["current_version"] == 3
    anew = (await desk.ask("GET", path)).headers["ETag"]
    endorsed = await desk.ask("POST", f"{path}/endorse", document, headers={"If-Match": anew})
    assert (endorsed.status_code, endorsed.headers["ETag"]) == (200, '"5"')


async def test_a_proposal_sent_twice_is_one_match_and_another_of_the_same_records_is_refused(desk: MatchDesk) -> None:
    pair = await desk.pair()
    first, again = [await desk.ask("POST", "/v1/matches", pair.between, key="match-1") for _ in range(2)]
    assert (first.status_code, again.json()) == (201, first.json())
    assert first.headers["ETag"] == '"1"'
    anew = await desk.ask("POST", "/v1/matches", pair.between | {"lines": [pair.line]})
    assert (anew.status_code, anew.json()["code"]) == (409, "pairs-no-longer-hold")
    assert [each["code"] for each in anew.json()["refused"]] == ["already_proposed"]


async def test_of_two_coordinators_at_once_one_wins(desk: MatchDesk) -> None:
    match = await desk.proposed(await desk.pair())
    flags = await desk.flags(match)
    answers = await asyncio.gather(*(desk.tell(match, "endorse", {"acknowledged": flags}) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]


async def test_proposals_of_the_same_records_at_once_leave_one_match(desk: MatchDesk) -> None:
    pair = await desk.pair()
    document = pair.between | {"lines": [pair.line | {"quantity": 2}]}
    answers = await asyncio.gather(*(desk.ask("POST", "/v1/matches", document) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


async def test_what_one_line_has_is_not_proposed_twice_to_different_needs_at_once(desk: MatchDesk) -> None:
    short, *others = [await desk.pair(asked=4, pledged=4) for _ in range(4)]
    all_of_it = {"line_id": short.line["line_id"], "quantity": 4}
    documents = [
        each.between | {"offer_id": short.between["offer_id"], "lines": [each.line | all_of_it]} for each in others
    ]
    answers = await asyncio.gather(*(desk.ask("POST", "/v1/matches", document) for document in documents))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]


async def test_what_a_state_has_reserved_counts_on_the_offers_ceiling_per_state(desk: MatchDesk) -> None:
    pair = await desk.pair(offer={"per_state_ceiling": Ceiling(amount=Decimal(5), unit="machine")})
    await desk.reserved(pair)
    more = await desk.pair(need={"states": (pair.state,)})
    line = more.line | {"line_id": pair.line["line_id"]}
    document = more.between | {"offer_id": pair.between["offer_id"]}
    answers = [
        await desk.ask("POST", "/v1/matches", document | {"lines": [line | {"quantity": quantity}]})
        for quantity in (1.001, 1)
    ]
    assert [answer.status_code for answer in answers] == [409, 201]
    assert [each["code"] for each in answers[0].json()["refused"]] == ["more_than_remains"]


async def package_of(desk: MatchDesk, pairs: list[Pair]) -> tuple[str, list[Document]]:
    """Propose and endorse a package of these pairs; return its address and its matches."""
    answer = await desk.ask("POST", "/v1/match-packages", {"matches": [pair.between for pair in pairs]})
    package = answer.headers["Location"]
    read = await desk.ask("GET", package)
    flags = [flag for member in read.json()["matches"] for flag in await desk.flags(member)]
    matching = {"If-Match": read.headers["ETag"]}
    endorsed = await desk.ask("POST", f"{package}/endorse", {"acknowledged": flags}, headers=matching)
    assert endorsed.status_code == 200, endorsed.text
    return package, endorsed.json()["matches"]


async def test_answers_amendments_and_decisions_at_once_do_not_wait_in_a_circle(desk: MatchDesk) -> None:
    pairs = [await desk.pair() for _ in range(3)]
    package, members = await package_of(desk, pairs)
    async with asyncio.timeout(20):
        await asyncio.gather(
            *(desk.answer(member, "needs", "refused") for member in reversed(members)),
            *(desk.answer(member, "offers", "held") for member in members),
            *(desk.matcher.take_in(pair.amended()) for pair in pairs),
            *(desk.tell(member, "reject", {"reason_code": "other"}) for member in members),
        )
    left = (await desk.ask("GET", package)).json()["matches"]
    assert {each["status"] for each in left} <= {"refused", "rejected", "dissolved"}


async def test_the_decision_log_says_what_every_match_is(desk: MatchDesk) -> None:
    pair = await desk.pair()
    await desk.confirmed(pair)
    await desk.matcher.take_in(pair.amended())
    everything = Actor("somebody", Role.COORDINATOR)
    async with desk.matcher.service.database.sessions() as session:
        log = await list_decisions(session, DecisionFilter(), everything, after=0, limit=10_000)
        kept = await list_matches(session, MatchFilter(), everything, today=NOW.date(), after=None, limit=10_000)
    logged = replay(log)
    assert {each.match.id: _as_logged(each.match) for each in kept} == {
        match_id: (one.status, one.reason, one.stale, one.deadline, one.accepted) for match_id, one in logged.items()
    }


def _as_logged(match: Match) -> tuple[Any, ...]:
    accepted = sorted(f"{each.party.kind}:{each.party.key}" for each in match.acceptances)
    return match.status, match.reason_code, match.stale, match.deadline, tuple(accepted)


async def test_a_change_names_the_version_that_was_read(desk: MatchDesk) -> None:
    match = await desk.proposed(await desk.pair())
    path, reason = f"/v1/matches/{match['id']}/reject", {"reason_code": "other"}
    assert (await desk.ask("POST", path, reason)).status_code == 428
    assert (await desk.ask("POST", path, reason, version=7)).status_code == 412
