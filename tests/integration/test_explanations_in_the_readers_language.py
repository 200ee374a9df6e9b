"""Reasons and near misses are told in the language that the reader asks for."""

from tests.support.published_states import need_id, need_state, offer_state
from tests.support.running_matcher import RunningMatcher

OPEN_TO_ALL = {
    "fr": "Le donateur ne pose pas de condition.",
    "es": "El donante no pone condiciones.",
    "ru": "Донор не ставит условий.",
    "ar": "لا تضع الجهة المانحة أي شروط.",
    "zh": "捐助方没有提出条件。",
    "en": "The donor makes no conditions.",
    "de": "The donor makes no conditions.",
}


async def sentences(matcher: RunningMatcher, path: str, accepted: str, part: str) -> list[str]:
    answer = await matcher.service.ask(
        "GET", path, matcher.service.forge.as_coordinator(), headers={"Accept-Language": accepted}
    )
    assert answer.status_code == 200, answer.text
    return [each["sentence"] for item in answer.json()["items"] for each in item[part]]


async def test_a_readers_language_is_that_of_every_sentence(matcher: RunningMatcher) -> None:
    await matcher.take_in(need_state(), offer_state(1), offer_state(2, working_languages=("zh",), status="paused"))
    for language, sentence in OPEN_TO_ALL.items():
        told = await sentences(matcher, f"/v1/needs/{need_id(1)}/candidates", f"{language};q=0.9", "explanation")
        assert sentence in told, told
    near = await sentences(matcher, f"/v1/needs/{need_id(1)}/near-misses", "fr-CH, en;q=0.5", "failed")
    assert near
    assert all("statut « suspendu »" in each for each in near)
