"""`make bench`: speed as ratios, both sides measured side by side in this run; prints a table and keeps it."""

import asyncio
import json
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks.candidates import candidates
from tests.benchmarks.ratios import Ratio
from tests.benchmarks.rebuild import rebuilds
from tests.benchmarks.relay import relay_vs_bare_producer
from tests.benchmarks.rounds import rounds

RESULT = Path(".bench/latest.json")


def main() -> None:
    ratios: list[Ratio] = [*candidates(), *rebuilds(), asyncio.run(relay_vs_bare_producer()), *rounds()]
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps({"ratios": [asdict(ratio) for ratio in ratios]}, indent=2) + "\n", encoding="utf-8")
    for ratio in ratios:
        print(f"{ratio.name:<36} {ratio.value:>9.3f} {ratio.unit:<14} {ratio.what}, against {ratio.against}")  # noqa: T201


if __name__ == "__main__":
    main()
