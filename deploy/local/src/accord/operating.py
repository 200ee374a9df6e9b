"""The services' own operator commands, run against the embedded stack: it alone knows its addresses and its key."""

import subprocess
import sys
from collections.abc import Sequence
from typing import Final

from accord import topology
from accord.embedded_postgres import EmbeddedPostgres
from accord.failures import CommandFailed
from accord.layout import SERVICES
from accord.parts import STACK_VARIABLE
from accord.running_stack import RunningStack

REBUILD: Final = "rebuild"
COMMANDS: Final = ("republish", "outbox", "letters", "persons", "restored", REBUILD)
"""What an operator may ask for; the services' processes are the stack's own to start."""


def run_for_operator(stack: RunningStack, service: str, words: Sequence[str]) -> int:
    """Run one command of a service on this terminal and return its exit code."""
    if service not in SERVICES:
        raise CommandFailed(f"expected one of {', '.join(SERVICES)}, got {service!r}")
    if not words or words[0] not in COMMANDS:
        raise CommandFailed(f"expected one of {', '.join(COMMANDS)}, got {' '.join(words[:1])!r}")
    if words[0] == REBUILD and service != "matcher":
        raise CommandFailed("only the matcher can be rebuilt; its copies are all that is made from other services")
    postgres = EmbeddedPostgres(stack.data.postgres)
    postgres.start()
    environment = topology.service_environment(service, stack.ports, postgres.url(service, service))
    environment |= {"ACCORD_PERSON_KEY_FILE": str(stack.data.person_key), STACK_VARIABLE: str(stack.data.root)}
    program = ["matcher.rebuild", *words[1:]] if words[0] == REBUILD else [f"{service}.main", *words]
    return subprocess.run([sys.executable, "-m", *program], env=environment, check=False).returncode  # noqa: S603 (ours)
