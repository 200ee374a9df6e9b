"""Jane at a matcher: somebody with an account who decides, and whom others name in every text that they write there."""

import json
import zlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from matcher.adapters.personal import HOLDINGS
from matcher.adapters.rounds.queue import RoundQueue
from matcher.adapters.tables import erasures
from shared.events.model import Text
from shared.events.offers import Donor
from shared.identifiers import new_id
from shared.identity.actor import Role
from shared.messaging.bus import IncomingRecord, Partition
from shared.personal.erasing import Eraser
from shared.personal.erasures import Erasure, note
from shared.personal.holdings import Held
from shared.personal.identifiers import Kind
from shared.personal.person import Person
from tests.support.activity_examples import ACTIVITIES, activity_document
from tests.support.basis_examples import PROFILES, RATE_TABLES, rate_table, scoring_profile
from tests.support.match_desk import Document, MatchDesk, Pair
from tests.support.persons import KEY, person
from tests.support.published_states import NOW
from tests.support.running_service import Headers
from tests.support.tokens import ABSENT

ACCOUNT: Final = "auth0|of-jane"
NAME: Final = "Jane Ouédraogo"
EMAIL: Final = "jane.ouedraogo@example.org"
PHONE: Final = "+226 25 30 61 00"
TELLING: Final = f"Ask {NAME}, {EMAIL}, {PHONE}, before noon."
TRACES: Final = ("auth0", "jane", "draogo", "30 61 00")
"""What is left of her if anything is, in small letters."""

FACETS: Final = ("adequate", "measurable", "sustainable", "timely")
INDICATOR: Final = {"name": f"rifles marked, says {NAME}", "unit": "rifle", "baseline": 0, "target": 9000}


KNOWN_BY: Final[tuple[tuple[Kind, str], ...]] = (
    ("account", ACCOUNT),
    ("name", NAME),
    ("email", EMAIL),
    ("phone", PHONE),
)


def jane() -> Person:
    """Jane, by all that she is known by."""
    return person(*KNOWN_BY)


def erasure_of_jane() -> Erasure:
    """An order to erase her; each call makes another."""
    return Erasure(new_id(), NOW, tuple(KEY.identify(kind, value) for kind, value in KNOWN_BY))


async def erase_jane(desk: MatchDesk) -> dict[str, int]:
    """Erase her once, as the matcher's worker does, and return how many rows changed by place."""
    sessions = desk.matcher.service.database.sessions
    eraser = Eraser(sessions, erasures, HOLDINGS, KEY)
    erasure = erasure_of_jane()
    async with sessions() as session, session.begin():
        await note(session, erasures, erasure)
        return await eraser.erase_in(session, erasure)


async def held_about_jane(desk: MatchDesk) -> list[Held]:
    """Return all that the matcher holds of her."""
    async with desk.matcher.service.database.sessions() as session:
        return [held for holding in HOLDINGS for held in await holding.held_about(session, jane())]


async def traces_in(desk: MatchDesk) -> dict[str, list[str]]:
    """Return, by table, what is left of her anywhere in the database, in bytes that are compressed too."""
    service, left = desk.matcher.service, dict[str, list[str]]()
    for table in await service.rows("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"):
        rows = await service.rows(f'SELECT * FROM "{table["name"]}"')  # noqa: S608 (a name from the catalogue)
        said = [_in_full(value).casefold() for row in rows for value in row.values()]
        found = [each for each in said if any(trace in each for trace in TRACES)]
        left |= {table["name"]: found} if found else {}
    return left


def _in_full(value: Any) -> str:
    if not isinstance(value, bytes):
        return json.dumps(value, default=str, ensure_ascii=False)
    with suppress(zlib.error):
        value = zlib.decompress(value)
    return value.decode("unicode_escape" if b"\\u" in value else "utf-8", "replace")


def signed_in(desk: MatchDesk, role: Role = Role.COORDINATOR, **scope: Any) -> Headers:
    """Return the headers of Jane, in whichever role."""
    of_coordinator = {"regions": ABSENT} if role is Role.COORDINATOR else {}
    return desk.matcher.service.forge.headers(role, sub=ACCOUNT, **of_coordinator, **scope)


@dataclass(frozen=True)
class Traced:
    """What Jane left: a match that was evaluated, one that was declined, and a round that was taken up."""

    evaluated: Document
    declined: Document
    round_id: UUID


async def leave_traces(desk: MatchDesk) -> Traced:
    """Have Jane decide wherever somebody decides, and be named wherever somebody writes."""
    await _decide_about_matching(desk)
    pair, other = await named_pair(desk), await named_pair(desk)
    evaluated = await _lead_to_evaluation(desk, pair)
    declined = await _declined(desk, other)
    round_id = await _round(desk)
    await _bury(desk)
    return Traced(evaluated, declined, round_id)


async def named_pair(desk: MatchDesk) -> Pair:
    """Have a need and an offer taken in that name Jane, as their authors wrote them."""
    texts = (Text(language="en", title=f"Marking, by {NAME}", narrative=TELLING),)
    donor = Donor(organisation=f"donor_{desk.made + 1}", name=f"Fund of {NAME}", kind="state")
    return await desk.pair(need={"texts": texts}, offer={"texts": texts, "donor": donor})


async def _decide_about_matching(desk: MatchDesk) -> None:
    jane_herself = signed_in(desk)
    await _accepted(desk, RATE_TABLES, rate_table(), actor=jane_herself, key="rates")
    mine = await _accepted(desk, PROFILES, scoring_profile(note=TELLING), actor=jane_herself)
    await _accepted(desk, f"{PROFILES}/{mine['digest']}/activate", {"reason": TELLING}, actor=jane_herself)
    await _accepted(desk, PROFILES, scoring_profile(note=TELLING), key="of-somebody-else")
    await _accepted(desk, PROFILES, scoring_profile(), key=EMAIL)
    texts = [{"language": "en", "title": "Marking", "narrative": TELLING}]
    donor = {"name": f"Office of {NAME}", "organisation": "deu"}
    await _accepted(desk, ACTIVITIES, activity_document(texts=texts, donor=donor, notes=TELLING), actor=jane_herself)


async def _lead_to_evaluation(desk: MatchDesk, pair: Pair) -> Document:
    state = signed_in(desk, Role.RECIPIENT, state=pair.state)
    donor = signed_in(desk, Role.DONOR, organisation=pair.donor)
    proposed = await desk.ask("POST", "/v1/matches", pair.between, actor=signed_in(desk))
    match = proposed.json()
    endorsing = {"acknowledged": await desk.flags(match), "note": TELLING}
    match = await desk.done(match, "endorse", endorsing, actor=signed_in(desk))
    await desk.answers(match, "held")
    match = await desk.done(await desk.read(match["id"]), "accept", actor=state)
    match = await desk.done(match, "accept", actor=donor)
    await _accepted(desk, f"/v1/matches/{match['id']}/messages", {"language": "en", "body": TELLING}, actor=donor)
    plan = {"milestones": [{"title": TELLING, "planned": "2026-03-01"}], "indicators": [INDICATOR]}
    match = await desk.done(match, "delivery-plan", plan, method="PUT", actor=donor)
    came = {"on": "2026-03-02", "lines": [pair.line | {"quantity": 4}], "milestone": 1, "note": TELLING}
    match = await desk.done(match, "deliveries", came, actor=donor)
    ratings = [{"facet": facet, "mark": 4, "comment": TELLING} for facet in FACETS]
    said = {"indicators": [INDICATOR | {"actual": 8700.5}], "ratings": ratings, "lessons": TELLING}
    return await desk.done(match, "evaluation", said, actor=state)


async def _declined(desk: MatchDesk, pair: Pair) -> Document:
    match = await desk.done(await desk.proposed(pair), "interests", {"text": TELLING}, actor=signed_in(desk))
    match = await desk.done(match, "endorse", {"acknowledged": await desk.flags(match)})
    await desk.answers(match, "held")
    declining = {"reason_code": "other", "reason_text": TELLING}
    return await desk.done(await desk.read(match["id"]), "decline", declining, actor=desk.donor(pair))


async def _round(desk: MatchDesk) -> UUID:
    service = desk.matcher.service
    asked = await _accepted(desk, "/v1/rounds", {}, actor=signed_in(desk))
    queue = RoundQueue(service.database.sessions, service.clock)
    taken = await queue.take()
    assert taken is not None
    await queue.inputs(taken)
    return UUID(asked["id"])


async def _bury(desk: MatchDesk) -> None:
    """Have the worker take in two events that nobody can apply: one is JSON, the other is not."""
    headers = tuple((name, value.encode()) for name, value in _HEADERS.items())
    for offset, value in enumerate((f'{{"texts": [{{"title": "{TELLING}"}}]}}', f"<<{TELLING}>>")):
        where = Partition("accord.needs.v1", 0)
        record = IncomingRecord(where, offset, b"k", value.encode(), headers, 0.0)
        await desk.matcher.processor.process(record, last_try=True)


_HEADERS: Final = {
    "ce_specversion": "1.0",
    "ce_id": "0195a3b2-0000-7000-8000-000000000001",
    "ce_type": "org.accord.need.amended.v1",
    "ce_source": "/accord/needs",
    "ce_subject": "0195a3b2-0000-7000-8000-000000000002",
    "ce_time": f"{date(2026, 3, 2).isoformat()}T09:30:00Z",
    "ce_aggregateversion": "1",
    "content-type": "application/json",
}


async def _accepted(desk: MatchDesk, path: str, body: Any, **request: Any) -> Document:
    answer = await desk.ask("POST", path, body, **request)
    assert answer.is_success, answer.text
    return answer.json()
