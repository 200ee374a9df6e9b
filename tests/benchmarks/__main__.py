"""`make bench`: speed as ratios, both sides measured side by side in one run; prints a table and keeps it.

`python -m tests.benchmarks GROUP ...` measures some of them only; what the file holds of the others stays in it.
"""

import asyncio
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from shared.clock import system_clock
from tests.benchmarks.candidates import candidates
from tests.benchmarks.delivery import standing_on
from tests.benchmarks.embedded import embedded_figures
from tests.benchmarks.event_to_candidate import event_to_candidate_figures
from tests.benchmarks.posting import posting_figures
from tests.benchmarks.ratios import Ratio
from tests.benchmarks.rebuild import rebuilds
from tests.benchmarks.relay import relay_vs_bare_producer
from tests.benchmarks.rounds import rounds
from tests.benchmarks.scale import scale_figures
from tests.benchmarks.taking_in import taking_in_figures
from tests.benchmarks.weights import weights_at_rest
from tests.support.brokers.apache_kafka import ApacheKafkaBroker
from tests.support.brokers.tansu import TansuBroker

RESULT: Final = Path(".bench/latest.json")


async def _delivery() -> list[Ratio]:
    async with standing_on(ApacheKafkaBroker()) as delivery:
        found = await event_to_candidate_figures(delivery)
        found.append(await relay_vs_bare_producer(delivery, "relay_rows_per_s_vs_bare_producer"))
        found += await taking_in_figures(delivery)
    async with standing_on(TansuBroker()) as delivery:
        found.append(await relay_vs_bare_producer(delivery, "relay_rows_per_s_vs_bare_producer_embedded"))
    return found


GROUPS: Final[Mapping[str, Callable[[], Iterable[Ratio]]]] = {
    "posting": lambda: asyncio.run(posting_figures()),
    "delivery": lambda: asyncio.run(_delivery()),
    "scale": lambda: asyncio.run(scale_figures()),
    "weights": lambda: asyncio.run(weights_at_rest()),
    "embedded": embedded_figures,
    "candidates": candidates,
    "rebuild": rebuilds,
    "rounds": rounds,
}


def main(groups: Iterable[str]) -> None:
    """Measure, print each figure as soon as it is there, and keep it with the load of the machine at that moment."""
    missed = list[str]()
    for group in groups:
        for ratio in GROUPS[group]():
            print(ratio, flush=True)  # noqa: T201
            _keep(ratio)
            if ratio.met is False:
                missed.append(ratio.name)
    print(f"missed: {', '.join(missed) or 'none of the limits'}")  # noqa: T201


def _keep(ratio: Ratio) -> None:
    RESULT.parent.mkdir(exist_ok=True)
    held: dict[str, Any] = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.exists() else {}
    kept = {each["name"]: each for each in held.get("ratios", [])}
    load = {"cores": os.cpu_count(), "load": os.getloadavg()[0]}
    kept[ratio.name] = asdict(ratio) | {"at": system_clock().isoformat(timespec="seconds")} | load
    RESULT.write_text(json.dumps({"ratios": list(kept.values())}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:] or GROUPS)
