"""Who may know of a match and who decides about it: each role, foreign States and donors, four eyes, flags, filters."""

from collections.abc import AsyncIterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

from matcher.adapters.emptying import empty_projections
from matcher.adapters.matches.republishing import republish
from shared.identity.actor import Role
from shared.vocabulary import load_vocabulary
from tests.support.match_desk import Document, MatchDesk, Pair, match_desk_in
from tests.support.running_service import Headers

if TYPE_CHECKING:
    from tests.support.databases import Databases

pytestmark = pytest.mark.asyncio(loop_scope="module")

SECRET = "Entre nous."


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(databases: "Databases") -> AsyncIterator[MatchDesk]:
    async with match_desk_in(databases) as desk:
        yield desk


def readers(desk: MatchDesk, pair: Pair) -> dict[str, Headers]:
    forge = desk.matcher.service.forge
    return {
        "its State": desk.recipient(pair),
        "its donor": desk.donor(pair),
        "another State": forge.as_recipient("KEN"),
        "another donor": forge.as_donor("deu"),
        "an observer": forge.as_observer(),
        "a coordinator of elsewhere": forge.as_coordinator("caricom"),
    }


async def who_sees(desk: MatchDesk, pair: Pair, match: Document) -> set[str]:
    """Return who reads the match; a list shows it to the same ones."""
    seen: set[str] = set()
    for who, actor in readers(desk, pair).items():
        one = await desk.ask("GET", f"/v1/matches/{match['id']}", actor=actor)
        listed = await desk.ask("GET", "/v1/matches", actor=actor, params={"need_id": match["need"]["id"]})
        told = await desk.ask("GET", f"/v1/matches/{match['id']}/history", actor=actor)
        assert (one.status_code == 200) == bool(listed.json()["items"]) == (told.status_code == 200)
        assert one.status_code in {200, 404}
        seen |= {who} if one.status_code == 200 else set()
    return seen


async def refusal(desk: MatchDesk, match: Document, action: str, body: Any, actor: Headers) -> tuple[int, str]:
    answer = await desk.tell(match, action, body, actor=actor)
    return answer.status_code, answer.json().get("code")


async def test_a_proposed_match_is_known_to_its_parties_and_coordinators_alone(desk: MatchDesk) -> None:
    pair = await desk.pair()
    match = await desk.proposed(pair)
    assert await who_sees(desk, pair, match) == {"its State", "its donor", "a coordinator of elsewhere"}


async def test_a_confirmed_match_of_public_records_is_known_to_observers_but_not_in_its_words(desk: MatchDesk) -> None:
    pair = await desk.pair()
    match = await desk.confirmed(pair)
    delivered = {"on": "2026-03-02", "lines": [pair.line | {"quantity": 1}], "note": SECRET}
    match = await desk.done(match, "deliveries", delivered, actor=desk.donor(pair))
    match = await desk.done(match, "interests", {"text": SECRET})
    everybody = {"its State", "its donor", "a coordinator of elsewhere", "an observer"}
    assert await who_sees(desk, pair, match) == everybody
    observer = desk.matcher.service.forge.as_observer()
    seen = await desk.ask("GET", f"/v1/matches/{match['id']}", actor=observer)
    told = await desk.ask("GET", f"/v1/matches/{match['id']}/history", actor=observer)
    assert SECRET not in seen.text + told.text
    assert (seen.json()["origin"], seen.json()["actions"]) == (None, [])
    assert SECRET in str(await desk.read(match["id"], desk.recipient(pair)))


async def test_observers_learn_nothing_of_records_that_are_not_public(desk: MatchDesk) -> None:
    pairs = [await desk.pair(need={"visibility": "donors"}), await desk.pair(offer={"visibility": "coordinators"})]
    for pair in pairs:
        match = await desk.confirmed(pair)
        assert "an observer" not in await who_sees(desk, pair, match)


async def test_an_endorsement_shows_a_party_the_record_that_it_could_not_see_before(desk: MatchDesk) -> None:
    pair = await desk.pair(offer={"visibility": "coordinators"})
    match = await desk.proposed(pair)
    assert "its State" not in await who_sees(desk, pair, match)
    unseen = await refusal(desk, match, "decline", {"reason_code": "other"}, desk.recipient(pair))
    assert unseen == (404, "not-found")
    match = await desk.done(match, "endorse", {"acknowledged": await desk.flags(match)})
    assert "its State" in await who_sees(desk, pair, match)


async def test_each_decision_is_one_roles_own_and_strangers_find_no_match(desk: MatchDesk) -> None:
    pair = await desk.pair()
    match = await desk.reserved(pair)
    of, reason = readers(desk, pair), {"reason_code": "other"}
    assert await refusal(desk, match, "accept", None, desk.coordinator) == (403, "forbidden")
    assert await refusal(desk, match, "reject", reason, of["its State"]) == (403, "forbidden")
    assert await refusal(desk, match, "reject", reason, of["a coordinator of elsewhere"]) == (
        403,
        "beyond-your-regions",
    )
    for who in ("another State", "another donor", "an observer"):
        for action, body in (("accept", None), ("decline", reason), ("reject", reason), ("interests", {"text": "x"})):
            assert await refusal(desk, match, action, body, of[who]) == (404, "not-found"), (who, action)
    assert (await desk.read(match["id"]))["version"] == match["version"]


async def test_only_coordinators_propose_and_review(desk: MatchDesk) -> None:
    pair = await desk.pair()
    match = await desk.proposed(pair)
    for actor in (desk.recipient(pair), desk.donor(pair)):
        assert (await desk.ask("POST", "/v1/matches", pair.between, actor=actor)).status_code == 403
        assert (await desk.ask("GET", f"/v1/matches/{match['id']}/review", actor=actor)).status_code == 403
    stranger = desk.matcher.service.forge.as_recipient("KEN")
    assert (await desk.ask("GET", f"/v1/matches/{match['id']}/review", actor=stranger)).status_code == 404


async def test_a_coordinator_of_the_donors_house_leaves_the_decision_to_another(desk: MatchDesk) -> None:
    pair = await desk.pair()
    match = await desk.proposed(pair)
    insider = desk.matcher.service.forge.headers(Role.COORDINATOR, organisation=pair.donor)
    review = (await desk.ask("GET", f"/v1/matches/{match['id']}/review", actor=insider)).json()
    assert review["interests"] == ["own_organisation"]
    assert {"endorse", "reject", "revise"}.isdisjoint((await desk.read(match["id"], insider))["actions"])
    body = {"acknowledged": [flag["code"] for flag in review["flags"]]}
    assert await refusal(desk, match, "endorse", body, insider) == (403, "conflict-of-interest")
    assert (await desk.tell(match, "endorse", body)).status_code == 200
    agreed = await desk.confirmed(ours := await desk.pair())
    insider = desk.matcher.service.forge.headers(Role.COORDINATOR, organisation=ours.donor)
    assert "dissolve" not in (await desk.read(agreed["id"], insider))["actions"]
    reason = {"reason_code": "other"}
    assert await refusal(desk, agreed, "dissolve", reason, insider) == (403, "conflict-of-interest")


async def test_a_declared_interest_is_shown_to_the_parties_and_binds_who_declared_it(desk: MatchDesk) -> None:
    pair = await desk.pair()
    match = await desk.done(await desk.proposed(pair), "interests", {"text": SECRET})
    [shown] = (await desk.read(match["id"], desk.recipient(pair)))["interests"]
    assert (shown["text"], set(shown)) == (SECRET, {"organisation", "at", "text"})
    flags = {"acknowledged": await desk.flags(match)}
    assert await refusal(desk, match, "endorse", flags, desk.coordinator) == (403, "conflict-of-interest")


async def test_flags_are_read_before_endorsing_and_kept_as_they_stood(desk: MatchDesk) -> None:
    pair = await desk.pair(need={"has_authority": False})
    match = await desk.proposed(pair)
    answer = await desk.tell(match, "endorse", {"acknowledged": []})
    assert (answer.status_code, answer.json()["code"]) == (409, "flags-not-acknowledged")
    assert "missing_authority" in answer.json()["flags"]
    match = await desk.done(match, "endorse", {"acknowledged": answer.json()["flags"]})
    kept = {each["code"]: each["sentence"] for each in match["acknowledged"]}
    assert set(kept) == set(answer.json()["flags"])
    assert all(sentence.endswith(".") for sentence in kept.values())


async def test_a_review_tells_what_stands_against_a_match_today(desk: MatchDesk) -> None:
    pair = await desk.pair()
    match = await desk.proposed(pair)
    [line] = pair.offer.lines
    fewer = {"version": 2, "statement": 2, "lines": (line.model_copy(update={"pledged": Decimal(1)}),)}
    await desk.matcher.take_in(pair.offer.model_copy(update=fewer))
    review = (await desk.ask("GET", f"/v1/matches/{match['id']}/review")).json()
    assert [each["code"] for each in review["objections"]] == ["more_than_remains"]
    assert (await desk.read(match["id"]))["stale"]


async def test_whose_money_pays_is_a_party_beside_who_delivers(desk: MatchDesk) -> None:
    match, provider, funder = await desk.funded()
    assert [party["key"] for party in match["parties"]] == [provider.state, provider.donor, funder.donor]
    assert [(line["role"], line["quantity"]) for line in match["lines"]] == [("provides", 4), ("funds", 1200.5)]
    mine = await desk.ask(
        "GET", "/v1/matches", actor=desk.donor(funder), params={"offer_id": str(funder.offer.offer_id)}
    )
    assert [each["funder"]["organisation"] for each in mine.json()["items"]] == [funder.donor]


async def test_a_funder_that_keeps_back_its_offer_is_shown_to_the_others_by_the_endorsement(desk: MatchDesk) -> None:
    match, provider, funder = await desk.funded(visibility="coordinators")
    others = [desk.recipient(provider), desk.donor(provider)]
    for actor in others:
        for path in ("", "/history", "/review"):
            assert (await desk.ask("GET", f"/v1/matches/{match['id']}{path}", actor=actor)).status_code == 404
    assert (await desk.read(match["id"], desk.donor(funder)))["status"] == "proposed"
    match = await desk.done(match, "endorse", {"acknowledged": await desk.flags(match)})
    assert [(await desk.read(match["id"], actor))["funder"]["organisation"] for actor in others] == [funder.donor] * 2


async def test_lists_are_narrowed_by_each_filter(desk: MatchDesk) -> None:
    pair = await desk.pair()
    match = await desk.done(await desk.proposed(pair), "reject", {"reason_code": "other", "reason_text": SECRET})
    filters: dict[str, Any] = {
        "status": ["rejected", "expired"],
        "need_id": match["need"]["id"],
        "offer_id": match["offer"]["id"],
        "state": pair.state,
        "category": "marking",
        "donor": pair.donor,
        "stale": False,
        "origin": "hand",
        "reason": "other",
    }
    for narrowed in [filters, *({name: value} for name, value in filters.items())]:
        answer = await desk.ask("GET", "/v1/matches", params=narrowed | {"limit": 200})
        assert match["id"] in [each["id"] for each in answer.json()["items"]], narrowed
    others = {"status": "expired", "state": "KEN", "area": "caricom", "category": "tracing", "donor": "deu"}
    more = {"stale": True, "origin": "round", "reason": "need_ended", "waiting_for": "donor"}
    for name, value in (others | more).items():
        answer = await desk.ask("GET", "/v1/matches", params=filters | {name: value})
        assert answer.json()["items"] == [], name


@pytest.mark.parametrize("who", ["coordinator", "recipient", "donor"])
async def test_whose_turn_it_is_says_the_same_in_lists_and_in_matches(desk: MatchDesk, who: str) -> None:
    await desk.proposed(await desk.pair())
    pair = await desk.pair()
    await desk.done(await desk.reserved(pair), "accept", actor=desk.recipient(pair))
    outdated = await desk.pair()
    await desk.confirmed(outdated)
    await desk.matcher.take_in(outdated.amended())
    every = (await desk.ask("GET", "/v1/matches", params={"limit": 200})).json()["items"]
    waiting = (await desk.ask("GET", "/v1/matches", params={"limit": 200, "waiting_for": who})).json()["items"]
    assert waiting == [match for match in every if who in match["waiting_for"]]
    assert waiting


async def test_pages_of_matches_join_without_gaps(desk: MatchDesk) -> None:
    every = (await desk.ask("GET", "/v1/matches", params={"limit": 200})).json()["items"]
    page, read = (await desk.ask("GET", "/v1/matches", params={"limit": 3})).json(), list[str]()
    while True:
        read += [each["id"] for each in page["items"]]
        if page["next"] is None:
            break
        page = (await desk.ask("GET", "/v1/matches", params={"limit": 3, "cursor": page["next"]})).json()
    assert read == [each["id"] for each in every]


async def test_a_wrong_filter_or_field_is_named(desk: MatchDesk) -> None:
    pair = await desk.pair()
    answer = await desk.ask("GET", "/v1/matches", params={"reason": "mood"})
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (422, "reason")
    match = await desk.confirmed(pair)
    too_much = {"on": "2026-03-02", "lines": [pair.line | {"quantity": 4.5}]}
    answer = await desk.tell(match, "deliveries", too_much, actor=desk.donor(pair))
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/lines/0/quantity")


async def test_a_match_is_told_in_the_readers_language(desk: MatchDesk) -> None:
    match = await desk.done(await desk.proposed(await desk.pair()), "reject", {"reason_code": "other"})
    told = {
        language: (await desk.ask("GET", f"/v1/matches/{match['id']}", headers={"Accept-Language": language})).json()
        for language in ("en", "fr")
    }
    titles = load_vocabulary().match_reasons["other"].titles
    for language, one in told.items():
        assert one["reason"]["title"] == titles[language]
    assert [each["sentence"] for each in told["en"]["explanation"]] != [
        each["sentence"] for each in told["fr"]["explanation"]
    ]


async def test_matches_outlive_a_rebuild_of_the_projections(desk: MatchDesk) -> None:
    pair = await desk.pair()
    match = await desk.reserved(pair)
    async with desk.matcher.service.database.sessions() as session, session.begin():
        await empty_projections(session, desk.matcher.processor.consumer)
    assert (await desk.ask("GET", f"/v1/matches/{match['id']}")).status_code == 404
    await desk.matcher.take_in(pair.need, pair.offer)
    await desk.answers(match, "held")
    assert await desk.read(match["id"]) == match


async def test_the_life_cycle_is_read_as_data_and_described(desk: MatchDesk) -> None:
    rows = (await desk.ask("GET", "/v1/life-cycle", actor=desk.matcher.service.forge.as_observer())).json()
    assert {row["action"] for row in rows["transitions"]} >= {"endorse", "accept", "evaluate"}
    document = (await desk.ask("GET", "/openapi.json")).json()
    [described] = [tag["description"] for tag in document["tags"] if tag["name"] == "matches"]
    assert all(row["meaning"] in described for row in rows["transitions"])


async def test_every_match_is_stated_again_on_request(desk: MatchDesk) -> None:
    matches = (await desk.matcher.service.count("matches"))["matches"]
    assert await republish(desk.matcher.service.database) >= matches > 0
    restated = await desk.matcher.service.rows(
        "SELECT DISTINCT key FROM outbox WHERE type = 'org.accord.match.restated.v1'"
    )
    assert len(restated) == matches
