"""The embedded stack as its user has it: how long it takes to start, and what it holds in memory at rest."""

import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack

from tests.benchmarks.ratios import Ratio, seconds_of
from tests.benchmarks.server import MEBIBYTE
from tests.support.accord_command import AccordCommand
from tests.support.embedded_stack import EmbeddedStack
from tests.support.postgres import PostgresProcess


def embedded_figures() -> list[Ratio]:
    """Start PostgreSQL alone with one service's imports, then the stack, and weigh it."""
    bare = _bare_start()
    with ExitStack() as ends:
        command = AccordCommand()
        ends.callback(command.close)
        stack = EmbeddedStack(command)
        ready = seconds_of(lambda: stack.must_run("--no-sample"))
        return [*_starts(ready, bare), *_weights(_megabytes(stack))]


def _bare_start() -> float:
    """Return the seconds that a new PostgreSQL and the imports of one service take, one after the other."""
    server = PostgresProcess()
    try:
        return seconds_of(server.start) + seconds_of(_import_service)
    finally:
        server.close()


def _import_service() -> None:
    subprocess.run([sys.executable, "-c", "import needs.main"], check=True)


def _starts(ready: float, bare: float) -> tuple[Ratio, Ratio]:
    what, against = "`accord up` on no data, without the sample", f"PostgreSQL and one service's imports: {bare:.1f} s"
    return (
        Ratio("embedded_start_seconds", ready, "s", what, against),
        Ratio("embedded_start_vs_bare", ready / bare, "times slower", what, against),
    )


def _megabytes(stack: EmbeddedStack) -> Mapping[str, float]:
    """Return what each part holds, its children with it; a page that several share is divided among them."""
    held = dict[str, float]()
    for part in stack.marks():
        process = stack.process(part)
        tree = [process] if part == "supervisor" else [process, *process.children(recursive=True)]
        held[part] = sum(each.memory_full_info().pss for each in tree) / MEBIBYTE
    return held


def _weights(held: Mapping[str, float]) -> list[Ratio]:
    what = "at rest, with its children, shared pages divided"
    return [Ratio(f"memory_mb_embedded_{part}", size, "MiB", what, "nothing: a weight") for part, size in held.items()]
