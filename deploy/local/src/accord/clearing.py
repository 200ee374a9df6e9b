"""Ending what a supervisor that was killed left running, and nothing else."""

from accord.embedded_postgres import EmbeddedPostgres
from accord.layout import DataDirectory
from accord.parts import end
from accord.stack_state import StackState


def clear_up(data: DataDirectory) -> bool:
    """End every process that the state of this data directory still marks; say whether there was one."""
    state = StackState.load(data.state_file)
    if state is None:
        return False
    left = {name: process for name, mark in state.parts.items() if (process := mark.process()) is not None}
    database = left.pop("postgres", None)
    end(left.values())
    if database is not None:
        postgres = EmbeddedPostgres(data.postgres)
        postgres.start()
        postgres.stop()
    state.parts.clear()
    state.ready = False
    state.save(data.state_file)
    return bool(left) or database is not None
