"""Folders of a test's own, in memory where the machine has room for that: most of what tests wait for is its disk."""

import os
import shutil
import tempfile
from pathlib import Path

_IN_MEMORY = Path("/dev/shm")  # noqa: S108 - Linux's own memory file system; folders in it are made by `mkdtemp`
_ROOM = 4 * 2**30


def new_scratch(prefix: str) -> Path:
    """Make a folder with a short path, so that a server's socket in it has a name that systems allow (100 bytes)."""
    return Path(tempfile.mkdtemp(prefix=prefix, dir=_IN_MEMORY if _has_room(_IN_MEMORY) else "/tmp"))  # noqa: S108 - as above


def _has_room(folder: Path) -> bool:
    """Whether much may be written there, and programs be run from there, which containers often forbid."""
    return (
        folder.is_dir()
        and os.access(folder, os.W_OK)
        and shutil.disk_usage(folder).free >= _ROOM
        and not os.statvfs(folder).f_flag & os.ST_NOEXEC
    )
