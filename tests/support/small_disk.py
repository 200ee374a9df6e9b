"""A database on a disk of its own that can be filled to the last byte, beside a server whose own disk has room."""

import os
import shutil
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
from sqlalchemy.engine import make_url

from tests.support.not_run import not_runnable
from tests.support.postgres import PostgresProcess

_PIECE = 64 * 1024
_UNPRIVILEGED = "nobody"


class SmallDisk:
    """A file system of a few megabytes, whose room a ballast can take."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    @property
    def is_filled(self) -> bool:
        """Whether the ballast is there."""
        return self._ballast.exists()

    def fill(self) -> None:
        """Take all the room that is left."""
        with self._ballast.open("ab", buffering=0) as ballast:
            for size in (_PIECE, 1024, 1):
                _write_until_full(ballast.fileno(), b"\0" * size)

    def make_room(self) -> None:
        """Give back what the ballast took."""
        self._ballast.unlink()


@contextmanager
def small_disk(megabytes: int) -> Generator[SmallDisk]:
    """Mount one in memory; only root may, and not in every container."""
    folder = Path("/tmp") / f"accord-small-disk-{os.getpid()}"  # noqa: S108 (PostgreSQL's user has to reach it)
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs"]
    try:
        mounted = subprocess.run(["mount", *options, str(folder)], capture_output=True, check=False)  # noqa: S603, S607 (the system's own)
        if mounted.returncode:
            not_runnable("a file system of its own (mount -t tmpfs, as root) for a full disk")
        try:
            yield SmallDisk(folder)
        finally:
            subprocess.run(["umount", str(folder)], check=True)  # noqa: S603, S607 (as above)
    finally:
        folder.rmdir()


async def database_on(disk: SmallDisk, server: PostgresProcess, name: str) -> str:
    """Create a database whose files all lie on the disk, and return its address."""
    place = disk.folder / name
    place.mkdir()
    shutil.chown(place, _UNPRIVILEGED)
    connection: asyncpg.Connection = await asyncpg.connect(user="postgres", host=str(server.directory))
    try:
        await connection.execute(f"CREATE TABLESPACE {name} LOCATION '{place}'")
        await connection.execute(f"CREATE DATABASE {name} TABLESPACE {name}")
    finally:
        await connection.close()
    return make_url(server.url(name)).render_as_string(hide_password=False)


def _write_until_full(file: int, piece: bytes) -> None:
    while True:
        try:
            os.write(file, piece)
        except OSError:
            return
