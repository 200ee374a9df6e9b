"""The first and the last day of the calendar may be asked for; what lies beyond universal time is refused by name."""

import pytest

from tests.support.running_matcher import RunningMatcher

AT_THE_ENDS = (
    *(("/v1/matches", name, day) for name in ("created_from", "created_until") for day in ("0001-01-01", "9999-12-31")),
    *(("/v1/statistics/matches", name, day) for name in ("from", "until") for day in ("0001-01-01", "9999-12-31")),
    *(("/v1/activities", "running_on", day) for day in ("0001-01-01", "9999-12-31")),
    *(("/v1/decisions", name, "0001-01-01T00:00:00Z") for name in ("from", "until")),
)
BEYOND = (("from", "0001-01-01T00:00:00+14:00"), ("until", "9999-12-31T23:59:59-14:00"))


async def test_the_ends_of_the_calendar_are_days_like_others(matcher: RunningMatcher) -> None:
    actor = matcher.service.forge.as_coordinator()
    for path, name, moment in AT_THE_ENDS:
        answer = await matcher.service.ask("GET", path, actor, params={name: moment})
        assert answer.status_code == 200, (path, name, moment)


@pytest.mark.parametrize(("name", "moment"), BEYOND)
async def test_a_moment_beyond_universal_time_is_refused(matcher: RunningMatcher, name: str, moment: str) -> None:
    actor = matcher.service.forge.as_coordinator()
    answer = await matcher.service.ask("GET", "/v1/decisions", actor, params={name: moment})
    assert answer.status_code in {400, 422}
    [error] = answer.json()["errors"]
    assert (error["parameter"], "universal time" in error["detail"]) == (name, True)
