"""No credential is kept in the repository: all that git holds, and all that it would take in."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from secrets import token_urlsafe

import pytest

from tests.support.brokers.certificates import Authority
from tests.support.not_run import not_runnable
from tests.support.secret_scan import secrets_in
from tests.support.tokens import TokenForge

ROOT = Path(__file__).parents[2]


def kept_files() -> Iterator[Path]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        not_runnable("the search for secrets (this is no git checkout)")
    command = [git, "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, check=True, capture_output=True).stdout.decode()  # noqa: S603 - the test's own command
    return (ROOT / name for name in listed.split("\0") if name)


def test_nothing_in_the_repository_looks_like_a_credential() -> None:
    found: list[str] = []
    read = 0
    for file in kept_files():
        if not file.is_file():
            continue
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        read += 1
        found += [f"{file.relative_to(ROOT)}:{finding}" for finding in secrets_in(text)]
    assert found == []
    assert read > 500


def test_a_private_key_is_found(tmp_path: Path) -> None:
    file = Authority.named("ours").write_server(tmp_path / "server.pem", "127.0.0.1")
    assert list(secrets_in(file.read_text(encoding="utf-8"))) == ["1: -----BEGIN P..."]


def test_a_token_and_a_password_in_an_address_are_found() -> None:
    assert list(secrets_in(f"Authorization: Bearer {TokenForge().token()}"))
    assert list(secrets_in(f"postgresql://needs:{'x7' * 8}@database/needs"))


@pytest.mark.parametrize("line", ['client_secret = "{}"', "ACCORD_KAFKA_PASSWORD={}", '"api_key": "{}"'])
def test_what_is_random_under_a_telling_name_is_found_and_never_shown_whole(line: str) -> None:
    value = f"a1{token_urlsafe(30)}"
    [finding] = secrets_in(line.format(value))
    assert value not in finding


@pytest.mark.parametrize(
    "line",
    ["password = read_from_a_file_of_the_platform", "token_url = https://identity.test/token", "secret: ${SECRET}"],
)
def test_words_are_no_secrets(line: str) -> None:
    assert list(secrets_in(line)) == []
