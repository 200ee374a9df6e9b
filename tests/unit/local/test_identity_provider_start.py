"""The local provider starts on a loopback address or not at all."""

import asyncio
import sys
from pathlib import Path

import pytest

from accord.identity_provider.loopback import NotLoopback, require_loopback
from accord.identity_provider.serving import main
from accord.identity_provider.signing_keys import FILE_NAME

REACHABLE = [
    "0.0.0.0",  # noqa: S104 - it must be refused
    "::",
    "192.168.1.10",
    "10.0.0.1",
    "128.0.0.1",
    "8.8.8.8",
    "::ffff:127.0.0.1",
    "::1%eth0",
    "fe80::1",
    "localhost",
    "accord.example",
    "127.1",
    "2130706433",
    "",
    " 127.0.0.1",
]


@pytest.mark.parametrize("host", REACHABLE)
def test_any_address_but_loopback_is_refused_with_exit_code_2(
    host: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--host", host, "--port", "9400", "--data-dir", str(tmp_path)]) == 2
    assert f"loopback address only (127.0.0.1 or ::1), not on {host!r}" in capsys.readouterr().err


def test_a_refused_start_leaves_no_keys_behind(tmp_path: Path) -> None:
    main(["--host", "192.168.1.10", "--port", "9400", "--data-dir", str(tmp_path)])
    assert not (tmp_path / FILE_NAME).exists()


@pytest.mark.parametrize(
    ("host", "in_a_url"), [("127.0.0.1", "127.0.0.1"), ("127.255.255.254", "127.255.255.254"), ("::1", "[::1]")]
)
def test_loopback_addresses_are_accepted(host: str, in_a_url: str) -> None:
    assert require_loopback(host) == in_a_url


def test_the_refusal_names_the_way_out() -> None:
    with pytest.raises(NotLoopback, match="docker-compose"):
        require_loopback("192.168.1.10")


async def test_the_process_ends_with_exit_code_2(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "accord.identity_provider"),
        *("--host", "192.168.1.10", "--port", "9400", "--data-dir", str(tmp_path)),
        stderr=asyncio.subprocess.PIPE,
    )
    _, complaint = await process.communicate()
    assert process.returncode == 2
    assert b"loopback address only" in complaint


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http"])
def test_a_port_that_is_none_is_refused_with_exit_code_2(port: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        main([f"--port={port}", "--data-dir", str(tmp_path)])
    assert ended.value.code == 2


def test_damaged_keys_stop_the_start_with_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / FILE_NAME).write_text("{}")
    assert main(["--port", "9400", "--data-dir", str(tmp_path)]) == 2
    assert "delete it to have new ones made" in capsys.readouterr().err
