"""Whether Kafka can be reached, as `/readyz` shows it; its being away makes no API unready: the outbox waits for it."""

import asyncio
from urllib.parse import urlsplit

from shared.http.health import ReadinessCheck


def kafka_check(bootstrap: str) -> ReadinessCheck:
    """Return the check that one of the brokers listens; one broker that is down is no reason to alarm anybody."""

    async def probe() -> None:
        reaching = [asyncio.create_task(_reach(address)) for address in bootstrap.split(",")]
        try:
            await _first_success(reaching)
        finally:
            for task in reaching:
                task.cancel()
            await asyncio.gather(*reaching, return_exceptions=True)

    return ReadinessCheck("kafka", probe, required=False)


async def _reach(address: str) -> None:
    parts = urlsplit(f"//{address.strip()}")
    _, writer = await asyncio.open_connection(parts.hostname, parts.port)
    writer.close()
    await writer.wait_closed()


async def _first_success(reaching: list[asyncio.Task[None]]) -> None:
    failure: OSError | None = None
    for done in asyncio.as_completed(reaching):
        try:
            await done
        except OSError as error:
            failure = error
        else:
            return
    raise failure or ConnectionError("no broker is named")
