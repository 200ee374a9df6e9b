"""Rate tables and scoring profiles as coordinators send them, and the worker that evaluates by them."""

from datetime import date
from decimal import Decimal
from typing import Any

import httpx
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.new_day import daily_work
from matcher.domain.scoring import load_profile
from shared.events.needs import NeedState
from shared.events.offers import Eligibility, OfferState
from shared.service.background import Periodic
from tests.support.published_states import need_state, offer_state
from tests.support.running_matcher import RunningMatcher

RATE_TABLES = "/v1/rate-tables"
PROFILES = "/v1/scoring-profiles"
SHIPPED = load_profile()
COVERAGE_FIRST = {**SHIPPED.weights, "specificity": 100, "coverage": 420}
CREATED = 201


def rate_table(**changes: Any) -> dict[str, Any]:
    """Return a table of the day on which the tests' clock stands."""
    table: dict[str, Any] = {
        "source": "UN operational rates of exchange",
        "date": "2026-03-01",
        "reference_currency": "USD",
        "rates": [{"currency": "EUR", "rate": 0.92}, {"currency": "XOF", "rate": 603.481}],
    }
    return table | changes


def scoring_profile(**changes: Any) -> dict[str, Any]:
    """Return weights that put coverage before closeness of eligibility."""
    return {"name": "coverage first", "weights": COVERAGE_FIRST, "note": "For the spring round."} | changes


def need_of_money(number: int = 1) -> NeedState:
    """Return a need whose component costs USD 100,000."""
    [machines] = need_state(number).components
    costs = {"quantity": None, "unit": None, "covered": None, "estimated_cost": Decimal(100_000), "currency": "USD"}
    return need_state(number, components=(machines.model_copy(update={**costs, "modalities": ("finance",)}),))


def offer_of_money(number: int = 1) -> OfferState:
    """Return an offer of EUR 46,000."""
    [machines] = offer_state(number).lines
    euro = {"unit": "money", "currency": "EUR", "pledged": Decimal(46_000), "modalities": ("finance",)}
    return offer_state(number, lines=(machines.model_copy(update=euro),))


def offer_that_names_the_state(number: int) -> OfferState:
    """Return an offer to Burkina Faso by name, of one of the four machines asked for."""
    [machines] = offer_state(number).lines
    one = machines.model_copy(update={"pledged": Decimal(1)})
    return offer_state(number, lines=(one,), eligibility=Eligibility(states=("BFA",)))


async def post(matcher: RunningMatcher, path: str, body: Any, *, key: str | None = None) -> httpx.Response:
    """Send a document as a coordinator of all regions."""
    return await matcher.service.ask("POST", path, matcher.service.forge.as_coordinator(), body, key=key)


async def get(matcher: RunningMatcher, path: str, **request: Any) -> httpx.Response:
    """Read something as a coordinator of all regions."""
    return await matcher.service.ask("GET", path, matcher.service.forge.as_coordinator(), **request)


async def created(matcher: RunningMatcher, path: str, body: Any) -> dict[str, Any]:
    """Create something and return it."""
    answer = await post(matcher, path, body)
    assert answer.status_code == CREATED, answer.text
    return answer.json()


async def activated(matcher: RunningMatcher, digest: str) -> dict[str, Any]:
    """Put a profile in force and return it."""
    answer = await post(matcher, f"{PROFILES}/{digest}/activate", {"reason": "Agreed in the board."})
    assert answer.is_success, answer.text
    return answer.json()


def evaluating(matcher: RunningMatcher) -> Periodic:
    """Return the work by which one worker process finds everything again, on a day that can be set."""

    async def today(_: AsyncSession) -> date:
        return matcher.service.clock().date()

    return daily_work(matcher.service.database.sessions, today)
