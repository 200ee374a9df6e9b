"""Tell the simulated years: `python -m tests.support.simulated_worlds` compares, with `accept` it keeps the outcome."""

import sys

from tests.support.simulated_worlds.expectations import (
    SEEDS,
    accept,
    differences,
    expected,
    replayed,
    side_by_side,
    world_of,
)


def main(arguments: list[str]) -> None:
    """Compare what happens now with the committed table, or make it the committed one."""
    now = {seed: replayed(world_of(seed)) for seed in SEEDS}
    if arguments == ["accept"]:
        accept(now)
        return
    sys.stdout.write(f"{side_by_side(differences(expected(), now))}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
