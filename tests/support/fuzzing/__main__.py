"""Fuzz every service: `python -m tests.support.fuzzing --calls 20000` tells what was answered, and fails on a fault."""

import argparse
import asyncio
import logging
import sys
from typing import Any

import structlog
from schemathesis import Case

from tests.support.databases import Databases
from tests.support.fuzzing.generating import hands_of
from tests.support.fuzzing.running import fuzz
from tests.support.fuzzing.services import SERVICES
from tests.support.fuzzing.tally import Tally
from tests.support.postgres import PostgresProcess

EACH = 14
"""Calls of each operation before a service begins afresh, on a database of its own."""
FULL = 20_000
"""From so many calls on, each operation has to succeed at least once: what never does was not tried."""
HANDS = 4
"""How many such beginnings the calls are made up for at once."""

Hands = list[list[Case[Any]]]


async def fuzz_all(databases: Databases, services: list[str], calls: int, number: int) -> Tally:
    """Make at least so many calls, of all operations alike."""
    tally = Tally()
    while tally.calls < calls:
        for name in services:
            hands: Hands = []
            for place in range(HANDS):
                async with SERVICES[name](databases) as world:
                    hands = hands or hands_of(world.service.app.openapi(), each=EACH, hands=HANDS, number=number)
                    await fuzz(world, tally, hands[place], number + place)
                sys.stderr.writelines(f"{fault}\n" for fault in tally.new_kinds())
            sys.stderr.write(f"{tally.calls} calls, {tally.faults.total()} faults\n")
        number += HANDS
    return tally


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=FULL)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--services", nargs="+", choices=list(SERVICES), default=list(SERVICES))
    asked = parser.parse_args()
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    server = PostgresProcess()
    try:
        server.start()
        tally = asyncio.run(fuzz_all(Databases(server), asked.services, asked.calls, asked.seed))
    finally:
        server.close()
    sys.stdout.writelines(f"{line}\n" for line in tally.report())
    has_left_out = tally.calls >= FULL and bool(tally.never_succeeded())
    return 1 if tally.faults or has_left_out else 0


if __name__ == "__main__":
    sys.exit(main())
