"""A database that still holds proposals is migrated: each goes on as a match that is judged anew before endorsing."""

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from shared.persistence.migrations import upgrade
from tests.support.databases import SERVICES
from tests.support.match_desk import MatchDesk
from tests.support.published_states import NOW, need_state, offer_state
from tests.support.running_matcher import matcher_at

if TYPE_CHECKING:
    from tests.support.databases import Databases

MATCH, ROUND = UUID(int=7), UUID(int=8)

BEFORE = (
    "INSERT INTO rounds (id, status, settings, requested_by, created_at) VALUES (:round, 'queued', '{}', 'who', :now)",
    """
    INSERT INTO proposals (id, version, status, round_id, plan, need_id, offer_id, need_version, offer_version, score,
        explanation, profile_digest, round_digest, input_digest, proposed_by, created_at, updated_at)
    VALUES (:match, 2, 'proposed', :round, 'main', :need, :offer, 1, 1, 750, '[]', 'p', 'r', 'i', 'who', :now, :now)
    """,
    "INSERT INTO proposal_lines VALUES (:match, :component, :line, 0, 750, 3000, 'machine', NULL)",
)
PROJECTIONS = (
    "INSERT INTO needs VALUES (:need, 1, 1, 'N-1', 'x', 'open', '{BFA}', NULL, 'public', false, (:need_state)::jsonb)",
    "INSERT INTO offers VALUES (:offer, 1, 2, 'O-1', 'x', 'open', 'eu', 'EU', 'public', false, (:offer_state)::jsonb)",
)


async def execute(url: str, *statements: str) -> None:
    need, offer = need_state(), offer_state()
    given: dict[str, Any] = {
        "match": MATCH,
        "round": ROUND,
        "now": NOW,
        "need": need.need_id,
        "offer": offer.offer_id,
        "component": need.components[0].component_id,
        "line": offer.lines[0].line_id,
        "need_state": json.dumps(need.model_dump(mode="json")),
        "offer_state": json.dumps(offer.model_dump(mode="json")),
    }
    async with create_async_engine(url, poolclass=NullPool).begin() as connection:
        for statement in statements:
            clause = text(statement)
            await connection.execute(clause, {name: given[name] for name in clause.compile().params})


async def test_a_proposal_goes_on_as_a_match_that_is_revised_before_it_is_endorsed(databases: "Databases") -> None:
    url = await databases.create()
    await upgrade(url, SERVICES / "matcher" / "migrations", "0004")
    await execute(url, *PROJECTIONS, *BEFORE)
    await upgrade(url, SERVICES / "matcher" / "migrations")
    async with matcher_at(url) as matcher:
        desk = MatchDesk(matcher)
        match = await desk.read(MATCH)
        kept = ("status", "version", "stale", "waiting_for")
        assert [match[name] for name in kept] == ["proposed", 2, True, ["coordinator"]]
        assert [(line["category"], line["quantity"]) for line in match["lines"]] == [("marking", 3)]
        assert match["origin"] == {"kind": "round", "by": "who", "round_id": str(ROUND), "plan": "main"} | {
            "round_digest": "r",
            "input_digest": "i",
        }
        early = await desk.tell(match, "endorse", {})
        assert (early.status_code, early.json()["code"]) == (409, "match-stale")
        match = await desk.done(match, "revise", {})
        assert (match["stale"], match["lines"][0]["coverage"]) == (False, 4)
        match = await desk.done(match, "endorse", {"acknowledged": await desk.flags(match)})
        assert match["status"] == "endorsed"
    await databases.drop(url)


async def test_no_proposal_is_lost_while_projections_are_being_rebuilt(databases: "Databases") -> None:
    url = await databases.create()
    await upgrade(url, SERVICES / "matcher" / "migrations", "0004")
    await execute(url, *BEFORE)
    with pytest.raises(DBAPIError, match=r"let matcher\.rebuild end"):
        await upgrade(url, SERVICES / "matcher" / "migrations")
    await databases.drop(url)
