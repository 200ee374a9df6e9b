"""The rules: what waits on a match for its recipient, for a donor of it, and for coordinators."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from matcher.domain.dialogue.voices import Side, Voice, voice_of
from matcher.domain.matches.life_cycle import AGREED
from matcher.domain.matches.parties import Party, interests_of
from matcher.domain.tasks.at_hand import MatchAtHand
from matcher.domain.tasks.task import Task, TaskKind
from matcher.domain.tasks.worker import MILESTONE_AHEAD, Worker

Rule = Callable[[MatchAtHand, Voice, Worker], Task | None]


def tasks_on(match: MatchAtHand, worker: Worker) -> Iterator[Task]:
    """Give what waits for the worker on this match; nothing for whoever is no side of it.

    Whoever coordinates a group's own need works as the recipient; a regional coordinator within its regions only.
    """
    voice = voice_of(match, worker.actor)
    if voice is None or (voice.side == "coordinator" and not worker.coordinates(match.states)):
        return
    for rule in _RULES[voice.side]:
        task = rule(match, voice, worker)
        if task is not None:
            yield task


def end_of(day: date) -> datetime:
    """Return the moment at which a day is over, in UTC."""
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def _review(match: MatchAtHand, _voice: Voice, worker: Worker) -> Task | None:
    if match.status == "proposed" and not match.stale and _is_impartial(match, worker):
        return _of_stage(match, "review_proposal")
    return None


def _revise(match: MatchAtHand, _voice: Voice, worker: Worker) -> Task | None:
    if match.status not in {"proposed", "refused"} or not _is_impartial(match, worker):
        return None
    if match.stale:
        return _on(match, "revise_outdated", match.outdated_at)
    return _of_stage(match, "revise_refused") if match.status == "refused" else None


def _settle(match: MatchAtHand, _voice: Voice, _worker: Worker) -> Task | None:
    if match.lost_hold and match.status in {*AGREED, "delivered"}:
        return _on(match, "settle_lost_hold", match.hold_lost_at)
    return None


def _overdue(match: MatchAtHand, _voice: Voice, worker: Worker) -> Task | None:
    late = _next_milestone(match, worker.today - timedelta(days=1))
    if late is not None:
        return _of_milestone(match, "delivery_overdue", late, end_of(match.milestones[late].planned))
    if match.status == "in_delivery" and match.deadline is not None and match.deadline <= worker.now:
        return _on(match, "delivery_overdue", match.deadline)
    return None


def _accept(match: MatchAtHand, voice: Voice, _worker: Worker) -> Task | None:
    if match.status not in {"reserved", *AGREED} or _has_accepted(match, voice):
        return None
    if match.stale:
        return _on(match, "accept_anew", match.outdated_at)
    return _of_stage(match, "accept_match") if match.status == "reserved" else None


def _plan(match: MatchAtHand, _voice: Voice, _worker: Worker) -> Task | None:
    if match.status == "confirmed" and not match.stale and not match.milestones:
        return _of_stage(match, "plan_delivery")
    return None


def _reach(match: MatchAtHand, _voice: Voice, worker: Worker) -> Task | None:
    due = None if match.stale else _next_milestone(match, worker.today + MILESTONE_AHEAD)
    if due is None:
        return None
    since = datetime.combine(match.milestones[due].planned - MILESTONE_AHEAD, time(), UTC)
    return _of_milestone(match, "milestone_due", due, max(since, match.stage_since))


def _evaluate(match: MatchAtHand, _voice: Voice, _worker: Worker) -> Task | None:
    return _of_stage(match, "evaluate_match") if match.status == "delivered" else None


def _read(match: MatchAtHand, _voice: Voice, _worker: Worker) -> Task | None:
    if not match.unread:
        return None
    since = match.unread_since or match.stage_since
    return Task("unread_messages", "match", match.match_id, since, unread=match.unread)


_RULES: Final[Mapping[Side, Sequence[Rule]]] = {
    "coordinator": (_review, _revise, _settle, _overdue, _read),
    "donor": (_accept, _plan, _reach, _read),
    "recipient": (_accept, _reach, _evaluate, _read),
}


def _is_impartial(match: MatchAtHand, worker: Worker) -> bool:
    return not interests_of(match, worker.actor)


def _has_accepted(match: MatchAtHand, voice: Voice) -> bool:
    return voice.side != "coordinator" and Party(voice.side, voice.speaker) in match.accepted


def _next_milestone(match: MatchAtHand, by: date) -> int | None:
    """Return the place of the earliest milestone that is planned up to a day and not reached."""
    if match.status not in AGREED:
        return None
    open_ones = [(each.planned, place) for place, each in enumerate(match.milestones) if each.actual is None]
    planned, place = min(open_ones, default=(date.max, 0))
    return place if planned <= by else None


def _of_milestone(match: MatchAtHand, kind: TaskKind, place: int, since: datetime) -> Task:
    until = end_of(match.milestones[place].planned)
    return Task(kind, "match", match.match_id, since, until, milestone=place + 1)


def _of_stage(match: MatchAtHand, kind: TaskKind) -> Task:
    return _on(match, kind, match.stage_since)


def _on(match: MatchAtHand, kind: TaskKind, since: datetime | None) -> Task:
    return Task(kind, "match", match.match_id, since or match.stage_since, match.deadline)
