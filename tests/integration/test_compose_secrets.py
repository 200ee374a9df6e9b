from pathlib import Path

from tests.support.compose_stack import SERVICES, make_secrets, stack
from tests.support.not_run import not_runnable
from tests.support.processes import run
from tests.support.source_tree import ROOT


def text_of(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text().strip() for path in folder.iterdir()}


def test_every_secret_of_the_compose_file_is_made(tmp_path: Path) -> None:
    make_secrets(tmp_path / "secrets")
    wanted = {Path(secret["file"]).name for secret in stack()["secrets"].values()}
    assert wanted <= text_of(tmp_path / "secrets").keys()


def test_secrets_are_long_and_no_two_alike(tmp_path: Path) -> None:
    make_secrets(tmp_path / "one")
    make_secrets(tmp_path / "two")
    made = [*text_of(tmp_path / "one").values(), *text_of(tmp_path / "two").values()]
    assert len(set(made)) == len(made)
    assert min(len(secret) for secret in made) >= 64


def test_secrets_that_exist_are_kept_and_what_is_missing_is_added(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    make_secrets(folder)
    before = text_of(folder)
    (folder / "needs_database_url").unlink()
    make_secrets(folder)
    assert text_of(folder) == before


def test_the_folder_is_closed_to_others_and_each_file_is_open_to_the_containers_user(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    make_secrets(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o444}


def test_a_service_signs_in_with_the_password_that_its_role_was_given(tmp_path: Path) -> None:
    make_secrets(tmp_path / "secrets")
    made = text_of(tmp_path / "secrets")
    for service in SERVICES:
        password = made[f"{service}_database_password"]
        assert made[f"{service}_database_url"] == f"postgresql+asyncpg://{service}:{password}@postgres:5432/{service}"
        owner, its_own = f"{service}_owner", made[f"{service}_owner_password"]
        address = f"postgresql+asyncpg://{owner}:{its_own}@postgres:5432/{service}"
        assert made[f"{service}_migration_database_url"] == address


def test_git_holds_no_secret() -> None:
    if not (ROOT / ".git").exists():
        not_runnable("git (this copy has no history)")
    tracked = run(["git", "-C", ROOT, "ls-files", "deploy/docker/secrets"]).split()
    assert {Path(path).name for path in tracked} <= {".gitignore", "README.md"}
