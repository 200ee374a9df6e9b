"""Explanations travel and are kept as JSON, and can be told from what was kept."""

import json
from dataclasses import asdict

from matcher.domain.candidates import find_answer
from matcher.domain.conditions import failures_of_meeting
from matcher.domain.scoring import load_profile
from matcher.domain.sentences import tell
from shared.geography import load_geography
from shared.vocabulary import load_vocabulary
from tests.support.matching_examples import context, meeting, need, offer

LISTS = (load_vocabulary(), load_geography())


def test_a_kept_explanation_tells_the_same_sentences() -> None:
    answer = find_answer(need(), offer(), context(), load_profile())
    assert answer is not None
    explanation = answer.explained(load_profile()).explanation
    kept = json.loads(json.dumps(asdict(explanation)))
    told = [tell(item["message_key"], item["facts"], "en", *LISTS) for item in kept["items"]]
    assert told == [tell(item.message_key, item.facts, "en", *LISTS) for item in explanation.items]


def test_a_kept_verdict_tells_the_same_sentence() -> None:
    [verdict] = list(failures_of_meeting(meeting(an_offer=offer(status="paused"))) or ())
    kept = json.loads(json.dumps(asdict(verdict)))
    assert tell(kept["message_key"], kept["facts"], "en", *LISTS) == (
        "ECOWAS's offer is paused: ECOWAS would have to re-open it."
    )
    assert kept["change"]["who"] == "donor"
