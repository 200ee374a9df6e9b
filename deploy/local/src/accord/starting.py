"""`accord up`: start everything, take in the sample, show what there is, and stay until told to stop."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from accord.backups import refuse_half_restored
from accord.clearing import clear_up
from accord.failures import CommandFailed
from accord.importing import Importer, Kind
from accord.layout import DataDirectory, Ports
from accord.parts import end
from accord.readiness import NotReady, wait_for
from accord.running_stack import RunningStack
from accord.showing import show_accounts, show_addresses, show_candidates, show_import
from accord.stack_state import StackState
from accord.status import status_of
from accord.supervisor import Supervisor
from accord.tokens import LocalTokens

KINDS: tuple[Kind, ...] = ("needs", "offers")
START_SECONDS = 180
STOP_SECONDS = 60
SAMPLES = Path(__file__).parent / "samples"


@dataclass(frozen=True)
class Wish:
    """What `up` was asked for."""

    data: DataDirectory
    ports: Ports
    sample: bool


def up_in_foreground(wish: Wish, console: Console) -> None:
    """Start the stack in this process and stay until a signal; nothing is left running afterwards."""
    _refuse_second_stack(wish.data)
    supervisor = Supervisor(wish.data, wish.ports, lambda what: console.print(f"{what} ...", markup=False))
    try:
        supervisor.run(meanwhile=lambda: _welcome(wish, console, "Ctrl-C stops everything."))
    except NotReady as error:
        raise CommandFailed(str(error)) from error


def up_detached(wish: Wish, console: Console) -> None:
    """Start the stack behind this command, and return when it is ready; a stack that is not is stopped again."""
    _refuse_second_stack(wish.data)
    wish.data.prepare()
    base, folder = str(wish.ports.base), str(wish.data.root)
    command = [sys.executable, "-m", "accord", "up", "--no-sample", "--port-base", base, "--data-dir", folder]
    wish.data.state_file.unlink(missing_ok=True)
    with wish.data.log("supervisor").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 (this package's own command)
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        wait_for("supervisor", lambda: _is_ready(wish.data), within=START_SECONDS, alive=lambda: process.poll() is None)
    except NotReady as error:
        raise CommandFailed(_failure(wish.data) or str(error)) from error
    finally:
        if not _is_ready(wish.data):
            process.terminate()
            process.wait()
    _welcome(wish, console, f"Stop it with: accord down --data-dir {folder}")


def down(data_dir: Path) -> bool:
    """Stop the stack of a data directory and whatever a killed one left; say whether there was one."""
    data = DataDirectory(data_dir)
    state = StackState.load(data.state_file)
    if state is None:
        return False
    supervisor = state.supervisor.process()
    if supervisor is not None:
        end([supervisor], within=STOP_SECONDS)
    return clear_up(data) or supervisor is not None


def _welcome(wish: Wish, console: Console, farewell: str) -> None:
    tokens = LocalTokens(wish.ports.url("identity"))
    if wish.sample:
        _import_sample(wish, console, tokens)
    show_addresses(console, wish.ports)
    show_accounts(console)
    if wish.sample:
        show_candidates(console, wish.ports, tokens)
    console.print(f"\n{farewell}")


def _import_sample(wish: Wish, console: Console, tokens: LocalTokens) -> None:
    console.print("taking in the sample: real records of 2000 to 2026, shown as historic examples")
    for kind in KINDS:
        importer = Importer(kind, wish.ports.url(kind), tokens, historic=True)
        with (SAMPLES / f"{kind}.jsonl").open("rb") as lines:
            show_import(console, kind, importer.run(lines))
    _wait_for_matching(wish, tokens)


def _wait_for_matching(wish: Wish, tokens: LocalTokens) -> None:
    stack = RunningStack.find(wish.data.root)

    def all_taken_in() -> bool:
        counts = status_of(wish.ports, stack.state, tokens)["counts"]
        return (counts["events"] or 0) >= (counts["needs"] or 0) + (counts["offers"] or 0)

    wait_for("matcher", all_taken_in, within=60, alive=lambda: True)


def _refuse_second_stack(data: DataDirectory) -> None:
    state = StackState.load(data.state_file)
    if state is not None and state.is_running():
        raise CommandFailed(f"a stack is already running on {data.root}; stop it with `accord down`")
    refuse_half_restored(data)
    clear_up(data)


def _is_ready(data: DataDirectory) -> bool:
    state = StackState.load(data.state_file)
    return state is not None and state.ready


def _failure(data: DataDirectory) -> str | None:
    state = StackState.load(data.state_file)
    return None if state is None else state.failure
