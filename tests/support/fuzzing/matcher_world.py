"""The matcher with a match in every status between parties that call, and one between parties that never do."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final

from shared.events.model import Language, Text
from tests.support.activity_examples import activity_document, register
from tests.support.basis_examples import rate_table, scoring_profile
from tests.support.fuzzing.cast import ABSENT_DONOR, ABSENT_STATE
from tests.support.fuzzing.matcher_bodies import EVALUATED, PLAN, bodies, delivery
from tests.support.fuzzing.secret_words import Secrets
from tests.support.fuzzing.world import PACKAGES, Document, Prospect, World
from tests.support.match_desk import MatchDesk, Pair
from tests.support.published_states import need_state, offer_state
from tests.support.round_desk import RoundDesk
from tests.support.running_matcher import matcher_at

if TYPE_CHECKING:
    from tests.support.databases import Databases

STATUSES: Final = (
    *("free", "proposed", "refused", "rejected", "reserved"),
    *("confirmed", "in_delivery", "delivered", "evaluated"),
)
PARTIES: Final = (("BFA", "eu"), ("KEN", "deu"), ("BFA", "deu"), ("KEN", "eu"))
HIDDEN: Final = 500
"""Records from this number on are for few eyes."""


@asynccontextmanager
async def matcher_world(databases: "Databases") -> AsyncGenerator[World]:
    """Run the matcher on a database of its own."""
    url = await databases.create_for_service("matcher")
    async with matcher_at(url) as matcher:
        desk, secrets = MatchDesk(matcher), Secrets()
        ids, fitting = dict[str, list[str]](), dict[str, Sequence[str]]()
        pairs = [await _parties(desk, *PARTIES[number % len(PARTIES)]) for number in range(len(STATUSES))]
        pairs.append(await _parties(desk, ABSENT_STATE, ABSENT_DONOR))
        await _hide(desk, secrets)
        for pair, status in zip(pairs, [*STATUSES, "evaluated"], strict=True):
            await _led_to(desk, pair, status, secrets, ids)
            if pair.state != ABSENT_STATE and status != "free":
                fitting[ids["match_id"][-1]] = (f"recipient_{pair.state.lower()}", f"donor_{pair.donor}", "coordinator")
        await _beside_matches(desk, ids)
        _name(pairs, ids)
        versioned = {"match_id": "matches", "package_id": PACKAGES}
        prospects = await _prospects(desk, dict(zip([*STATUSES, "evaluated"], pairs, strict=True)), ids)
        yield World("matcher", matcher.service, versioned, bodies(pairs), secrets, ids, fitting, prospects=prospects)
    await databases.drop(url)


async def _parties(desk: MatchDesk, state: str, donor: str) -> Pair:
    giving = offer_state().donor.model_copy(update={"organisation": donor, "name": f"Donor {donor}"})
    return await desk.pair(need={"states": (state,)}, offer={"donor": giving})


async def _hide(desk: MatchDesk, secrets: Secrets) -> None:
    """Take in records that only their authors, and those whom they chose, may know of."""
    donors, recipients = ("donor_eu", "donor_deu"), ("recipient_bfa", "recipient_ken")
    number = HIDDEN
    for state, shown in (
        (state, shown) for state in ("BFA", "KEN", ABSENT_STATE) for shown in ("donors", "coordinators")
    ):
        readers = (f"recipient_{state.lower()}", *(donors if shown == "donors" else ()))
        word, number = secrets.new(f"a need for {shown}", *readers), number + 1
        await desk.matcher.take_in(need_state(number, states=(state,), visibility=shown, texts=_texts("fr", word)))
    for donor, shown in (
        (donor, shown) for donor in ("eu", "deu", ABSENT_DONOR) for shown in ("recipients", "coordinators")
    ):
        readers = (f"donor_{donor}", *(recipients if shown == "recipients" else ()))
        word, number = secrets.new(f"an offer for {shown}", *readers), number + 1
        giving = offer_state().donor.model_copy(update={"organisation": donor, "name": f"Donor {donor}"})
        await desk.matcher.take_in(offer_state(number, donor=giving, visibility=shown, texts=_texts("en", word)))


def _texts(language: Language, word: str) -> tuple[Text, ...]:
    return (Text(language=language, title=f"Marquage {word}", narrative=word),)


async def _led_to(desk: MatchDesk, pair: Pair, status: str, secrets: Secrets, ids: dict[str, list[str]]) -> None:
    """Lead a match of the pair to a status, with what its parties say to each other on the way."""
    if status == "free":
        return
    parties = (f"recipient_{pair.state.lower()}", f"donor_{pair.donor}")

    def word(place: str) -> str:
        return secrets.new(f"{place} of a match", *parties, *_AUDITORS.get(place, ()))

    match = await desk.proposed(pair)
    ids.setdefault("match_id", []).append(match["id"])
    if status not in {"proposed", "rejected"}:
        match = await desk.done(match, "endorse", {"acknowledged": await desk.flags(match), "note": word("a note")})
    match = await desk.read(match["id"])
    message = {"language": "fr", "body": word("a message")}
    await desk.ask("POST", f"/v1/matches/{match['id']}/messages", message, actor=desk.recipient(pair))
    for step in _STEPS[status]:
        match = await _step(desk, pair, match, step, word(_SAYING.get(step, step)))


_STEPS: Final[dict[str, tuple[str, ...]]] = {
    "proposed": (),
    "refused": ("refused",),
    "rejected": ("reject",),
    "reserved": ("held",),
    "confirmed": ("held", "accept"),
    "in_delivery": ("held", "accept", "plan", "deliver some"),
    "delivered": ("held", "accept", "plan", "deliver some", "deliver the rest"),
    "evaluated": ("held", "accept", "plan", "deliver some", "deliver the rest", "evaluate"),
}


_AUDITORS: Final = {"a note": ("observer",), "the reason": ("observer",)}
"""What auditors read besides in the decision log, of matches between public records (ADR 0023)."""
_SAYING: Final = {"reject": "the reason", "evaluate": "the lessons"}


async def _step(desk: MatchDesk, pair: Pair, match: Document, step: str, word: str) -> Document:
    state, donor = desk.recipient(pair), desk.donor(pair)
    match step:
        case "held" | "refused":
            await desk.answers(match, step)
            return await desk.read(match["id"])
        case "accept":
            return await desk.done(await desk.done(match, "accept", actor=state), "accept", actor=donor)
        case "plan":
            return await desk.done(match, "delivery-plan", PLAN, method="PUT", actor=donor)
        case "deliver some" | "deliver the rest":
            part = 1.5 if step == "deliver some" else 2.5
            return await desk.done(match, "deliveries", delivery(pair, part, note=word), actor=donor)
        case "evaluate":
            return await desk.done(match, "evaluation", EVALUATED | {"lessons": word}, actor=state)
        case _:
            return await desk.done(match, step, {"reason_code": "other", "reason_text": word})


async def _beside_matches(desk: MatchDesk, ids: dict[str, list[str]]) -> None:
    """Make rounds that ran and that wait, a package, activities, a rate table and a profile."""
    rounds = RoundDesk(desk.matcher)
    ran = await rounds.ran()
    ids["round_id"] = [ran["id"], str(await rounds.asked_for())]
    activities = await register(desk.matcher, activity_document(1), activity_document(2))
    ids["activity_id"] = [each.json()["id"] for each in activities]
    ids["table_id"] = [await _made(desk, "/v1/rate-tables", rate_table())]
    ids["digest"] = [await _made(desk, "/v1/scoring-profiles", scoring_profile(), "digest")]
    together = [(await _parties(desk, *PARTIES[0])).between for _ in range(2)]
    ids["package_id"] = [await _made(desk, "/v1/match-packages", {"matches": together})]


async def _made(desk: MatchDesk, path: str, body: Any, name: str = "id") -> str:
    answer = await desk.ask("POST", path, body)
    assert answer.status_code == 201, answer.text
    return answer.json()[name]


async def _prospects(
    desk: MatchDesk, pairs: Mapping[str, Pair], ids: dict[str, list[str]]
) -> dict[str, list[Prospect]]:
    matches = dict(zip(STATUSES[1:], ids["match_id"], strict=False))
    proposed, of_package = {"match_id": matches["proposed"]}, {"package_id": ids["package_id"][0]}
    package = (await desk.ask("GET", f"/v1/match-packages/{ids['package_id'][0]}")).json()
    flags = {flag for match in package["matches"] for flag in await desk.flags(match)}
    delivering, delivered = pairs["in_delivery"], pairs["delivered"]
    return {
        "POST /v1/matches/{match_id}/reject": [
            Prospect("coordinator", proposed, {"reason_code": "other", "reason_text": "Autrement."})
        ],
        "POST /v1/matches/{match_id}/evaluation": [
            Prospect(f"recipient_{delivered.state.lower()}", {"match_id": matches["delivered"]}, EVALUATED)
        ],
        "POST /v1/matches/{match_id}/endorse": [
            Prospect("coordinator", proposed, {"acknowledged": await desk.flags({"id": matches["proposed"]})})
        ],
        "POST /v1/matches/{match_id}/revise": [
            Prospect("coordinator", proposed, {"lines": [pairs["proposed"].line | {"quantity": 2}]})
        ],
        "POST /v1/matches/{match_id}/deliveries": [
            Prospect(f"donor_{delivering.donor}", {"match_id": matches["in_delivery"]}, delivery(delivering, 0.5))
        ],
        "POST /v1/match-packages/{package_id}/endorse": [
            Prospect("coordinator", of_package, {"acknowledged": sorted(flags)})
        ],
    }


def _name(pairs: Sequence[Pair], ids: dict[str, list[str]]) -> None:
    """Name the records of the pairs, and hidden ones."""
    hidden = range(HIDDEN + 1, HIDDEN + 13)
    needs = [*(pair.need for pair in pairs), *(need_state(number) for number in hidden)]
    offers = [*(pair.offer for pair in pairs), *(offer_state(number) for number in hidden)]
    ids["need_id"] = [str(need.need_id) for need in needs]
    ids["component_id"] = [str(need.components[0].component_id) for need in needs]
    ids["offer_id"] = [str(offer.offer_id) for offer in offers]
    ids["line_id"] = [str(offer.lines[0].line_id) for offer in offers]
