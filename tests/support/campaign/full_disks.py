"""Moving what PostgreSQL writes to a small disk that can be filled, and back again before that disk goes."""

import asyncio
import shutil
import subprocess
from collections.abc import AsyncGenerator, Generator, Iterable
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import asyncpg
from sqlalchemy.engine import make_url

from tests.support.campaign.not_run import NotRunHereError
from tests.support.campaign.world import World
from tests.support.databases import allow_connections, block_connections
from tests.support.small_disk import SmallDisk, small_disk

_SPACE = "small"
_UNPRIVILEGED = "nobody"


@contextmanager
def disk_for(purpose: str, megabytes: int) -> Generator[SmallDisk]:
    """Mount a small disk; NotRunHereError where that is refused."""
    folder = Path("/tmp") / "accord-mount-probe"  # noqa: S108 (only asked whether it may be mounted)
    folder.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    refused = subprocess.run(command, capture_output=True, check=False).returncode  # noqa: S603 (the system's own)
    if not refused:
        subprocess.run(["umount", str(folder)], check=True)  # noqa: S603, S607 (as above)
    folder.rmdir()
    if refused:
        raise NotRunHereError(f"a file system of its own (mount -t tmpfs, as root) for the {purpose}")
    with small_disk(megabytes) as disk:
        yield disk


@asynccontextmanager
async def tables_on(world: World, disk: SmallDisk) -> AsyncGenerator[None]:
    """Have the tables of every service on the disk for the length of the block; each move breaks its connections."""
    place = _place(disk, "tables")
    await _administer(world, f"CREATE TABLESPACE {_SPACE} LOCATION '{place}'")
    await _move(world, world.urls.values(), _SPACE)
    try:
        yield
    finally:
        if disk.is_filled:
            disk.make_room()
        await _move(world, world.urls.values(), "pg_default")
        await _administer(world, f"DROP TABLESPACE {_SPACE}")


@asynccontextmanager
async def log_on(world: World, disk: SmallDisk) -> AsyncGenerator[None]:
    """Have the write-ahead log on the disk for the length of the block; PostgreSQL is restarted before and after."""
    at_home, place = world.postgres.data / "pg_wal", _place(disk, "log") / "pg_wal"
    await _with_log(world, at_home, place)
    try:
        yield
    finally:
        if disk.is_filled:
            disk.make_room()
        await _with_log(world, at_home, None)


async def _with_log(world: World, at_home: Path, place: Path | None) -> None:
    """Restart PostgreSQL with its log at a place, or at home again."""
    await asyncio.to_thread(world.postgres.stop)
    await asyncio.to_thread(_lay_log, at_home, place)
    await asyncio.to_thread(world.postgres.start)


def _lay_log(at_home: Path, place: Path | None) -> None:
    if place is not None:
        shutil.move(at_home, place)
        at_home.symlink_to(place)
        _give(place.parent)
    elif at_home.is_symlink():
        away = at_home.resolve()
        at_home.unlink()
        shutil.move(away, at_home)
        _give(at_home)


async def _move(world: World, urls: Iterable[str], space: str) -> None:
    for url in urls:
        await block_connections(url)
        try:
            await _administer(world, f'ALTER DATABASE "{make_url(url).database}" SET TABLESPACE {space}')
        finally:
            await allow_connections(url)


async def _administer(world: World, statement: str) -> None:
    connection = await asyncpg.connect(user="postgres", host=str(world.postgres.directory), database="postgres")
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def _place(disk: SmallDisk, name: str) -> Path:
    place = disk.folder / name
    place.mkdir()
    _give(place)
    return place


def _give(folder: Path) -> None:
    """Let PostgreSQL's user have everything in a folder."""
    for each in (folder, *folder.rglob("*")):
        shutil.chown(each, _UNPRIVILEGED)
