"""What the solving process does with a round's inputs, and the messages that tell of it."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from matcher.adapters.rounds.inputs import engine_of
from matcher.adapters.rounds.settings import settings_from
from matcher.adapters.solving import RefusedByChecker, solve
from matcher.adapters.solving.solving import verify
from matcher.adapters.solving_apart.frames import Message
from matcher.domain.rounds.outcome_document import outcome_document, outcome_from
from matcher.domain.rounds.problem import Problem, build_problem
from matcher.domain.rounds.progress import Progress
from shared.errors import AccordError


def compute(inputs: Message, say: Callable[[Message], None]) -> Iterator[Message]:
    """Give `problem`, then the one message with which it ends: `outcome`, `refused` or `failed`.

    Meanwhile `progress` is said whenever there is some. An error that nobody foresaw is raised.
    """

    def report(progress: Progress) -> None:
        say({"kind": "progress", "facts": asdict(progress)})

    report(Progress("prepare"))
    try:
        problem = build_problem(engine_of(inputs["inputs"]), settings_from(inputs["settings"]))
    except AccordError as error:
        yield {"kind": "failed", "failure": error.detail}
        return
    yield _described(problem)
    try:
        document = outcome_document(solve(problem, progress=report))
        # What is kept is the document: so it is what the checker has the last word on.
        verify(problem, outcome_from(document))
    except RefusedByChecker as refusal:
        yield {"kind": "refused", "violations": [" ".join([each.broken, *each.ids]) for each in refusal.violations]}
        return
    yield {"kind": "outcome", "document": document}


def _described(problem: Problem) -> dict[str, Any]:
    judged = problem.judged
    return {
        "kind": "problem",
        "input_digest": problem.digest,
        "records": {
            "need": {str(need.need_id): need.version for need in judged.needs},
            "offer": {str(offer.offer_id): offer.version for offer in judged.offers},
        },
    }
