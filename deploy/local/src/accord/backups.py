"""Backups of the embedded stack: all three databases at one moment, while people work (ADR 0041).

A backup is a folder that `pg_basebackup` wrote, with a manifest by which every file of it can be checked.
"""

import os
import shutil
import subprocess
from pathlib import Path

from accord.backup_manifests import CHECKSUMS, refuse_damaged
from accord.embedded_postgres import EmbeddedPostgres
from accord.failures import CommandFailed
from accord.layout import DataDirectory
from accord.stack_state import StackState

VERSION_FILE = "PG_VERSION"


def back_up(postgres: EmbeddedPostgres, folder: Path) -> None:
    """Write what the running server holds into a new folder; what cannot be finished is not left behind."""
    if folder.exists():
        raise CommandFailed(f"{folder} is there already; a backup needs a folder of its own")
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = folder.with_name(f"{folder.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        options = ["--checkpoint=fast", f"--manifest-checksums={CHECKSUMS}", "--pgdata", draft]
        _run(postgres.program("pg_basebackup"), *postgres.access(), *options)
        draft.replace(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def restore(data: DataDirectory, folder: Path) -> Path:
    """Put a backup in place of the databases of a stack that is stopped, and return where the former ones are kept.

    CommandFailed, with nothing changed, where the stack runs, or the backup is damaged or of another PostgreSQL.
    """
    postgres = EmbeddedPostgres(data.postgres)
    state = StackState.load(data.state_file)
    if (state is not None and state.is_running()) or postgres.is_running():
        raise CommandFailed(f"a stack is running on {data.root}; stop it with `accord down`")
    _refuse_other_version(postgres, folder)
    refuse_damaged(folder)
    data.root.mkdir(parents=True, exist_ok=True)
    draft, before = _draft(data), data.root / "postgres.before"
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(folder, draft)
    postgres.give_to_server(draft)
    if _holds_databases(data.postgres):
        shutil.rmtree(before, ignore_errors=True)
        data.postgres.replace(before)
    shutil.rmtree(data.postgres, ignore_errors=True)
    draft.replace(data.postgres)
    return before


def refuse_half_restored(data: DataDirectory) -> None:
    """Raise CommandFailed where a restore was cut off when nothing was in place: a start would make empty databases."""
    if _draft(data).exists() and not _holds_databases(data.postgres):
        raise CommandFailed(f"a restore of {data.root} was cut off; run `accord restore` again")


def _draft(data: DataDirectory) -> Path:
    return data.root / "postgres.draft"


def _holds_databases(folder: Path) -> bool:
    return (folder / VERSION_FILE).is_file()


def _refuse_other_version(postgres: EmbeddedPostgres, folder: Path) -> None:
    file = folder / VERSION_FILE
    if not file.is_file():
        raise CommandFailed(f"{folder} is no backup of an embedded stack")
    version = file.read_text(encoding="utf-8").strip()
    if version != str(postgres.major_version):
        raise CommandFailed(f"{folder} is of PostgreSQL {version}, and this is PostgreSQL {postgres.major_version}")


def _run(program: Path, *arguments: str | Path) -> None:
    """Run one of PostgreSQL's programs; CommandFailed with what it says."""
    command = [program, *arguments]
    ended = subprocess.run(  # noqa: S603 (a program of the wheel)
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, env=os.environ | {"LC_ALL": "C"}
    )
    if ended.returncode != 0:
        raise CommandFailed(" ".join(ended.stderr.split()) or f"{program.name} ended with code {ended.returncode}")
