"""Ending what a supervisor that was killed left running, and nothing else."""

from accord.embedded_postgres import EmbeddedPostgres
from accord.layout import DataDirectory
from accord.parts import end, started_for
from accord.stack_state import StackState


def clear_up(data: DataDirectory) -> bool:
    """End every process of this data directory's stack, its supervisor excepted; say whether there was one."""
    state = StackState.load(data.state_file)
    if state is None:
        return False
    marked = [process for name, mark in state.parts.items() if name != "postgres" and (process := mark.process())]
    left = {*marked, *started_for(data)}
    end(left)
    postgres = EmbeddedPostgres(data.postgres)
    database = postgres.is_running()
    if database:
        postgres.start()
        postgres.stop()
    state.parts.clear()
    state.ready = False
    state.save(data.state_file)
    return bool(left) or database
