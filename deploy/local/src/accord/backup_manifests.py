"""The manifest of a backup, by which each of its files is checked: the wheel's `pg_verifybackup` crashes (ADR 0041)."""

import hashlib
import json
from pathlib import Path
from typing import Any, Final

from accord.failures import CommandFailed

MANIFEST: Final = "backup_manifest"
CHECKSUMS: Final = "SHA256"
"""What `pg_basebackup` is asked to write into the manifest."""


def refuse_damaged(folder: Path) -> None:
    """Raise CommandFailed, naming a file, unless every listed file is as it was written; `pg_wal` is not listed."""
    try:
        listed: list[dict[str, Any]] = json.loads((folder / MANIFEST).read_bytes())["Files"]
    except (OSError, ValueError, KeyError) as error:
        raise CommandFailed(f"{folder} is damaged: its {MANIFEST} cannot be read") from error
    for each in listed:
        name = each.get("Path") or bytes.fromhex(each["Encoded-Path"]).decode()
        if not _is_as_written(folder / name, each):
            raise CommandFailed(f"{folder} is damaged: {name} is not as it was written")


def _is_as_written(file: Path, listed: dict[str, Any]) -> bool:
    if not file.is_file() or listed["Checksum-Algorithm"] != CHECKSUMS:
        return False
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest() == listed["Checksum"]
