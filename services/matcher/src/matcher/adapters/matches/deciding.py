"""What of a match's events is a decision: all that moves it or binds somebody, each stated as it left the match."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, cast

from matcher.adapters.matches.wire import HAPPENED
from matcher.domain.decisions.decision import Decision
from matcher.domain.decisions.facts import facts_of
from matcher.domain.matches import events
from matcher.domain.matches.match import Match
from shared.identity.actor import Actor

REASONED: Final = (events.MatchProposed, events.MatchRevised, events.MatchEndorsed)
"""Decisions that rest on a judgement of both records, which the log freezes whole."""

UNDECIDED: Final = (events.MatchReminded, events.SideAnswered)
"""What happens to a match without anything being decided."""


def decisions_of(match: Match, happened: Sequence[events.MatchEvent], by: Actor) -> Sequence[Decision]:
    """Return the decisions among what happened in one commit, in order; what they leave is the match as committed."""
    after = [event.before for event in happened[1:]]
    ends = [status or match.status for status in [*after, match.status]]
    return [
        _decision(match, event, end, by)
        for event, end in zip(happened, ends, strict=True)
        if not isinstance(event, UNDECIDED)
    ]


def _decision(match: Match, event: events.MatchEvent, after: str, by: Actor) -> Decision:
    rests_on: dict[str, Any] = {name: _exactly(fact) for name, fact in event.facts.items()}
    if isinstance(event, REASONED):
        rests_on |= _judgement(match)
    return Decision(
        match_id=match.id,
        match_version=match.version,
        action=event.action or HAPPENED[type(event)],
        status_before=event.before,
        status_after=after,
        actor=by,
        at=event.at,
        reason_code=event.code,
        reason_text=event.reason,
        facts=facts_of(match, rests_on),
    )


def _exactly(fact: Any) -> Any:
    """Return a fact with every quantity that may have decimals as a decimal string, for the log hashes no fractions."""
    if isinstance(fact, float):
        return str(Decimal(str(fact)))
    if isinstance(fact, Mapping):
        return {name: _exactly(each) for name, each in cast("Mapping[str, Any]", fact).items()}
    if isinstance(fact, list | tuple):
        return [_exactly(each) for each in cast("Sequence[Any]", fact)]
    return fact


def _judgement(match: Match) -> dict[str, Any]:
    origin, judged = match.origin, match.judgement
    return {
        "origin": origin.kind,
        "round_id": origin.round_id,
        "plan": origin.plan,
        "round_digest": origin.round_digest,
        "input_digest": origin.input_digest,
        "package_id": match.package_id,
        "need_version": judged.need_version,
        "need_statement": judged.need_statement,
        "offer_version": judged.offer_version,
        "offer_statement": judged.offer_statement,
        "score": judged.score,
        "explanation": [_by_key(item, match.donors[0]) for item in judged.explanation],
        "profile_digest": judged.profile_digest,
    }


def _by_key(item: Mapping[str, Any], provider: str) -> dict[str, Any]:
    """Return an item of the explanation with the donor's key for its name: a name may be a person's, and is text."""
    facts: Mapping[str, Any] = item["facts"]
    return {**item, "facts": {**facts, "donor": provider} if "donor" in facts else facts}
