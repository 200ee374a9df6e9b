"""Suggestions over HTTP: for those who post needs, strict about input, and nothing is stored (there is no database)."""

from typing import Any

import httpx
import pytest

from needs.application.suggest_structure import SuggestStructure, suggest_structure
from needs.domain.suggestions import Draft
from shared.identity.actor import Actor, Role
from tests.support.heartbeat import beats_during
from tests.support.http_service import ask
from tests.support.service_definitions import application_of
from tests.support.tokens import TokenForge

FORGE = TokenForge()
APP = application_of("needs")
APP.state.token_verifier = FORGE.verifier()
PATH = "/v1/needs/suggestions"
GOOD = {"texts": [{"title": "Trois machines à marquer", "narrative": "Pour la police."}]}


async def sent(body: Any, actor: dict[str, str] | None = None) -> httpx.Response:
    return await ask(APP, "POST", PATH, headers=actor or FORGE.as_recipient(), json=body)


async def test_an_author_is_shown_the_structure_and_the_words_for_it() -> None:
    answer = await sent(GOOD)
    assert answer.status_code == 200
    found = answer.json()
    assert found["languages"] == [{"language": "fr", "guessed": True}]
    [component] = found["components"]
    assert component["category"]["key"] == "marking_equipment"
    assert component["quantities"] == [
        {
            "quantity": 3,
            "unit": "machine",
            "because": {
                "text": 0,
                "language": "fr",
                "field": "title",
                "start": 0,
                "end": 24,
                "words": "Trois machines à marquer",
            },
        }
    ]
    assert [group["key"] for group in found["target_groups"]] == ["police"]


async def test_a_coordinator_may_ask_too() -> None:
    assert (await sent(GOOD, FORGE.as_coordinator("ecowas"))).status_code == 200


@pytest.mark.parametrize("actor", [FORGE.as_donor(), FORGE.as_observer()])
async def test_those_who_never_post_needs_may_not(actor: dict[str, str]) -> None:
    answer = await sent(GOOD, actor)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


@pytest.mark.parametrize(
    ("texts", "pointer", "code"),
    [
        ([], "/texts", "required"),
        ([{"title": " ", "narrative": ""}], "/texts", "required"),
        ([{"language": "de", "title": "Markierung"}], "/texts/0/language", "unknown"),
        ([{"title": "x" * 301}], "/texts/0/title", "too-long"),
        ([{"narrative": "x" * 10_001}], "/texts/0/narrative", "too-long"),
        ([{"language": "en", "title": "a"}, {"language": "en", "title": "b"}], "/texts/1/language", "duplicate"),
        ([{"title": "a"}] * 7, "/texts", "too-many"),
        ([{"titel": "a"}], "/texts/0/titel", "extra-forbidden"),
        ([{"title": "a\u0007b"}], "/texts/0/title", "control-characters"),
    ],
)
async def test_what_is_wrong_with_a_text_is_named(texts: Any, pointer: str, code: str) -> None:
    answer = await sent({"texts": texts})
    assert answer.status_code == 422
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [(pointer, code)]


async def test_others_are_served_while_a_long_text_is_read() -> None:
    long = (Draft(narrative="marquage des armes, " * 500),)
    author = Actor(subject="an author", role=Role.RECIPIENT, state="BFA")
    assert await beats_during(suggest_structure(SuggestStructure(long), actor=author)) > 1
