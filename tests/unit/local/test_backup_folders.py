"""Backups of the embedded stack are checked file by file before anything is put in their place."""

import hashlib
import json
from pathlib import Path

import pytest

from accord.backup_manifests import refuse_damaged
from accord.backups import back_up, refuse_half_restored, restore
from accord.embedded_postgres import EmbeddedPostgres
from accord.failures import CommandFailed
from accord.layout import DataDirectory


def backup_in(folder: Path, *, version: str = "18") -> Path:
    """Write a folder of two files with its manifest."""
    listed = list[dict[str, str]]()
    for name, content in {"PG_VERSION": version, "base/1/1247": "rows"}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
        checksum = hashlib.sha256(content.encode()).hexdigest()
        listed.append({"Path": name, "Checksum-Algorithm": "SHA256", "Checksum": checksum})
    (folder / "backup_manifest").write_text(json.dumps({"Files": listed}))
    return folder


def test_a_backup_that_is_as_it_was_written_is_taken(tmp_path: Path) -> None:
    refuse_damaged(backup_in(tmp_path))


@pytest.mark.parametrize("harm", [b"rowz", b"", b"rows and more"])
def test_a_file_with_other_content_is_named(tmp_path: Path, harm: bytes) -> None:
    (backup_in(tmp_path) / "base/1/1247").write_bytes(harm)
    with pytest.raises(CommandFailed, match="base/1/1247 is not as it was written"):
        refuse_damaged(tmp_path)


def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    (backup_in(tmp_path) / "base/1/1247").unlink()
    with pytest.raises(CommandFailed, match="base/1/1247 is not as it was written"):
        refuse_damaged(tmp_path)


def test_a_file_whose_name_is_not_text_is_checked_under_that_name(tmp_path: Path) -> None:
    manifest = backup_in(tmp_path) / "backup_manifest"
    listed = json.loads(manifest.read_text())
    listed["Files"][1]["Encoded-Path"] = listed["Files"][1].pop("Path").encode().hex()
    manifest.write_text(json.dumps(listed))
    refuse_damaged(tmp_path)


@pytest.mark.parametrize("content", ["", "{", "{}"])
def test_a_manifest_that_cannot_be_read_is_refused(tmp_path: Path, content: str) -> None:
    (backup_in(tmp_path) / "backup_manifest").write_text(content)
    with pytest.raises(CommandFailed, match="its backup_manifest cannot be read"):
        refuse_damaged(tmp_path)


@pytest.mark.parametrize(
    ("version", "told"), [("17", "is of PostgreSQL 17, and this is PostgreSQL 18"), ("", "is of PostgreSQL ")]
)
def test_a_backup_of_another_postgresql_is_refused_and_nothing_changes(tmp_path: Path, version: str, told: str) -> None:
    data = DataDirectory(tmp_path / "data")
    data.prepare()
    (data.postgres / "kept").touch()
    with pytest.raises(CommandFailed, match=told):
        restore(data, backup_in(tmp_path / "backup", version=version))
    assert (data.postgres / "kept").exists()


def test_a_damaged_backup_changes_nothing(tmp_path: Path) -> None:
    data = DataDirectory(tmp_path / "data")
    data.prepare()
    (data.postgres / "kept").touch()
    (backup_in(tmp_path / "backup") / "base/1/1247").unlink()
    with pytest.raises(CommandFailed, match="damaged"):
        restore(data, tmp_path / "backup")
    assert (data.postgres / "kept").exists()


def test_a_folder_that_is_no_backup_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match="is no backup of an embedded stack"):
        restore(DataDirectory(tmp_path / "data"), tmp_path)


def test_what_was_there_is_kept_until_the_next_restore(tmp_path: Path) -> None:
    data = DataDirectory(tmp_path / "data")
    data.prepare()
    (data.postgres / "PG_VERSION").write_text("18")
    (data.postgres / "first").touch()
    backup = backup_in(tmp_path / "backup")
    assert (restore(data, backup) / "first").exists()
    assert (data.postgres / "base/1/1247").read_text() == "rows"
    (data.postgres / "second").touch()
    kept = restore(data, backup)
    assert (kept / "second").exists()
    assert not (kept / "first").exists()


def test_a_backup_never_replaces_another(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match="is there already"):
        back_up(EmbeddedPostgres(tmp_path / "postgres"), tmp_path)


def restored_twice(data: DataDirectory, backup: Path) -> None:
    """Restore a backup where a former restore was cut off between its two moves."""
    data.postgres.replace(data.root / "postgres.before")
    (data.root / "postgres.draft").mkdir()
    with pytest.raises(CommandFailed, match="was cut off; run `accord restore` again"):
        refuse_half_restored(data)
    restore(data, backup)


def test_a_restore_that_was_cut_off_is_told_and_done_again_and_what_was_there_stays_beside_it(tmp_path: Path) -> None:
    data = DataDirectory(tmp_path / "data")
    data.prepare()
    (data.postgres / "PG_VERSION").write_text("18")
    (data.postgres / "kept").touch()
    restored_twice(data, backup_in(tmp_path / "backup"))
    refuse_half_restored(data)
    assert (data.root / "postgres.before" / "kept").exists()
    assert (data.postgres / "base/1/1247").read_text() == "rows"
