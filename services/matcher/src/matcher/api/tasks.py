"""The inbox of a person's work."""

from matcher.adapters.tasks.queries import tasks_of
from matcher.api.dependencies import Reading, Wired
from matcher.api.schemas.task_view import TaskList
from matcher.application.rounds.rights import states_coordinated
from matcher.domain.tasks.worker import Worker
from shared.http.routing import service_router

router = service_router("/v1/tasks", tag="tasks")


@router.get("")
async def read_tasks(reader: Reading, wired: Wired) -> TaskList:
    """List what waits for you, the most urgent first: since when, until when, and where to act on it.

    Coordinators: what to review, revise or settle, regional ones within their regions, never a review where they have
    an interest of their own. States and donors: what to accept, plan, deliver, evaluate, confirm anew. All: messages.
    """
    now, actor = wired.clock(), reader.actor
    confined_to = states_coordinated(actor, now.date()) if actor.is_coordinator else None
    return TaskList.of(await tasks_of(reader.session, Worker(actor, now, confined_to)), now)
