"""The policy is whole: a row for each route of each service, none without a route; its page is the present one."""

from collections import Counter

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from tests.support.policy.__main__ import PAGE
from tests.support.policy.actors import WHO
from tests.support.policy.document import policy_markdown
from tests.support.policy.row import Outcome, Row
from tests.support.policy.table import SERVICES, TABLE, rows_for
from tests.support.service_definitions import application_of


def actions_of(app: FastAPI) -> set[str]:
    """Return the actions of an application; HEAD comes with GET, and a mount is read."""
    return {
        f"{method} {route.path}"
        for route in iter_route_contexts(app.routes)
        for method in (route.methods or {"GET"}) - {"HEAD"}
    }


def differences(app: FastAPI, service: str) -> set[str]:
    """Return the routes without a row, and the rows without a route."""
    return actions_of(app) ^ {row.action for row in rows_for(service)}


@pytest.mark.parametrize("service", SERVICES)
def test_each_route_has_a_row_and_each_row_a_route(service: str) -> None:
    assert differences(application_of(service), service) == set()


def test_a_route_without_a_row_is_found() -> None:
    app = application_of("needs")

    @app.get("/v1/forgotten")
    async def forgotten() -> None: ...

    assert differences(app, "needs") == {"GET /v1/forgotten"}


def test_no_row_stands_twice() -> None:
    assert [name for name, times in Counter(row.name for row in TABLE).items() if times > 1] == []


def test_a_row_names_no_actor_twice_and_none_that_is_unknown() -> None:
    for allowed, forbidden in (({"lead"}, {"lead"}), ({"somebody"}, set[str]())):
        with pytest.raises(ValueError, match="named twice, or is none"):
            Row("needs", "GET /v1/needs", "", frozenset(allowed), frozenset(forbidden), "")


def test_without_a_token_nothing_is_open_but_what_is_open_to_everybody() -> None:
    for row in TABLE:
        outcomes = {row.outcome(who) for who in WHO}
        assert row.outcome("nobody") is Outcome.UNAUTHENTICATED or outcomes == {Outcome.ALLOWED}, row.name


def test_whoever_may_change_a_record_may_read_it() -> None:
    for row in TABLE:
        if row.method == "GET" or "{" not in row.route or "digest" in row.route:
            continue
        record = row.route.partition("}")[0] + "}"
        [reading] = [each for each in TABLE if each.action == f"GET {record}" and _same(each, row)] or [None]
        assert reading is None or row.allowed <= reading.allowed, row.name


def _same(one: Row, other: Row) -> bool:
    return (one.service, one.record) == (other.service, other.record)


def test_the_page_shows_the_present_policy() -> None:
    assert PAGE.read_text("utf-8") == policy_markdown(), "run `python -m tests.support.policy`"
