"""`python -m tests.support.campaign [--only WORD ...]`: the whole campaign on this machine, and its table.

Ends with 1 when anything that was promised did not hold; every breach is printed below the table's row. Ends with 2
when all held, and some fault could not happen on this machine.
"""

import argparse
import asyncio
import logging
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.support.campaign.campaign import Campaign, Outcome
from tests.support.campaign.faults.registry import FAULTS
from tests.support.campaign.ledger import Ledger
from tests.support.campaign.load import Load
from tests.support.campaign.scene import Fault, name_of
from tests.support.campaign.table import COLUMNS, row_of, table_of
from tests.support.campaign.world import running_world

SHOWN = 15


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def run(faults: Sequence[Fault], directory: Path) -> list[Outcome]:
    """Let every fault happen, and return what each did; rows and breaches are printed as they come."""
    outcomes: list[Outcome] = []
    async with running_world() as world:
        campaign = Campaign(world, Load(world, Ledger(directory / "acknowledged.jsonl")))
        say(" | ".join(COLUMNS))
        for fault in faults:
            outcomes.append(await campaign.suffer(fault))
            say(row_of(outcomes[-1]))
            for finding in outcomes[-1].findings[:SHOWN]:
                say(f"    {finding.breach}: {finding.text}")
        for part in world.parts:
            (directory / f"{part.name}.log").write_text(part.said())
    return outcomes


def main() -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.support.campaign")
    parser.add_argument("--only", nargs="*", default=[], help="words of which the fault's name contains one")
    parser.add_argument("--keep", type=Path, help="folder for the book of acknowledgements and the logs")
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)
    chosen = [each for each in FAULTS if not asked.only or any(word in name_of(each) for word in asked.only)]
    directory = asked.keep or Path(tempfile.mkdtemp(prefix="accord-campaign-"))
    directory.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    outcomes = asyncio.run(run(chosen, directory))
    say(f"\n{table_of(outcomes)}")
    broken = sum(len(outcome.findings) for outcome in outcomes)
    say(f"{len(outcomes)} faults in {(time.monotonic() - began) / 60:.1f} minutes, {broken} breaches; see {directory}")
    not_run = [outcome.fault for outcome in outcomes if outcome.not_run]
    if not_run:
        say(f"not run here: {', '.join(not_run)}")
    return 1 if broken else 2 if not_run else 0


if __name__ == "__main__":
    sys.exit(main())
