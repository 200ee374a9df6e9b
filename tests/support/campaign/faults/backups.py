"""A database that is put back to an older backup while the others went on: of one service, and of all three."""

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.support.campaign import repeating, restoring
from tests.support.campaign.losing import Backup, Loss, backed_up, lost, parts_back, parts_killed
from tests.support.campaign.scene import Scene
from tests.support.campaign.world import SERVICES


async def needs_restored_from_an_older_backup(scene: Scene) -> None:
    """Put the database of needs back to what it was some stories before."""
    await _restored(scene, ["needs"])


async def offers_restored_from_an_older_backup(scene: Scene) -> None:
    """Put the database of offers back."""
    await _restored(scene, ["offers"])


async def matcher_restored_from_an_older_backup(scene: Scene) -> None:
    """Put the database of the matcher back."""
    await _restored(scene, ["matcher"])


async def all_restored_from_backups_of_different_moments(scene: Scene) -> None:
    """Put all three back, each to a moment of its own, as three dumps one after the other are."""
    await _restored(scene, SERVICES)


async def _restored(scene: Scene, services: Sequence[str]) -> None:
    with tempfile.TemporaryDirectory(prefix="accord-backups-") as folder:
        backups: list[Backup] = []
        for service in services:
            backups.append(await backed_up(scene.world, scene.load.ledger, service, Path(folder)))
            await scene.goes_on(20)
        await scene.tells()
        kept = [await repeating.asked(scene.world, scene.load.ledger, service) for service in services]
        with scene.load.at_ease():
            await _put_back(scene, backups)
    scene.note("clients repeat what they asked for")
    for each in kept:
        await repeating.repeated(scene.world, scene.load.ledger, each)
    await scene.goes_on()
    await scene.tells()


async def _put_back(scene: Scene, backups: Sequence[Backup]) -> None:
    """Do what docs/restoring.md says, with the load going on."""
    world, services = scene.world, [backup.service for backup in backups]
    await parts_killed(world, services)
    scene.note("their parts are ended")
    scene.load.ledger.restores += 1
    losses = {backup.service: await lost(world, scene.load.ledger, backup) for backup in backups}
    reports = await asyncio.gather(*(restoring.found(world, service) for service in services))
    for service, report in zip(services, reports, strict=True):
        _must_tell(service, report, losses[service])
    scene.note("the reports tell of everything that is lost")
    for service in services:
        await restoring.repaired(world, service)
    scene.note("the databases are repaired")
    await parts_back(world, services)
    scene.note("all parts are back")
    if "matcher" in services:
        rebuilt = await restoring.operate(world, "matcher", module="rebuild")
        assert rebuilt.code == 0, rebuilt
        scene.note("the matcher's copies are rebuilt")
    stating = SERVICES if len(services) > 1 else ["matcher"]
    await asyncio.gather(*(asyncio.to_thread(world.command, service, "republish") for service in stating))
    scene.note("everything is stated anew")
    await restoring.repaired_until_nothing_is_left(scene, services)
    scene.note("nothing is left to repair")


def _must_tell(service: str, report: restoring.Told, loss: Loss) -> None:
    """Have the report name every record of which something acknowledged and published is gone."""
    named = {line["key"] for line in report.differences}
    assert loss.requests, f"the restore of {service} took nothing back: it proves nothing"
    assert not loss.to_be_told - named, f"{service}: the report keeps silent about {loss.to_be_told - named}"
