"""What each process of each service holds in memory at rest, all of them side by side as a deployment runs them."""

from typing import Final

from tests.benchmarks.delivery import standing_on
from tests.benchmarks.ratios import Ratio
from tests.support.brokers.tansu import TansuBroker

ROLES: Final = ("api", "relay", "worker")
PARTS: Final = {"needs": ROLES, "offers": ROLES, "matcher": (*ROLES, "round-worker")}


async def weights_at_rest() -> list[Ratio]:
    """Start every part of every service, and weigh each once all are ready."""
    async with standing_on(TansuBroker()) as delivery:
        for service, roles in PARTS.items():
            await delivery.start(service, *roles)
        weights = delivery.mebibytes()
    return [_weight(part, size) for part, size in weights.items()]


def _weight(part: str, size: float) -> Ratio:
    what = "at rest, pages that processes share divided among them"
    return Ratio(f"memory_mb_{part}_at_rest", size, "MiB", what, "nothing: a weight")
