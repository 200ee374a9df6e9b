"""Matches between the posted records, each led to another stage, with a secret wherever somebody may write."""

from typing import Any

from tests.support.crawling.markers import marker
from tests.support.crawling.people import GERMANY, GHANA, JAPAN, KENYA, NORWAY, OF_ECOWAS, SECRETARIAT
from tests.support.crawling.posting import DELIVERING, FUNDS, FUNDS_LATER, NAMING_TOGO, Posted
from tests.support.crawling.services import Document

FACETS = ("adequate", "measurable", "sustainable", "timely")
OTHER = "other"


async def make_matches(posted: Posted) -> None:
    """Make a match of each kind."""
    await _evaluated(posted)
    await _talked_about(posted, "reserved", ("gha_donors", "deu_coordinators"), (GHANA, GERMANY))
    await _talked_about(posted, "with_togo", (NAMING_TOGO, "jpn_public"), (GHANA, JAPAN))
    await _propose(posted, "proposed", "ken_donors", "jpn_coordinators")
    await _propose(posted, "rejected", "gha_public", "deu_public")
    await _act(posted, "rejected", "reject", _reason("rejected"), SECRETARIAT)
    await _reserve(posted, "declined", "ken_public", "deu_recipients")
    await _act(posted, "declined", "decline", _reason("declined"), KENYA)
    await _reserve(posted, "dissolved", "ken_public", "jpn_recipients")
    await _agree(posted, "dissolved", KENYA, JAPAN)
    await _act(posted, "dissolved", "dissolve", _reason("dissolved"), JAPAN)
    await _reserve(posted, "funded", "ken_public", DELIVERING, FUNDS)
    await _talk(posted, "funded", KENYA, GERMANY, NORWAY)
    await _propose(posted, "to_be_funded", "gha_public", DELIVERING, FUNDS_LATER)
    await _package(posted)
    await _round(posted)
    await posted.services.carry()


async def match_hidden(posted: Posted) -> None:
    """Turn one match between hidden records down, and have another reserved."""
    await _propose(posted, "hidden_rejected", "hidden_need", "hidden_offer")
    await _act(posted, "hidden_rejected", "reject", _reason("hidden_rejected"), SECRETARIAT)
    await _reserve(posted, "hidden_reserved", "hidden_need", "hidden_offer")
    await posted.services.carry()


async def _evaluated(posted: Posted) -> None:
    name = "evaluated"
    indicator = {"name": marker(name, "indicator"), "unit": marker(name, "indicator_unit"), "baseline": 0, "target": 9}
    milestone = {"title": marker(name, "milestone"), "planned": "2026-03-02"}
    await _talked_about(posted, name, ("gha_public", "jpn_public"), (GHANA, JAPAN))
    await _agree(posted, name, GHANA, JAPAN)
    plan = {"milestones": [milestone], "indicators": [indicator]}
    await _act(posted, name, "delivery-plan", plan, JAPAN, method="PUT")
    line = {key: posted.records[name]["lines"][0][key] for key in ("component_id", "line_id")}
    day = posted.services["matcher"].clock().date().isoformat()
    delivered = {"on": day, "lines": [line | {"quantity": 1}], "milestone": 1, "note": marker(name, "delivery_note")}
    await _act(posted, name, "deliveries", delivered, JAPAN)
    ratings = [{"facet": facet, "mark": 4, "comment": marker(name, "comment")} for facet in FACETS]
    evaluation = {
        "indicators": [indicator | {"actual": 8}],
        "ratings": ratings,
        "lessons": marker(name, "lessons"),
    }
    await _act(posted, name, "evaluation", evaluation, GHANA)


async def _talked_about(posted: Posted, name: str, between: tuple[str, str], parties: tuple[str, str]) -> None:
    await _reserve(posted, name, *between)
    await _act(posted, name, "interests", {"text": marker(name, "interest")}, OF_ECOWAS)
    await _talk(posted, name, *parties, SECRETARIAT)


async def _talk(posted: Posted, name: str, *speakers: str) -> None:
    path = f"/v1/matches/{posted.records[name]['id']}/messages"
    for who in speakers:
        said = {"language": "en", "body": marker(name, "message")}
        await posted.services.done("POST", "matcher", path, posted.tokens[who], said)


async def _propose(posted: Posted, name: str, *between: str) -> None:
    document = _between(posted, *between)
    found = await posted.services.done("POST", "matcher", "/v1/matches", posted.tokens[SECRETARIAT], document)
    posted.records[name] = found


async def _reserve(posted: Posted, name: str, *between: str) -> None:
    await _propose(posted, name, *between)
    path = f"/v1/matches/{posted.records[name]['id']}"
    review = await posted.services.done("GET", "matcher", f"{path}/review", posted.tokens[SECRETARIAT])
    flags = [flag["code"] for flag in review["flags"]]
    endorsement = {"acknowledged": flags, "note": marker(name, "endorsing_note")}
    await _act(posted, name, "endorse", endorsement, SECRETARIAT)
    await posted.services.carry()
    held = await posted.services.done("GET", "matcher", path, posted.tokens[SECRETARIAT])
    assert held["status"] == "reserved", held
    posted.records[name] = held


async def _agree(posted: Posted, name: str, *parties: str) -> None:
    for who in parties:
        await _act(posted, name, "accept", None, who)
    await posted.services.carry()


async def _act(posted: Posted, name: str, action: str, body: Any, who: str, *, method: str = "POST") -> None:
    match = posted.records[name]
    path = f"/v1/matches/{match['id']}/{action}"
    done = await posted.services.done(method, "matcher", path, posted.tokens[who], body, version=match["version"])
    posted.records[name] = done


async def _package(posted: Posted) -> None:
    pairs = {
        "in_package_of_ghana": ("gha_donors", "deu_public"),
        "in_package_of_kenya": ("ken_donors", "deu_recipients"),
    }
    document = {"matches": [_between(posted, *pair) for pair in pairs.values()]}
    package = await posted.services.done("POST", "matcher", "/v1/match-packages", posted.tokens[SECRETARIAT], document)
    posted.records |= dict(zip(pairs, package["matches"], strict=True))
    posted.records["package"] = {"id": package["id"]}


async def _round(posted: Posted) -> None:
    asking, who = {"scope": {"states": [GHANA]}}, posted.tokens[SECRETARIAT]
    asked = await posted.services.done("POST", "matcher", "/v1/rounds", who, asking)
    await posted.services.done("POST", "matcher", f"/v1/rounds/{asked['id']}/cancel", who)
    posted.records["round"] = asked


def _between(posted: Posted, need: str, offer: str, funder: str | None = None) -> Document:
    a_need, an_offer = posted.records[need], posted.records[offer]
    line = {"component_id": a_need["components"][0]["id"], "line_id": an_offer["lines"][0]["id"], "quantity": 1}
    document = {"need_id": a_need["id"], "offer_id": an_offer["id"], "lines": [line]}
    if funder is None:
        return document
    paying = posted.records[funder]
    paid = line | {"line_id": paying["lines"][0]["id"], "quantity": 100}
    return document | {"funder_offer_id": paying["id"], "funder_lines": [paid]}


def _reason(name: str) -> Document:
    return {"reason_code": OTHER, "reason_text": marker(name, "reason")}
