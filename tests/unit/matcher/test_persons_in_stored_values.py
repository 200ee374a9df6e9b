"""How a person is found in what a column holds, and taken out without harming anything else in it."""

import json
from typing import Any

import pytest

from matcher.adapters.personal.columns import Account, CompressedJson, Json, Received
from matcher.adapters.rounds.inputs import compressed, expanded
from tests.support.persons import person

JANE = person(("account", "auth0|jane"), ("name", "Jane Doe"), ("email", "jane@example.org"))
MATCH: dict[str, Any] = {
    "acceptances": [{"by": "auth0|jane", "party": {"kind": "donor", "key": "eu"}}, {"by": "auth0|john"}],
    "note": "Jane Doe was there.",
    "reported_by": {"kind": "donor", "key": "auth0|jane"},
    "count": 3,
    "nothing": None,
}


def test_only_what_is_hers_is_found_each_behind_where_it_stands() -> None:
    assert Json("it").found(MATCH, JANE) == {"it/acceptances/0/by": "auth0|jane", "it/note": "Jane Doe was there."}


def test_an_account_becomes_the_pseudonym_and_a_mention_goes_while_all_else_stays() -> None:
    erased = Json("it").erased(MATCH, JANE, "erased:1")
    assert erased["acceptances"] == [MATCH["acceptances"][0] | {"by": "erased:1"}, {"by": "auth0|john"}]
    assert erased["note"] == "[erased] was there."
    assert {name: erased[name] for name in ("reported_by", "count", "nothing")} == {
        name: MATCH[name] for name in ("reported_by", "count", "nothing")
    }


@pytest.mark.parametrize("member", ["by", "requested_by", "imported_by"])
def test_accounts_stand_under_any_name_that_says_by_whom(member: str) -> None:
    assert Json("body").erased({member: "auth0|jane"}, JANE, "erased:1") == {member: "erased:1"}


def test_a_column_of_accounts_is_hers_as_a_whole_or_not_at_all() -> None:
    assert Account("by").found("auth0|jane", JANE) == {"by": "auth0|jane"}
    assert Account("by").found("auth0|jane2", JANE) == Account("by").found(None, JANE) == {}
    assert [Account("by").erased(it, JANE, "x") for it in ("auth0|jane", "auth0|john", None)] == [
        "x",
        "auth0|john",
        None,
    ]


def test_compressed_inputs_are_read_and_compressed_again() -> None:
    kept = compressed({"needs": [{"title": "Ask jane@example.org"}]})
    column = CompressedJson("content")
    assert column.found(kept, JANE) == {"content/needs/0/title": "Ask jane@example.org"}
    assert expanded(column.erased(kept, JANE, "x")) == {"needs": [{"title": "Ask [erased]"}]}


@pytest.mark.parametrize(
    ("received", "left"),
    [
        (b'{"title": "Jane Doe"}', b'{"title":"[erased]"}'),
        (b'<<"Jane Doe">>', b'<<"[erased]">>'),
        (b'"Jane Doe"', b'"[erased]"'),
        (b'{ "title" :  "John" }', b'{ "title" :  "John" }'),
        (b"\xff\xfe", b"\xff\xfe"),
        (None, None),
    ],
)
def test_a_received_value_stays_as_it_came_but_for_her(received: bytes | None, left: bytes | None) -> None:
    column = Received("value")
    assert column.erased(received, JANE, "x") == left
    assert bool(column.found(received, JANE)) == (received != left)


def test_json_that_names_her_in_escapes_is_no_hiding_place() -> None:
    escaped: Any = json.dumps({"title": "Jane\u00a0Doe"}).encode()
    assert Received("value").erased(escaped, JANE, "x") == b'{"title":"[erased]"}'
