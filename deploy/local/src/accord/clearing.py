"""Ending what a supervisor that was killed left running, and nothing else."""

from accord.embedded_postgres import EmbeddedPostgres
from accord.layout import DataDirectory
from accord.parts import end
from accord.stack_state import StackState


def clear_up(data: DataDirectory) -> None:
    """End every process that the state of this data directory still marks."""
    state = StackState.load(data.state_file)
    if state is None:
        return
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
