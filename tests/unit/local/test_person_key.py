"""The embedded stack's key for persons: made once, and readable by its owner only."""

from pathlib import Path

from accord.person_keys import KEY_BYTES, kept_person_key
from shared.personal.identifiers import PersonKey


def mode_of(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_key_is_made_once_and_kept(tmp_path: Path) -> None:
    first = kept_person_key(tmp_path / "person_key").read_text()
    assert kept_person_key(tmp_path / "person_key").read_text() == first
    assert len(bytes.fromhex(first)) == KEY_BYTES
    assert PersonKey(first).identify("account", "a") == PersonKey(first).identify("account", "a")


def test_nobody_else_can_read_it_and_no_draft_is_left(tmp_path: Path) -> None:
    path = kept_person_key(tmp_path / "person_key")
    assert (mode_of(path), [each.name for each in tmp_path.iterdir()]) == (0o600, ["person_key"])
    path.chmod(0o644)
    assert mode_of(kept_person_key(path)) == 0o600


def test_two_stacks_have_different_keys(tmp_path: Path) -> None:
    keys = {kept_person_key(tmp_path / name).read_text() for name in ("one", "other")}
    assert len(keys) == 2
