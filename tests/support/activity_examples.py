"""Running activities as coordinators register them; good in every respect unless a test says otherwise."""

from typing import Any

import httpx

from tests.support.running_matcher import RunningMatcher

ACTIVITIES = "/v1/activities"


def activity_document(number: int = 1, **changes: Any) -> dict[str, Any]:
    """Return an activity of Germany in Burkina Faso on marking, from mid-2026 to mid-2027."""
    document: dict[str, Any] = {
        "external_id": f"DE-1-{number:04}",
        "source": {"key": "iati", "name": "Germany", "url": "https://example.org/iati.xml", "date": "2026-02-01"},
        "donor": {"name": "Germany", "organisation": "deu"},
        "recipients": [{"state": "BFA", "percentage": 60}, {"state": "MLI", "percentage": 40}],
        "texts": [{"language": "fr", "title": f"Marquage des armes {number}", "narrative": "Avec la police."}],
        "subjects": [{"category": "marking", "derived_from": "keyword"}],
        "sectors": [{"code": "15240", "percentage": 100}],
        "amounts": [{"kind": "commitment", "amount": 620_000, "currency": "EUR"}],
        "status": "implementation",
        "planned": {"start": "2026-05-01", "end": "2027-06-30"},
        "actual": {"start": "2026-06-01"},
        "inferred": ["subjects"],
    }
    return document | changes


async def register(matcher: RunningMatcher, *documents: dict[str, Any]) -> list[httpx.Response]:
    """Send each document as a coordinator does."""
    actor = matcher.service.forge.as_coordinator()
    return [await matcher.service.ask("POST", ACTIVITIES, actor, each) for each in documents]
